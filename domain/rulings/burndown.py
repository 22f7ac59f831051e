"""The burndown of a sprint: what remains, step by step as things happen, and the scope beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.people import WorkingHours
from domain.records import Category, Issue, SnapshotItem
from domain.rulings.scope import Items, Stretch
from domain.rulings.standing import Standing, moments, of_sprint, standing
from domain.window import Bucket, Window

Load = tuple[int, int]
"""What remains, and what is in scope, in hundredths."""

NOTHING: Load = (0, 0)

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on: what remains of the sprint and what is in its scope, in hundredths."""

    at: datetime
    remaining: int
    scope: int


def burndown(
    stretch: Stretch, start: Items, close: Items, issues: Sequence[Issue], *, in_issues: bool = False
) -> tuple[Step, ...]:
    """The steps from the start to the stop, each at the time of its event (metric definitions, section 7).

    Counted in hundredths of points, or of issues. An issue whose history no longer leads from the one
    snapshot to the other changed once, at the stop: so the first step has the commitment for its scope,
    and the last what the close found.
    """
    known = {issue.id: issue for issue in of_sprint(issues, stretch.sprint_id)}
    remaining: Counter[datetime] = Counter({stretch.start: 0})
    scope: Counter[datetime] = Counter()
    for id_ in {*known, *start, *close}:
        ends = [_load(stretch, side.get(id_), in_issues=in_issues) for side in (start, close)]
        path = _path(stretch, known.get(id_), in_issues=in_issues)
        if [load for _, load in (*path[:1], *path[-1:])] != ends:
            path = [(stretch.start, ends[0]), (stretch.stop, ends[1])]
        for (_, before), (at, after) in pairwise([(stretch.start, NOTHING), *path]):
            remaining[at] += after[0] - before[0]
            scope[at] += after[1] - before[1]
    steps = [Step(stretch.start, 0, 0)]
    for at in sorted(remaining):
        steps.append(Step(at, steps[-1].remaining + remaining[at], steps[-1].scope + scope[at]))
    return tuple(
        step
        for before, step in pairwise(steps)
        if step.at == stretch.start or (step.remaining, step.scope) != (before.remaining, before.scope)
    )


def guideline(start: datetime, end: datetime, hours: WorkingHours) -> tuple[tuple[datetime, float], ...]:
    """The share that would remain at an even pace: from 1 at the start to 0 at the end, flat on days off.

    A corner for the start, every midnight of the zone, and the end; without a day that is worked it is
    a straight line.
    """
    if end <= start:
        return ()
    zone = ZoneInfo(hours.zone)
    first, last = start.astimezone(zone).date(), (end - _MOMENT).astimezone(zone).date()
    days = Window(first, last + timedelta(days=1), hours.zone).buckets(Bucket.DAY)
    parts = [(max(day.start, start), min(day.stop, end), hours.works(day.first)) for day in days]
    straight = not any(works for _, _, works in parts)
    spans = [until - since if works or straight else timedelta() for since, until, works in parts]
    total, left = sum(spans, timedelta()), sum(spans, timedelta())
    corners = [(start, 1.0)]
    for (_, until, _), span in zip(parts, spans, strict=True):
        left -= span
        corners.append((until, left / total))
    return tuple(corners)


def _path(stretch: Stretch, issue: Issue | None, *, in_issues: bool) -> list[tuple[datetime, Load]]:
    """What the issue adds to the whole at the start, and from each of its changes on."""
    if issue is None:
        return []
    times = [stretch.start, *moments(issue, stretch.sprint_id, stretch.start, stretch.stop)]
    return [(at, _load(stretch, standing(issue, stretch.sprint_id, at), in_issues=in_issues)) for at in times]


def _load(stretch: Stretch, seen: SnapshotItem | Standing | None, *, in_issues: bool) -> Load:
    points, issues = stretch.weight(seen)
    size = issues * 100 if in_issues else points
    if isinstance(seen, Standing):
        return 0 if seen.category is Category.DONE else size, size
    return 0 if seen is not None and seen.is_done else size, size
