"""Branches that outlive the work on them: what comes from one brings many pull requests at once."""

import re

from domain.records import PullRequest

_LONG_LIVED = re.compile(
    r"main|master|trunk|dev|devel|develop|development|next|stag(e|ing)|integration|prod|production"
    r"|releases?([-/_]?v?\d[\w.-]*)?",
    re.IGNORECASE,
)


def is_between_branches(pr: PullRequest, default_branch: str) -> bool:
    """Whether the pull request merges one long-lived branch into another, such as develop into main.

    A branch is long-lived when it is the repository's default one, or is called as such branches are.
    A fork's own `main` that comes to the default branch of the same name is somebody's work.
    """
    head = pr.head_branch
    if not head or head == pr.base_branch:
        return False
    return head == default_branch or _LONG_LIVED.fullmatch(head) is not None
