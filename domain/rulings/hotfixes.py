"""Hotfixes and answers to incidents, as people and tools name them."""

import re
from collections.abc import Iterable

from domain.records import Deployment, PullRequest

_FIX = r"(?:hot[-_ ]?fix(?:es)?|(?:fix[-_ ]forward|forward[-_ ]fix))"
_TITLE = re.compile(rf"\s*[\[(]?{_FIX}[\])]?(?:\([^)]*\))?(?:!?:|\s|$)", re.IGNORECASE)
_BRANCH = re.compile(rf"(?:^|/){_FIX}(?:[-_/.]|$)", re.IGNORECASE)
_WORD = re.compile(rf"(?:^|[^a-z]){_FIX}(?:[^a-z]|$)", re.IGNORECASE)
_ROLLBACK = re.compile(r"(?:^|[^a-z])roll(?:ed)?[-_ ]?back(?:[^a-z]|$)", re.IGNORECASE)
_INCIDENT = re.compile(
    r"(?:^|[^a-z])(?:incident|inc[-_ ]?\d+|postmortem fix|outage|sev[-_ ]?[0-9])(?:[^a-z]|$)",
    re.IGNORECASE,
)


def is_hotfix(pr: PullRequest) -> bool:
    """Whether a pull request calls itself a hotfix: at the start of its title, in its branch or a label."""
    return bool(_TITLE.match(pr.title) or _BRANCH.search(pr.head_branch) or _any(_WORD, pr.labels))


def answers_incident(pr: PullRequest) -> bool:
    """Whether a label or the branch of a pull request names an incident; titles speak of too many things."""
    return bool(_INCIDENT.search(pr.head_branch) or _any(_INCIDENT, pr.labels))


def made_as_hotfix(records: Iterable[Deployment]) -> bool:
    """Whether deployments say that they were made to fix: by their cause, or by the branch they came from."""
    return any(
        _WORD.search(each.cause) or _BRANCH.search(each.ref.removeprefix("refs/heads/")) for each in records
    )


def made_as_rollback(records: Iterable[Deployment]) -> bool:
    return any(_ROLLBACK.search(each.cause) for each in records)


def made_for_incident(records: Iterable[Deployment]) -> bool:
    return any(_INCIDENT.search(each.cause) for each in records)


def _any(pattern: re.Pattern[str], words: Iterable[str]) -> bool:
    return any(pattern.search(word) for word in words)
