"""The view of being on call: interruptions by hours and rotation, and how evenly they are spread."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from domain.facts import CALLS, EXCLUDED_BY_HAND, SHIFTS, CallFlag, Columns, ShiftColumns
from domain.question import Question
from domain.records import Shift
from domain.views.oncall import FEWEST, Load, OncallView, Part, Rotation
from domain.window import Window
from services.figures import columns
from services.views.viewing import Viewing
from storage.shelves import Shelves

C = TypeVar("C", bound=Columns)


def oncall(viewing: Viewing) -> OncallView:
    """What the people on call of a scope went through in the window, and nobody's name."""
    asked, shelves = viewing.question, viewing.shelves
    calls, stood_by = _calls_and_hours(asked, asked.window, shelves)
    people = _people(calls, stood_by)
    return OncallView(
        question=asked,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        load=viewing.figure("oncall-load", asked),
        total=load(calls, stood_by),
        before=load(*_calls_and_hours(asked, asked.compared_to, shelves)),
        rotations=_rotations(calls, stood_by, shelves),
        people=len(people),
        parts=parts(calls, stood_by) if len(people) >= FEWEST else (),
        own=_own(calls, stood_by, viewing.asker.account_ids),
    )


def load(calls: Columns, stood_by: ShiftColumns) -> Load:
    """What some calls and some time on call come to."""
    hours = (CallFlag.BUSINESS, CallFlag.OFF_HOURS, CallFlag.SLEEP)
    counts = (int(np.count_nonzero(calls.flags & int(each))) for each in hours)
    spans = (int(column.sum(dtype=np.int64)) for column in (stood_by.seconds, stood_by.sleep))
    return Load(*counts, *spans)


def parts(calls: Columns, stood_by: ShiftColumns) -> tuple[Part, ...]:
    """Everybody's part of the interruptions and of the hours, the greatest first; without names."""
    called = Counter(calls.author_id.tolist())
    hours: Counter[int] = Counter()
    for account, seconds in zip(stood_by.author_id.tolist(), stood_by.seconds.tolist(), strict=True):
        hours[account] += seconds
    all_calls, all_hours = called.total(), hours.total()
    told = (
        Part(
            called[account] / all_calls if all_calls else 0.0,
            hours[account] / all_hours if all_hours else None,
        )
        for account in called.keys() | hours.keys()
    )
    return tuple(sorted(told, key=lambda part: (-part.interruptions, -(part.hours or 0.0))))


def _calls_and_hours(asked: Question, window: Window, shelves: Shelves) -> tuple[Columns, ShiftColumns]:
    """The interruptions and the time on call of a window."""
    shifts = cast("ShiftColumns", columns(SHIFTS, asked.scope, window, shelves))
    return _counted(columns(CALLS, asked.scope, window, shelves), asked), _counted(shifts, asked)


def _counted(found: C, asked: Question) -> C:
    """What was not set aside, in the repositories that the question names, if it names any."""
    kept = found.flags & EXCLUDED_BY_HAND == 0
    if asked.repositories:
        kept &= np.isin(found.place_id, np.array(asked.repositories, np.int64))
    return found.where(kept)


def _people(calls: Columns, stood_by: Columns) -> set[int]:
    return set(calls.author_id.tolist()) | set(stood_by.author_id.tolist())


def _own(calls: Columns, stood_by: ShiftColumns, account_ids: Sequence[int]) -> Load | None:
    """What whoever asks went through; None where they were neither on call nor called."""
    mine = np.array(account_ids, np.int64)
    called = calls.where(np.isin(calls.author_id, mine))
    stood = stood_by.where(np.isin(stood_by.author_id, mine))
    return load(called, stood) if len(called) or len(stood) else None


def _rotations(calls: Columns, stood_by: ShiftColumns, shelves: Shelves) -> tuple[Rotation, ...]:
    """Every schedule's load, by its hours; calls outside of anybody's shift come last, without a schedule."""
    shifts = shelves.shifts.by_ids(int(each) for each in np.unique(stood_by.shift_id))
    schedule_of = {id_: shift.schedule for id_, shift in shifts.items()}
    of_time = [schedule_of.get(each, "") for each in stood_by.shift_id.tolist()]
    of_calls = _schedules(calls, shelves.shifts.of(np.unique(calls.author_id).tolist()))
    told = []
    for schedule in sorted({*of_time, *of_calls}):
        theirs = calls.where(_is(schedule, of_calls)), stood_by.where(_is(schedule, of_time))
        told.append(Rotation(schedule, load(*theirs), len(_people(*theirs))))
    return tuple(sorted(told, key=lambda each: (not each.schedule, -each.load.seconds, each.schedule)))


def _is(schedule: str, of: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([each == schedule for each in of], np.bool_)


def _schedules(calls: Columns, shifts: Iterable[Shift]) -> list[str]:
    """The schedule that each called person stood by for when they were called; empty outside of shifts."""
    theirs: dict[int, list[Shift]] = defaultdict(list)
    for shift in shifts:
        theirs[shift.account_id].append(shift)
    asked = zip(calls.author_id.tolist(), calls.at.tolist(), strict=True)
    return [_schedule(theirs, account, datetime.fromtimestamp(at, UTC)) for account, at in asked]


def _schedule(theirs: Mapping[int, Sequence[Shift]], account: int, at: datetime) -> str:
    there = [each for each in theirs.get(account, ()) if each.began_at <= at < each.ended_at]
    return min(there, key=lambda each: (each.level, each.began_at, each.id)).schedule if there else ""
