"""Remarks on lines as reviews, where a vendor knows no reviews that hold several of them."""

from datetime import datetime, timedelta

from domain.ids import identify
from domain.records import Review, ReviewState

SITTING = timedelta(hours=1)
"""Remarks by one person that follow one another so closely are one review."""

Remark = tuple[datetime, str, int | None]
"""When, the comment's id, and who."""


def sittings(source: str, remarks: list[Remark]) -> list[Review]:
    """A review for each sitting, known by its first remark."""
    found: dict[int | None, list[list[Remark]]] = {}
    for remark in dict.fromkeys(remarks):
        sittings = found.setdefault(remark[2], [])
        if sittings and remark[0] - sittings[-1][-1][0] <= SITTING:
            sittings[-1].append(remark)
        else:
            sittings.append([remark])
    return [
        Review(identify(source, "review", first), who, ReviewState.COMMENTED, at, comments=len(sitting))
        for sittings in found.values()
        for sitting in sittings
        for at, first, who in sitting[:1]
    ]
