"""Landings: which commits of the branch a merged pull request came to be."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from domain.records import PullRequest
from domain.rulings.graph import Graph

_MERGE = re.compile(r"Merge (branch|pull request|remote-tracking branch|tag|commit) ", re.IGNORECASE)

Places = tuple[int, ...]
Landings = Mapping[int, tuple[Places, ...]]
"""By pull request: the commits that must be there, each by all the places at which its patch is found."""

WithCommits = Callable[[Sequence[PullRequest]], Sequence[PullRequest]]
"""Hands back pull requests together with their commits, which are read only where they are needed."""


def landings(prs: Sequence[PullRequest], graph: Graph, with_commits: WithCommits) -> Landings:
    """Where merged pull requests of one repository landed; one that is not here landed nowhere we know.

    The ruling (docs/explain/definitions.md, "Lead time"): the merge commit, which is what a merge, a
    squash and a rebase leave; else the commits that the provider says came with it; else its own last
    commit, by sha or as the same patch; else, of one that was merged into the branch of another pull
    request, wherever that one landed.
    """
    brought = _brought(graph)
    found: dict[int, tuple[Places, ...]] = {}
    for pr in prs:
        merge = graph.find(pr.merge_sha) if pr.merge_sha else None
        if merge is not None:
            found[pr.id] = (_everywhere(merge, graph),)
        elif pr.id in brought:
            found[pr.id] = tuple(_everywhere(place, graph) for place in brought[pr.id])
    for pr in with_commits([pr for pr in prs if pr.id not in found]):
        if places := _last_commit(pr, graph):
            found[pr.id] = (places,)
    return found | _stacked(prs, found)


def is_update(headline: str) -> bool:
    """Whether a commit only brings its branch up to date with another."""
    return _MERGE.match(headline) is not None


def _brought(graph: Graph) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for place, commit in enumerate(graph.commits):
        if commit.pull_request_id is not None:
            found[commit.pull_request_id].append(place)
    return found


def _everywhere(place: int, graph: Graph) -> Places:
    """The commit, and after it those that carry the same patch onto other branches."""
    others = graph.same_patch(graph.commits[place])
    return (place, *(other for other in others if other != place))


def _last_commit(pr: PullRequest, graph: Graph) -> Places:
    """Where the last commit of its own is; with only earlier ones there, not all of it has landed."""
    own = [commit for commit in pr.commits if not is_update(commit.headline)]
    if not own:
        return ()
    exact = graph.find(own[-1].sha)
    return _everywhere(exact, graph) if exact is not None else graph.same_patch(own[-1])


def _stacked(prs: Sequence[PullRequest], found: Landings) -> dict[int, tuple[Places, ...]]:
    """Those that were merged into the branch of another pull request land with it."""
    below: dict[str, list[PullRequest]] = defaultdict(list)
    for pr in prs:
        below[pr.head_branch].append(pr)
    landed: dict[int, tuple[Places, ...]] = {}
    for pr in reversed(prs):
        carriers = (
            each for each in below.get(pr.base_branch, ()) if each.id != pr.id and not _is_later(pr, each)
        )
        carrier = next(carriers, None)
        if pr.id not in found and carrier is not None:
            where = landed.get(carrier.id) or found.get(carrier.id)
            landed |= {pr.id: where} if where else {}
    return landed


def _is_later(pr: PullRequest, other: PullRequest) -> bool:
    return pr.merged_at is None or other.merged_at is None or pr.merged_at > other.merged_at
