"""`sprint`: the board's sprint with its burndown, and what its outcome may go with."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from domain.errors import Rejected
from domain.facts import HUNDREDTHS
from domain.people import WorkingHours
from domain.question import ScopeKind
from domain.records import Issue, SnapshotItem, Sprint
from domain.rulings.boards import board_id
from domain.rulings.burndown import burndown, guideline
from domain.rulings.scope import Movement, Stretch
from domain.rulings.snapshots import closing, has_begun
from domain.rulings.sprints import Outcome, Tally
from domain.views.sprint import Amount, Burndown, Change, Detail, Line, Moved, SprintView, Step
from metrics.sprints import carry_over, say_do
from services.seasons import Season
from services.views.boards import correlations, of_board, recent
from services.views.viewing import Viewing

_EVER = datetime(9999, 12, 31, tzinfo=UTC)


def sprint(viewing: Viewing) -> SprintView:
    """The sprint that runs at the end of the window, else the last one before it.

    Raises:
        Rejected: a person's sprint is asked for, for sprints are teams'.
    """
    question = viewing.question
    if question.scope.kind is ScopeKind.PERSON:
        raise Rejected("A sprint is a team's, not a person's.", hint="Name a team, like `sprint payments`.")
    until = min(question.window.stop, viewing.now)
    begun = [each for each in viewing.shelves.sprints.in_scope(question.scope.id) if has_begun(each, until)]
    running = [each for each in begun if (closing(each) or _EVER) > until]
    shown = max(running or begun, key=lambda each: (each.began_at or _EVER, each.id), default=None)
    board = board_id(shown) if shown else 0
    return SprintView(
        question=question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        detail=_detail(viewing, shown) if shown else None,
        say_do=of_board(say_do, board, viewing),
        carry_over=of_board(carry_over, board, viewing),
        recent=recent(board, viewing),
        correlations=correlations(board, begun, viewing),
        others=tuple(each for each in running if board_id(each) != board),
    )


def _detail(viewing: Viewing, shown: Sprint) -> Detail | None:
    since, until = shown.began_at, closing(shown) or viewing.now
    season = Season.of({shown.project_id}, viewing.shelves, viewing.now, since, until)
    stretch, found = season.stretch(shown), season.outcome(shown)
    if stretch is None or found is None:
        return None
    issues = {issue.id: issue for issue in season.issues[shown.id]}
    around = season.around(shown)
    closed_at = closing(shown)
    is_from_history = closed_at is not None and season.ends(shown, stretch)[0].taken_at >= closed_at
    arrived = [issues[id_] for id_ in around.arrived if id_ in issues]
    onward = around.onward if closed_at else None
    carried = [each for each in found.undone if each.issue_id in (onward or ())]
    return Detail(
        sprint=shown,
        burndown=_burndown(viewing, season, shown, stretch, found),
        in_issues=not found.is_estimated,
        committed=_amount(found.committed),
        added=_amount(found.added),
        removed=_amount(found.removed),
        scope=_amount(found.scope),
        completed=_amount(found.completed),
        delivered=_amount(found.delivered),
        remaining=_amount(found.remaining),
        unestimated=found.unestimated,
        changes=tuple(_change(step, issues, found) for step in found.movements),
        undone=_lines(found.undone, issues),
        carried_in=tuple(_line(issue, issue.key, issue.estimate) for issue in sorted(arrived, key=_key)),
        carried_on=_lines(carried, issues) if onward is not None else None,
        canceled=_lines(found.canceled, issues),
        drifted=season.is_drifted(shown),
        from_history=is_from_history,
    )


def _burndown(viewing: Viewing, season: Season, shown: Sprint, stretch: Stretch, found: Outcome) -> Burndown:
    start, close = ({each.issue_id: each for each in side.items} for side in season.ends(shown, stretch))
    in_issues = not found.is_estimated
    steps = burndown(stretch, start, close, season.issues[shown.id], in_issues=in_issues)
    ends_at = closing(shown) or max(shown.ends_at or stretch.stop, stretch.stop)
    planned = shown.ends_at if closing(shown) is None and shown.ends_at else ends_at
    full = steps[0].remaining / HUNDREDTHS
    pace = guideline(stretch.start, planned, _hours(viewing))
    return Burndown(
        began_at=stretch.start,
        ends_at=ends_at,
        until=stretch.stop,
        steps=tuple(Step(each.at, each.remaining / HUNDREDTHS, each.scope / HUNDREDTHS) for each in steps),
        guideline=tuple((at, share * full) for at, share in pace),
    )


def _hours(viewing: Viewing) -> WorkingHours:
    """The team's working days, else the organisation's."""
    return viewing.roster.teams.get(viewing.question.scope.id, viewing.roster.default)


def _change(step: Movement, issues: dict[int, Issue], found: Outcome) -> Change:
    how = Moved.ESTIMATED if not step.issues else Moved.ADDED if step.issues > 0 else Moved.REMOVED
    size = step.points / HUNDREDTHS if found.is_estimated else float(step.issues)
    issue = issues.get(step.issue_id)
    return Change(step.at, how, _line(issue, step.key, issue.estimate if issue else None), size)


def _lines(items: Iterable[SnapshotItem], issues: dict[int, Issue]) -> tuple[Line, ...]:
    """In the order of their numbers."""
    ordered: Sequence[SnapshotItem] = sorted(items, key=lambda each: _number(each.key))
    return tuple(_line(issues.get(each.issue_id), each.key, each.estimate) for each in ordered)


def _line(issue: Issue | None, key: str, size: float | None) -> Line:
    """An issue that was deleted is known by its key alone."""
    return Line(key, issue.title if issue else "", issue.url if issue else "", size)


def _key(issue: Issue) -> tuple[str, int]:
    return _number(issue.key)


def _number(key: str) -> tuple[str, int]:
    """PAY-9 comes before PAY-10."""
    project, _, number = key.rpartition("-")
    return project, int(number) if number.isdecimal() else 0


def _amount(tally: Tally) -> Amount:
    return Amount(tally.points / HUNDREDTHS, tally.issues)
