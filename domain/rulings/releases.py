"""Releases: a service's deployments in their order, what each was, and which changes it brought first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.facts import DeploymentFlag
from domain.records import PullRequest
from domain.rulings.deployments import Logical
from domain.rulings.graph import Graph
from domain.rulings.hotfixes import is_hotfix, made_as_hotfix, made_as_rollback
from domain.rulings.landings import Landings

GAP = timedelta(days=60)
MOST_COMMITS = 5000
"""After a longer gap, or with more commits, a deployment says nothing about how long its changes took."""

_NOTHING = DeploymentFlag(0)
_AGAIN = DeploymentFlag.REDEPLOY | DeploymentFlag.ROLLBACK


@dataclass(slots=True)
class Release:
    """A logical deployment, what it was, and the pull requests that it was the first to contain.

    `order` counts the successful ones of the service in the repository from 0, and is -1 for one that
    failed; `commit` is its place in the graph; `landed_at` is when the newest of what it brought landed.
    """

    made: Logical
    flags: DeploymentFlag = _NOTHING
    order: int = -1
    commit: int | None = None
    landed_at: datetime | None = None
    pull_requests: list[PullRequest] = field(default_factory=list)

    @property
    def is_counted(self) -> bool:
        """Whether it is one of the deployments that frequency and failure rate are made of."""
        return bool(self.flags & DeploymentFlag.SUCCEEDED) and not self.flags & DeploymentFlag.REDEPLOY

    @property
    def is_new(self) -> bool:
        """Whether it brought something that had not been there."""
        return bool(self.flags & DeploymentFlag.SUCCEEDED) and not self.flags & _AGAIN


@dataclass(frozen=True, slots=True)
class Changes:
    """What can be deployed from a repository: its commits, and its pull requests with where they landed.

    `at_heads` are pull requests by the sha of their last commit or their merge, for deployments of
    branches that are not in the graph.
    """

    graph: Graph
    pull_requests: Sequence[PullRequest]
    landings: Landings
    at_heads: Mapping[str, Sequence[PullRequest]]

    def of(self, prs: Sequence[PullRequest]) -> "Changes":
        """The same of these pull requests only."""
        kept = {pr.id for pr in prs}
        heads = {sha: [pr for pr in each if pr.id in kept] for sha, each in self.at_heads.items()}
        return replace(self, pull_requests=prs, at_heads=heads)


@dataclass(slots=True)
class Track:
    """The releases of one service from one repository.

    `first` is, by commit, the order of the first with it, -1 for none; `direct` the same by the pull
    requests whose own branch was deployed.
    """

    releases: list[Release]
    first: list[int]
    direct: dict[int, int] = field(default_factory=dict)


def track(deployments: Sequence[Logical], changes: Changes) -> Track:
    """What each deployment of a service from a repository was, in the order of their ends.

    The rulings (docs/explain/definitions.md, "Deployments"): one that succeeded contains its commit
    and all its ancestors; a pull request belongs to the first that contains it, never to the next in
    time. The same commit once more is a redeployment, a commit from further back in the history
    of what is there a rollback; each environment has a history of its own, so a copy that lags behind
    rolls nothing back.
    """
    found = Track([], [-1] * len(changes.graph))
    seen = bytearray(len(changes.graph))
    lanes: dict[str, Release] = {}
    previous: Release | None = None
    for made in deployments:
        release = Release(made, commit=changes.graph.find(made.sha))
        if made.succeeded:
            release.order = previous.order + 1 if previous else 0
            _walk(release, found, seen, changes)
            release.flags = _kind(release, previous, lanes, found, changes) | DeploymentFlag.SUCCEEDED
            lanes |= dict.fromkeys(made.environments, release)
            previous = release
        release.flags |= _oddities(release, changes)
        found.releases.append(release)
    _bring(found, changes)
    return found


def _walk(release: Release, found: Track, seen: bytearray, changes: Changes) -> None:
    """Note what it contains that no release before it did, and whether that took too long to say how long."""
    for pr in changes.at_heads.get(release.made.sha.lower(), ()):
        found.direct.setdefault(pr.id, release.order)
    new = changes.graph.walk(release.commit, seen) if release.commit is not None else []
    for place in new:
        found.first[place] = release.order
    if new and release.order:
        release.landed_at = max(changes.graph.commits[place].committed_at for place in new)
    if release.order and len(new) > MOST_COMMITS:
        release.flags |= DeploymentFlag.LONG_GAP


def _kind(
    release: Release,
    previous: Release | None,
    lanes: Mapping[str, Release],
    found: Track,
    changes: Changes,
) -> DeploymentFlag:
    """First, redeployment, rollback, or nothing of the kind; and whether it came after a long gap."""
    if previous is None:
        return DeploymentFlag.FIRST
    gap = release.flags
    if release.made.ended_at - previous.made.ended_at > GAP:
        gap |= DeploymentFlag.LONG_GAP
    there = [lanes[name] for name in release.made.environments if name in lanes]
    if there and all(_is_same(each, release) for each in there):
        return gap | DeploymentFlag.REDEPLOY
    if made_as_rollback(release.made.records) or any(
        _goes_back(release, each, found, changes.graph) for each in there
    ):
        return gap | DeploymentFlag.ROLLBACK
    elsewhere = (each for name, each in lanes.items() if name not in release.made.environments)
    if any(_is_same(each, release) or _contains(each, release, changes.graph) for each in elsewhere):
        return gap | DeploymentFlag.REDEPLOY
    return gap


def _is_same(one: Release, other: Release) -> bool:
    return one.made.sha.lower() == other.made.sha.lower()


def _contains(newer: Release, older: Release, graph: Graph) -> bool:
    if newer.commit is None or older.commit is None:
        return False
    return graph.is_before(older.commit, newer.commit)


def _goes_back(release: Release, current: Release, found: Track, graph: Graph) -> bool:
    """Whether it is earlier in history than what is there; unknown commits go by when they first came."""
    if release.commit is not None and current.commit is not None:
        return found.first[release.commit] < release.order and _contains(current, release, graph)
    firsts: dict[str, int] = {}
    for each in found.releases:
        if each.order >= 0:
            firsts.setdefault(each.made.sha.lower(), each.order)
    mine, theirs = (firsts.get(each.made.sha.lower()) for each in (release, current))
    return mine is not None and theirs is not None and mine < theirs


def _oddities(release: Release, changes: Changes) -> DeploymentFlag:
    odd = _NOTHING
    if release.commit is None and release.made.sha.lower() not in changes.at_heads:
        odd |= DeploymentFlag.UNKNOWN_COMMIT
    if release.made.contradicts_itself:
        odd |= DeploymentFlag.CONTRADICTORY
    if release.made.is_told_again:
        odd |= DeploymentFlag.TOLD_AGAIN
    return odd


def _bring(found: Track, changes: Changes) -> None:
    """Hand every pull request to the first release that contains it, then see which were hotfixes."""
    by_order = {release.order: release for release in found.releases if release.order >= 0}
    for pr in changes.pull_requests:
        order = _first_with(pr, found, changes.landings)
        if order is not None:
            by_order[order].pull_requests.append(pr)
    for release in by_order.values():
        _note_landing(release, found)
        if _is_made_to_fix(release):
            release.flags |= DeploymentFlag.HOTFIX


def _first_with(pr: PullRequest, found: Track, landings: Landings) -> int | None:
    """The first release in which all of its commits are, each as any commit with the same patch."""
    orders = [found.direct[pr.id]] if pr.id in found.direct else []
    landed = landings.get(pr.id, ())
    reached = [min((found.first[p] for p in places if found.first[p] >= 0), default=-1) for places in landed]
    if reached and min(reached) >= 0:
        orders.append(max(reached))
    return min(orders, default=None)


def _note_landing(release: Release, found: Track) -> None:
    """A pull request lands when it is merged; what was deployed before that had not landed."""
    merged = [pr.merged_at for pr in release.pull_requests if pr.merged_at and pr.id not in found.direct]
    if release.order > 0 and merged:
        release.landed_at = max(merged)


def _is_made_to_fix(release: Release) -> bool:
    if release.flags & (_AGAIN | DeploymentFlag.FIRST | DeploymentFlag.LONG_GAP):
        return False
    return made_as_hotfix(release.made.records) or any(map(is_hotfix, release.pull_requests))
