"""A sprint told a second time, by a plain replay of its issues' events that shares no code with rulings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from domain.records import Category, Issue

Event = tuple[datetime, int, str, Any]
"""When, in which order of those of one moment, what, and the value from then on."""


@dataclass
class Told:
    """A sprint's sums in points and issues, and what remained after each event of the replay."""

    committed: float = 0
    added: float = 0
    removed: float = 0
    scope: float = 0
    completed: float = 0
    delivered: float = 0
    remaining: float = 0
    line: list[tuple[datetime, float, float]] = field(default_factory=list)


def replay(sprint_id: int, issues: Sequence[Issue], start: datetime, close: datetime) -> Told:
    """Walk through every issue's life, event by event, with a running state."""
    told = Told()
    lines: list[list[tuple[datetime, float, float]]] = []
    for issue in issues:
        states = list(_states(sprint_id, issue))
        at_start = _last(states, start)
        at_close = _last(states, close)
        first, last = _weight(at_start), _weight(at_close)
        was_done = at_start["category"] is Category.DONE
        is_done = at_close["category"] is Category.DONE
        told.committed += first
        told.scope += last
        told.remaining += 0 if is_done else last
        if is_done and not was_done and _in_scope(at_close):
            told.completed += last
            told.delivered += first
        up, down = _moves(states, start, close)
        told.added += up
        told.removed += down
        lines.append([(start, *_pair(at_start)), *_within(states, start, close)])
    moments = sorted({at for line in lines for at, _, _ in line} | {start})
    for at in moments:
        pairs = [[pair for pair in line if pair[0] <= at][-1] for line in lines]
        told.line.append((at, sum(left for _, left, _ in pairs), sum(scope for _, _, scope in pairs)))
    return told


def _states(sprint_id: int, issue: Issue) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """The issue's state after each moment at which anything happened, from its creation."""
    changes = sorted(issue.sprint_changes, key=lambda each: each.at)
    own = [change for change in changes if change.sprint_id == sprint_id]
    moves = sorted(issue.transitions, key=lambda each: each.at)
    sizes = sorted(issue.estimate_changes, key=lambda each: each.at)
    state: dict[str, Any] = {
        "is_in": (not own[0].is_added) if own else sprint_id in issue.sprint_ids,
        "category": moves[0].from_category if moves else issue.category,
        "estimate": sizes[0].before if sizes else issue.estimate,
    }
    events: list[Event] = [(issue.created_at, 0, "created", None)]
    events += [(change.at, 1 + place, "is_in", change.is_added) for place, change in enumerate(own)]
    events += [(move.at, 1 + place, "category", move.to_category) for place, move in enumerate(moves)]
    events += [(size.at, 1 + place, "estimate", size.after) for place, size in enumerate(sizes)]
    yield datetime.min.replace(tzinfo=issue.created_at.tzinfo), {**state, "is_in": False}
    for at, together in groupby(sorted(events, key=lambda each: each[:2]), key=lambda each: each[0]):
        state |= {what: value for _, _, what, value in together if what != "created"}
        yield at, dict(state)


def _last(states: list[tuple[datetime, dict[str, Any]]], at: datetime) -> dict[str, Any]:
    return [state for moment, state in states if moment <= at][-1]


def _in_scope(state: dict[str, Any]) -> bool:
    return bool(state["is_in"]) and state["category"] is not Category.CANCELED


def _weight(state: dict[str, Any]) -> float:
    return float(state["estimate"] or 0) if _in_scope(state) else 0.0


def _pair(state: dict[str, Any]) -> tuple[float, float]:
    size = _weight(state)
    return (0.0 if state["category"] is Category.DONE else size), size


def _within(
    states: list[tuple[datetime, dict[str, Any]]], start: datetime, close: datetime
) -> list[tuple[datetime, float, float]]:
    return [(at, *_pair(state)) for at, state in states if start < at <= close]


def _moves(
    states: list[tuple[datetime, dict[str, Any]]], start: datetime, close: datetime
) -> tuple[float, float]:
    """Points that came and points that left, what happened within an hour of one another being one."""
    up = down = 0.0
    before = _last(states, start)
    pending: list[tuple[datetime, float]] = []
    for at, state in states:
        if not start < at <= close:
            continue
        delta, is_moved = _weight(state) - _weight(before), _in_scope(state) is not _in_scope(before)
        before = state
        if not delta and not is_moved:
            continue
        if pending and at - pending[0][0] > timedelta(hours=1):
            net = sum(each for _, each in pending)
            up, down, pending = up + max(net, 0), down + max(-net, 0), []
        pending.append((at, delta))
    net = sum(each for _, each in pending)
    return up + max(net, 0), down + max(-net, 0)
