"""Sprints built by hand, for the views to draw."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.metric import Aggregate, Better, MetricInfo, Unit
from domain.people import WorkingHours
from domain.records import Sprint, SprintState
from domain.result import Result, Summary
from domain.rulings.burndown import guideline
from domain.views.sprint import (
    Amount,
    Burndown,
    Change,
    Correlation,
    Detail,
    Line,
    Moved,
    SprintView,
    Step,
)
from tests.render import results

BEGAN = datetime(2026, 11, 16, 9, tzinfo=UTC)
ENDS = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOURS = WorkingHours("Europe/Lisbon")
NOW = results.NOW
"""A Tuesday afternoon, on the ninth day of the sprint."""

SPRINT = Sprint(
    id=12,
    source="jira",
    external_id="12",
    project_id=1,
    board="Payments board",
    name="Payments 23",
    state=SprintState.ACTIVE,
    began_at=BEGAN,
    ends_at=ENDS,
    url="https://jira.example/sprints/12",
    goal="Refunds without a phone call",
)
STEPS = ((0, 34, 34), (26, 31, 34), (50, 26, 34), (75, 31, 39), (79, 23, 39), (100, 20, 36), (174, 18, 36))
"""Hours after the start, what remains, and the scope."""


def _info(slug: str, unit: Unit, aggregate: Aggregate) -> MetricInfo:
    title, ruling = slug.capitalize().replace("-", " "), "Told by the sprints of a board."
    return MetricInfo(
        slug, title, unit, Better.NEITHER, "sprints", ruling, aggregate=aggregate, noun="sprint"
    )


def _figure(slug: str, unit: Unit, aggregate: Aggregate, value: float) -> Result:
    summary = Summary(5, value, p50=value, p75=value, p90=value, mean=value)
    return replace(results.result(), metric=_info(slug, unit, aggregate), summary=summary, phases=())


def line(number: int, size: float | None = 3, title: str = "Retry the refund webhook") -> Line:
    return Line(f"PAY-{number}", title, f"https://jira.example/browse/PAY-{number}", size)


def hour(number: float) -> datetime:
    return BEGAN + timedelta(hours=number)


def burndown(until: datetime = NOW, ends_at: datetime = ENDS) -> Burndown:
    steps = tuple(Step(hour(at), left, scope) for at, left, scope in STEPS)
    pace = tuple((at, share * 34) for at, share in guideline(BEGAN, ENDS, HOURS))
    return Burndown(BEGAN, ends_at, until, steps, pace)


def detail() -> Detail:
    """In its second week: 18 of 36 points left, one issue added, one estimated anew, one taken out."""
    return Detail(
        sprint=SPRINT,
        burndown=burndown(),
        in_issues=False,
        committed=Amount(34, 9),
        added=Amount(5, 1),
        removed=Amount(3, 1),
        scope=Amount(36, 9),
        completed=Amount(18, 5),
        delivered=Amount(16, 4),
        remaining=Amount(18, 4),
        unestimated=2,
        changes=(
            Change(hour(75), Moved.ADDED, line(47, 5, "Card token rotation for the beta"), 5),
            Change(hour(90), Moved.ESTIMATED, line(31, 3, "Payout schedules on slow networks"), -1),
            Change(hour(100), Moved.REMOVED, line(33, 2, "Measure idempotency keys"), -2),
        ),
        undone=(line(31), line(35), line(36, None), line(47, 5)),
        carried_in=(line(12, 5, "Dispute evidence uploads"),),
        carried_on=None,
        canceled=(line(38, 1, "Log less around merchant limits"),),
        drifted=False,
        from_history=False,
    )


def view() -> SprintView:
    return SprintView(
        question=replace(
            results.question(), metric="sprint", text="sprint team:payments 2026-10-26..2026-11-24"
        ),
        coverage=results.result().coverage,
        computed_at=NOW,
        detail=detail(),
        say_do=_figure("say-do", Unit.SHARE, Aggregate.RATIO, 0.82),
        carry_over=_figure("carry-over", Unit.SHARE, Aggregate.RATIO, 0.11),
        recent=(30, 24, 38, 33, 31),
        correlations=(
            Correlation("median cycle time", 8, 6, -0.62),
            Correlation("build success", 4, 6, None),
        ),
        others=(),
    )


def closed() -> SprintView:
    """The same sprint after its close: drifted, read from history, two issues gone on."""
    ended = replace(SPRINT, state=SprintState.CLOSED, closed_at=ENDS)
    told = replace(
        detail(),
        sprint=ended,
        burndown=burndown(ENDS),
        carried_on=(line(31), line(47, 5)),
        drifted=True,
        from_history=True,
    )
    return replace(view(), detail=told)


def in_issues() -> SprintView:
    """Nothing is estimated, and no sprint is closed yet."""
    added = Change(hour(75), Moved.ADDED, line(47, None), 1)
    told = replace(detail(), in_issues=True, unestimated=9, changes=(added,))
    return replace(view(), detail=told, recent=(), correlations=())


def none() -> SprintView:
    return replace(view(), detail=None, recent=(), correlations=())


def empty() -> SprintView:
    """A sprint that began with nothing in it."""
    nothing = Amount(0, 0)
    told = replace(
        detail(),
        sprint=replace(SPRINT, goal=""),
        burndown=replace(burndown(), steps=(Step(BEGAN, 0, 0),), guideline=()),
        committed=nothing,
        added=nothing,
        removed=nothing,
        scope=nothing,
        completed=nothing,
        delivered=nothing,
        remaining=nothing,
        unestimated=0,
        changes=(),
        undone=(),
        carried_in=(),
        canceled=(),
    )
    return replace(view(), detail=told, recent=(31,), correlations=())


def linear() -> SprintView:
    """A cycle whose tracker tells a progress of its own, beside another board's sprint."""
    other = replace(SPRINT, id=13, board="Ledger board", name="Ledger 9")
    told = replace(detail(), sprint=replace(SPRINT, progress=0.71, goal=""), canceled=(), carried_in=())
    return replace(view(), detail=told, others=(other,))


def crowded() -> SprintView:
    """More of everything than a message has room for, with names that never end."""
    long = "Refunds " * 60
    lines = tuple(line(number, title=long) for number in range(1, 41))
    changes = tuple(Change(hour(number), Moved.ADDED, each, 3) for number, each in enumerate(lines))
    told = replace(
        detail(),
        sprint=replace(SPRINT, name=long, goal=long, board=long),
        changes=changes,
        carried_in=lines,
        canceled=lines,
    )
    boards = tuple(replace(SPRINT, id=each, board=long, name=long) for each in range(20))
    return replace(view(), detail=told, others=boards)
