"""The main branches of Harbour's repositories: every merge leaves a commit, squashed or with its branch."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from bot.demo.organisation import SOURCE
from domain.ids import identify
from domain.records import BranchCommit, Commit, PullRequest

KEEPS_BRANCHES = frozenset({"infrastructure", "ledger"})
"""Repositories that merge with a merge commit; the others squash."""


def trunk(prs: Sequence[PullRequest], *, keeps_branches: bool) -> Iterator[BranchCommit]:
    """The commits of one main branch, oldest first, of pull requests in the order of their merges."""
    tip = ""
    for pr in prs:
        if pr.merged_at is None or pr.merge_sha is None:
            continue
        parents = [tip] if tip else []
        if keeps_branches and pr.commits:
            yield from _branch(pr, tip)
            parents.append(pr.commits[-1].sha)
        yield _commit(pr, pr.merge_sha, parents, pr.merged_at, pr.commits)
        tip = pr.merge_sha


def _branch(pr: PullRequest, base: str) -> Iterator[BranchCommit]:
    """The pull request's own commits, as though it had been cut off right before the merge."""
    shas = [base, *(commit.sha for commit in pr.commits)]
    for (before, _), commit in zip(pairwise(shas), pr.commits, strict=True):
        yield BranchCommit(
            id=identify(SOURCE.key, "commit", str(pr.repository_id), commit.sha),
            source=SOURCE.key,
            repository_id=pr.repository_id,
            sha=commit.sha,
            parents=(before,) if before else (),
            authored_at=commit.authored_at,
            committed_at=commit.committed_at,
            author_id=commit.author_id,
            headline=commit.headline,
        )


def _commit(
    pr: PullRequest, sha: str, parents: Sequence[str], at: datetime, commits: Sequence[Commit]
) -> BranchCommit:
    return BranchCommit(
        id=identify(SOURCE.key, "commit", str(pr.repository_id), sha),
        source=SOURCE.key,
        repository_id=pr.repository_id,
        sha=sha,
        parents=tuple(parents),
        authored_at=commits[0].authored_at if len(commits) == 1 and len(parents) < 2 else at,  # noqa: PLR2004 - a merge has two
        committed_at=at,
        author_id=pr.author_id,
        headline=f"{pr.title} (#{pr.number})",
        pull_request_id=pr.id,
    )
