"""What a revert takes back: the pull request of the same repository that it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.records import PullRequest
from domain.rulings.reverts import is_revert

_BRANCH = re.compile(r"revert-(\d{1,9})(?:-|$)", re.IGNORECASE)
_TITLE = re.compile(
    r'revert(?:\([^)]*\))?!?(?::\s*|\s+["“])(?P<of>.*?)["”]?(?P<number>\s*\(#\d+\))?\s*$', re.IGNORECASE
)
_NUMBER = re.compile(r"\(#(\d{1,9})\)\s*$")


@dataclass(frozen=True, slots=True)
class Reverts:
    """The merged pull requests of a repository, by their number and by their title."""

    numbers: Mapping[int, PullRequest]
    titles: Mapping[str, Sequence[PullRequest]]

    @classmethod
    def among(cls, prs: Sequence[PullRequest]) -> "Reverts":
        titles: dict[str, list[PullRequest]] = {}
        for pr in prs:
            titles.setdefault(_plain(pr.title), []).append(pr)
        return cls({pr.number: pr for pr in prs}, titles)

    def of(self, pr: PullRequest) -> PullRequest | None:
        """The pull request that this one takes back; None for no revert, and where none is named.

        The number in the branch decides, as GitHub names it; else a number that the quoted title ends
        with; else the latest of that title that was merged before (docs/explain/definitions.md,
        "Change failure rate").
        """
        if not is_revert(pr):
            return None
        named = _BRANCH.match(pr.head_branch)
        quoted = _TITLE.match(pr.title.strip())
        number = named or (quoted and _NUMBER.search(quoted["of"]))
        if number:
            found = self.numbers.get(int(number[1]))
            return found if found and _is_earlier(found, pr) else None
        same = self.titles.get(_plain(quoted["of"]), ()) if quoted else ()
        return next((each for each in reversed(same) if _is_earlier(each, pr)), None)


def _is_earlier(one: PullRequest, other: PullRequest) -> bool:
    return one.id != other.id and bool(one.merged_at and other.merged_at and one.merged_at <= other.merged_at)


def _plain(title: str) -> str:
    return " ".join(_NUMBER.sub("", title).split()).casefold()
