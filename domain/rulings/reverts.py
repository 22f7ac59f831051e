"""Reverts and re-lands: work that takes work back, and work that brings it in again."""

import re

from domain.records import PullRequest

_WORD = re.compile(r'(revert|reapply|re-?land)\s+["“]', re.IGNORECASE)
_CONVENTIONAL = re.compile(r"(revert)(\([^)]*\))?!?:\s", re.IGNORECASE)
_BRANCH = re.compile(r"revert-\d+-", re.IGNORECASE)


def is_revert(pr: PullRequest) -> bool:
    """Whether the pull request takes back work that had landed; a revert of a revert lands it again.

    The title decides; where it says neither, the branch GitHub names `revert-12-...`; where that does
    not either, the commits, when every one of them is a revert.
    """
    for said in (_title_says(pr.title), _branch_says(pr.head_branch)):
        if said is not None:
            return said
    return bool(pr.commits) and all(_title_says(commit.headline) for commit in pr.commits)


def _title_says(title: str) -> bool | None:
    """True for a revert, False for a re-land, None for a title that speaks of neither."""
    words = []
    rest = title.strip()
    while found := _WORD.match(rest) or _CONVENTIONAL.match(rest):
        words.append(found[1].lower())
        rest = rest[found.end() :]
    return words.count("revert") % 2 == 1 if words else None


def _branch_says(branch: str) -> bool | None:
    depth, at = 0, 0
    while found := _BRANCH.match(branch, at):
        depth, at = depth + 1, found.end()
    return depth % 2 == 1 if depth else None
