"""What became of a sprint: commitment, scope change, completion and what was carried over."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from domain.facts import SprintFacts, SprintFlag
from domain.records import Category, Issue, Snapshot, SnapshotItem, Sprint
from domain.rulings.boards import board_id
from domain.rulings.scope import Items, Movement, Stretch, movements
from domain.rulings.snapshots import closing
from domain.rulings.standing import of_sprint, standing

NOWHERE: frozenset[int] = frozenset()
NOTHING_ODD = SprintFlag(0)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The issues that are in the board's next sprint, and those that came on from the one before.

    `onward` is None while the board has no next sprint.
    """

    onward: Collection[int] | None = None
    arrived: Collection[int] = NOWHERE


@dataclass(frozen=True, slots=True)
class Tally:
    """Points, in hundredths, of so many issues."""

    points: int = 0
    issues: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sprint from its start to its close, or up to now.

    `committed` with `added` and without `removed` is `scope`; `completed` is of the scope what was done
    at the end and not at the start, and `delivered` what of that was committed to, in the points that
    it was committed at. `undone` is left of the scope, `carried` of that went on; `canceled` is out of
    scope.
    """

    committed: Tally
    added: Tally
    removed: Tally
    scope: Tally
    completed: Tally
    delivered: Tally
    remaining: Tally
    carried: Tally | None
    carried_again: Tally | None
    undone: tuple[SnapshotItem, ...]
    canceled: tuple[SnapshotItem, ...]
    movements: tuple[Movement, ...]
    unestimated: int
    is_estimated: bool


def outcome(
    stretch: Stretch, start: Snapshot, close: Snapshot, issues: Sequence[Issue], around: Neighbours
) -> Outcome:
    """What became of the sprint between two snapshots (metric definitions, section 7).

    Points are in hundredths of the estimates at the time: what is estimated anew changes the scope and
    completes nothing. A sub-task is part of its parent where that is in the sprint too.
    """
    counted = of_sprint(issues, stretch.sprint_id)
    before, after = _items(start), _items(close)
    moved = movements(stretch, before, after, counted)
    committed = [each for each in before.values() if not each.is_canceled]
    scope = [each for each in after.values() if not each.is_canceled]
    undone = [each for each in scope if not each.is_done]
    was_done = _done_before(stretch, before, counted)
    completed = [each for each in scope if each.is_done and each.issue_id not in was_done]
    finished = {each.issue_id for each in completed}
    carried = [each for each in undone if each.issue_id in (around.onward or NOWHERE)]
    again = [each for each in carried if each.issue_id in around.arrived]
    estimates = {each.issue_id: each.estimate for each in (*committed, *scope)}
    goes_on = around.onward is not None
    return Outcome(
        committed=_tally(stretch, committed),
        added=Tally(_gain(step.points for step in moved), _gain(step.issues for step in moved)),
        removed=Tally(_gain(-step.points for step in moved), _gain(-step.issues for step in moved)),
        scope=_tally(stretch, scope),
        completed=_tally(stretch, completed),
        delivered=_tally(stretch, [each for each in committed if each.issue_id in finished]),
        remaining=_tally(stretch, undone),
        carried=_tally(stretch, carried) if goes_on else None,
        carried_again=_tally(stretch, again) if goes_on else None,
        undone=tuple(undone),
        canceled=tuple(each for each in after.values() if each.is_canceled),
        movements=tuple(moved),
        unestimated=list(estimates.values()).count(None),
        is_estimated=_is_estimated(stretch, (*committed, *scope), moved),
    )


def sprint_facts(sprint: Sprint, found: Outcome, flags: SprintFlag = NOTHING_ODD) -> SprintFacts | None:
    """The facts of a closed sprint, at its close, points in hundredths (metric definitions, section 7).

    None where nobody knows when it was closed.
    """
    closed_at = closing(sprint)
    if closed_at is None:
        return None
    carried, again = found.carried, found.carried_again
    return SprintFacts(
        id=sprint.id,
        place_id=sprint.project_id,
        author_id=None,
        at=closed_at,
        flags=flags | _flags(sprint, found),
        board_id=board_id(sprint),
        committed=found.committed.points,
        completed=found.completed.points,
        delivered=found.delivered.points,
        added=found.added.points,
        removed=found.removed.points,
        carried=None if carried is None else carried.points,
        carried_again=None if again is None else again.points,
        committed_issues=found.committed.issues,
        completed_issues=found.completed.issues,
        delivered_issues=found.delivered.issues,
        added_issues=found.added.issues,
        removed_issues=found.removed.issues,
        carried_issues=None if carried is None else carried.issues,
        carried_again_issues=None if again is None else again.issues,
        unestimated=found.unestimated,
    )


def _items(seen: Snapshot) -> Items:
    return {each.issue_id: each for each in seen.items}


def _done_before(stretch: Stretch, start: Items, issues: Sequence[Issue]) -> set[int]:
    """What was done when the sprint began: by the snapshot, and of what came later by its history."""
    later = (
        issue.id
        for issue in issues
        if issue.id not in start
        and standing(issue, stretch.sprint_id, stretch.start).category is Category.DONE
    )
    return {each.issue_id for each in start.values() if each.is_done} | set(later)


def _tally(stretch: Stretch, items: Collection[SnapshotItem]) -> Tally:
    return Tally(sum(stretch.points(each.estimate) for each in items), len(items))


def _gain(steps: Iterable[int]) -> int:
    return sum(step for step in steps if step > 0)


def _is_estimated(stretch: Stretch, items: Collection[SnapshotItem], moved: Collection[Movement]) -> bool:
    """Whether there is anything to count points of."""
    told = any(each.estimate is not None for each in items) or any(step.points for step in moved)
    return told or stretch.default_estimate > 0


def _flags(sprint: Sprint, found: Outcome) -> SprintFlag:
    closed_at = closing(sprint)
    has_length = sprint.began_at is not None and closed_at is not None and sprint.began_at < closed_at
    commitment = found.committed.points if found.is_estimated else found.committed.issues
    flags = NOTHING_ODD if commitment else SprintFlag.NO_COMMITMENT
    flags |= NOTHING_ODD if has_length else SprintFlag.NO_LENGTH
    return flags if found.is_estimated else flags | SprintFlag.UNESTIMATED
