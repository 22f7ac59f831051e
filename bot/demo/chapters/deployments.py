"""What landed on Harbour's main branches, and what of it was brought to production when."""

from collections.abc import Iterable, Iterator

from bot.demo.chapters import Tale
from bot.demo.organisation import repositories
from bot.demo.shipping import HABITS, Shipping, seen
from bot.demo.trunk import KEEPS_BRANCHES, trunk
from domain.records import BranchCommit, Deployment, PullRequest


def tell(tale: Tale) -> None:
    """Save the commits and deployments that are new, or have ended, since the tale was told before."""
    landed: dict[int, list[PullRequest]] = {}
    for pr in sorted(tale.pull_requests, key=lambda each: (each.merged_at or each.updated_at, each.id)):
        if pr.merged_at:
            landed.setdefault(pr.repository_id, []).append(pr)
    names = {each.id: each.full_name.partition("/")[2] for each in repositories()}
    merges = {names[id_]: prs for id_, prs in landed.items()}
    with tale.store.write() as shelves:
        shelves.branch_commits.save(list(_commits(merges.items(), tale)))
        shelves.deployments.save(list(_deployments(merges.items(), tale)))


def _commits(merges: Iterable[tuple[str, list[PullRequest]]], tale: Tale) -> Iterator[BranchCommit]:
    for name, prs in merges:
        new = {pr.merge_sha for pr in prs if pr.merged_at and pr.merged_at > tale.until}
        waiting: list[BranchCommit] = []
        for commit in trunk(prs, keeps_branches=name in KEEPS_BRANCHES):
            waiting.append(commit)
            if commit.pull_request_id is not None:
                yield from waiting if commit.sha in new else ()
                waiting = []


def _deployments(merges: Iterable[tuple[str, list[PullRequest]]], tale: Tale) -> Iterator[Deployment]:
    for name, prs in merges:
        lives = Shipping(name, prs, tale.seed).run() if name in HABITS else ()
        for life in lives:
            told = seen(life, tale.now)
            if told and max(told.created_at, told.finished_at or tale.now) > tale.until:
                yield told
