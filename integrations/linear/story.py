"""What the lists of an issue tell: the states it went through, the cycles it was in, and its estimates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite

from domain.ids import identify
from domain.records import Category, EstimateChange, SprintChange, Transition
from integrations.reading import Node, Unreadable, each, inside, moment, name, optional_moment, shown

CATEGORIES = {
    "triage": Category.TO_DO,
    "backlog": Category.TO_DO,
    "unstarted": Category.TO_DO,
    "started": Category.IN_PROGRESS,
    "completed": Category.DONE,
    "canceled": Category.CANCELED,
    "duplicate": Category.CANCELED,
}
"""Linear's types of states; one that it has yet to think of is still to do."""

BORN = timedelta(minutes=1)
"""What comes into a cycle so soon after its creation was created there."""

LARGEST = 1_000_000.0


def categorised(state: Node) -> Category:
    return CATEGORIES.get(str(state.get("type")), Category.TO_DO)


def transitions(issue: Node, states: Mapping[str, tuple[str, Category]]) -> tuple[Transition, ...]:
    """From each state that it was in to the next; spans of states that nobody knows any more tell nothing."""
    spans = inside(issue, "stateHistory", lambda history: each(history, "nodes", _span))
    known = sorted((at, state) for at, state in spans if state in states)
    return tuple(
        Transition(at, states[before][0], states[after][0], states[before][1], states[after][1])
        for (_, before), (at, after) in pairwise(known)
        if before != after
    )


def sprint_changes(
    source: str, issue: Node, cycle: str | None, created_at: datetime
) -> tuple[SprintChange, ...]:
    """Into cycles and out of them, by the history; into the last one by its own date where that is silent."""
    found: list[SprintChange] = []

    def take(change: Node) -> None:
        before, after = _optional_name(change, "fromCycleId"), _optional_name(change, "toCycleId")
        if before == after:
            return
        at = moment(change, "createdAt")
        found.extend(
            SprintChange(at, identify(source, "sprint", id_), is_added=is_added)
            for id_, is_added in ((before, False), (after, True))
            if id_
        )

    inside(issue, "history", lambda history: each(history, "nodes", take))
    found.sort(key=lambda change: (change.at, change.is_added))
    now = identify(source, "sprint", cycle) if cycle else None
    last = [change for change in found if change.sprint_id == now][-1:]
    added_at = optional_moment(issue, "addedToCycleAt")
    if now and added_at and not (last and last[0].is_added) and added_at - created_at > BORN:
        found.append(SprintChange(added_at, now, is_added=True))
    return tuple(found)


def estimate_changes(issue: Node) -> tuple[EstimateChange, ...]:
    found: list[EstimateChange] = []

    def take(change: Node) -> None:
        before, after = estimate(change, "fromEstimate"), estimate(change, "toEstimate")
        if before != after:
            found.append(EstimateChange(moment(change, "createdAt"), before, after))

    inside(issue, "history", lambda history: each(history, "nodes", take))
    return tuple(sorted(found, key=lambda change: change.at))


def estimate(node: Node, key: str) -> float | None:
    """A number of points from 0 on; None for none."""
    value = node.get(key)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value) if abs(value) <= LARGEST else LARGEST + 1
        if isfinite(number) and 0 <= number <= LARGEST:
            return number
    raise Unreadable(key, f"expected a number from 0, found {shown(value)}")


def _span(span: Node) -> tuple[datetime, str]:
    return moment(span, "startedAt"), name(span, "stateId")


def _optional_name(node: Node, key: str) -> str | None:
    return None if node.get(key) is None else name(node, key)
