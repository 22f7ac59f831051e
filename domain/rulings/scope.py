"""How the scope of a sprint moved between two moments: what came, what left, what was estimated anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from domain.facts import HUNDREDTHS
from domain.records import Issue, SnapshotItem
from domain.rulings.standing import Standing, moments, standing

GRACE = timedelta(hours=1)
"""What is undone within an hour was no change of scope (metric definitions, section 7)."""

Items = Mapping[int, SnapshotItem]
"""What a snapshot holds, by the issue's id."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of scope: `points` in hundredths, and `issues` one more, one fewer or as many as before."""

    at: datetime
    issue_id: int
    key: str
    points: int
    issues: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a sprint that is looked at, and how its points are counted."""

    sprint_id: int
    start: datetime
    stop: datetime
    default_estimate: float = 0.0

    def points(self, estimate: float | None) -> int:
        """An estimate in hundredths; of none, what the tracker's setting makes of it, usually nothing."""
        return round((self.default_estimate if estimate is None else estimate) * HUNDREDTHS)

    def weight(self, seen: SnapshotItem | Standing | None) -> tuple[int, int]:
        """The points and issues that it is to the scope: nothing unless it is there and not canceled."""
        if seen is None or (isinstance(seen, Standing) and not seen.is_scope):
            return 0, 0
        if isinstance(seen, SnapshotItem) and seen.is_canceled:
            return 0, 0
        return self.points(seen.estimate), 1


def movements(stretch: Stretch, start: Items, close: Items, issues: Sequence[Issue]) -> list[Movement]:
    """Every change of scope after the start and up to the stop, in order (metric definitions, section 7).

    The snapshots at both ends win: an issue whose history no longer leads from the one to the other,
    or is gone, moved once, at the stop. So the commitment with all movements is the scope at the stop.
    """
    known = {issue.id: issue for issue in issues}
    keys = {id_: item.key for items in (start, close) for id_, item in items.items()}
    found = [
        movement
        for id_ in sorted({*known, *start, *close})
        for movement in _of_issue(stretch, id_, known.get(id_), start.get(id_), close.get(id_))
    ]
    named = [_named(each, keys.get(each.issue_id) or known[each.issue_id].key) for each in found]
    return sorted(named, key=lambda each: (each.at, each.key))


def _of_issue(
    stretch: Stretch,
    id_: int,
    issue: Issue | None,
    start: SnapshotItem | None,
    close: SnapshotItem | None,
) -> Iterator[Movement]:
    before, after = stretch.weight(start), stretch.weight(close)
    path = _path(stretch, issue) if issue else []
    if not path or (path[0][1], path[-1][1]) != (before, after):
        path = [(stretch.start, before), (stretch.stop, after)]
    steps = [
        Movement(at, id_, "", points - points_before, there - there_before)
        for (_, (points_before, there_before)), (at, (points, there)) in pairwise(path)
        if (points, there) != (points_before, there_before)
    ]
    yield from _netted(steps)


def _path(stretch: Stretch, issue: Issue) -> list[tuple[datetime, tuple[int, int]]]:
    """What the issue was to the scope at the start, and from each of its changes on."""
    times = [stretch.start, *moments(issue, stretch.sprint_id, stretch.start, stretch.stop)]
    return [(at, stretch.weight(standing(issue, stretch.sprint_id, at))) for at in times]


def _netted(steps: Sequence[Movement]) -> Iterator[Movement]:
    """Movements within an hour of the first of them are one; none where they undo one another."""
    at = 0
    while at < len(steps):
        first = steps[at]
        spell = [step for step in steps[at:] if step.at - first.at <= GRACE]
        points, issues = sum(step.points for step in spell), sum(step.issues for step in spell)
        if points or issues:
            yield Movement(first.at, first.issue_id, "", points, issues)
        at += len(spell)


def _named(movement: Movement, key: str) -> Movement:
    return Movement(movement.at, movement.issue_id, key, movement.points, movement.issues)
