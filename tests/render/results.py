"""Results built by hand, for the views to draw."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.ids import identify
from domain.metric import Better, MetricInfo, Unit
from domain.question import Question, Scope, ScopeKind
from domain.result import Coverage, Exclusion, Phase, Point, Receipt, Result, Slice, Summary
from domain.window import Window

HOUR = 3600.0
NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
PAYMENTS = Scope(ScopeKind.TEAM, "Payments", identify("team", "payments"), "payments")
LAST_30_DAYS = Window(date(2026, 10, 26), date(2026, 11, 25))
CYCLE_TIME = MetricInfo(
    slug="cycle-time",
    title="Cycle time",
    unit=Unit.DURATION,
    better=Better.LOWER,
    family="delivery",
    ruling="From the first commit, or opening if that is earlier, to merge; bots and reverts excluded.",
    phases=("coding", "pickup", "review", "merge"),
    synonyms=("lead time to merge", "ct"),
)
PHASES = (
    Phase("coding", 9.2 * HOUR, 6 * HOUR, 23, 0.26),
    Phase("pickup", 14.5 * HOUR, 11 * HOUR, 22, 0.41),
    Phase("review", 8.1 * HOUR, 4 * HOUR, 22, 0.23),
    Phase("merge", 3.5 * HOUR, 0.4 * HOUR, 22, 0.10),
)
HOSTILE = "<!channel> *bold* <@U1> &lt; \u202egnp.exe\u202c zero\u200bwidth | `tick` $x^2$ %s {0}"


def question() -> Question:
    return Question(
        metric="cycle-time",
        scope=PAYMENTS,
        window=LAST_30_DAYS,
        compared_to=LAST_30_DAYS.previous(),
        text="cycle-time payments 2026-10-26..2026-11-24",
    )


def summary(n: int, value: float | None = None) -> Summary:
    """A sample around `value` seconds."""
    if value is None:
        return Summary(n)
    return Summary(
        n, value, value * 0.8, value * 1.2, p50=value, p75=value * 1.9, p90=value * 3.4, mean=value * 1.3
    )


def trend(values: list[float | None], first: date = date(2026, 10, 26)) -> tuple[Point, ...]:
    """Weekly points in hours, the last week still running."""
    points = []
    for place, value in enumerate(values):
        monday = first + timedelta(weeks=place)
        seconds = None if value is None else value * HOUR
        week = Window(monday, monday + timedelta(weeks=1))
        points.append(Point(week, 0 if value is None else 4 + place, seconds, place < len(values) - 1))
    return tuple(points)


def result() -> Result:
    """Payments, 28 h of median cycle time from 23 pull requests, 18 % slower than before."""
    now, before = summary(23, 28 * HOUR), summary(31, 23.75 * HOUR)
    return Result(
        question=question(),
        metric=CYCLE_TIME,
        summary=now,
        previous=before,
        change=(28 - 23.75) / 23.75,
        trend=trend([22.0, 25.5, None, 33.0, 28.0]),
        phases=PHASES,
        breakdown=(),
        excluded=(Exclusion("bot pull requests", 3), Exclusion("reverts", 1)),
        quality=(),
        coverage=Coverage(12, 12, datetime(2026, 11, 24, 13, 45, tzinfo=UTC)),
        ids=tuple(range(1, 24)),
        computed_at=NOW,
    )


def empty(days: int = 7) -> Result:
    """Nothing merged in the last days."""
    window = Window.last_days(days, NOW.date())
    asked = replace(
        question(),
        window=window,
        compared_to=window.previous(),
        text=f"cycle-time payments {window.first}..{NOW.date()}",
    )
    return replace(
        result(),
        question=asked,
        summary=Summary(0),
        change=None,
        trend=trend([None, None], date(2026, 11, 16)),
        phases=(),
        excluded=(),
        ids=(),
        last_item_at=datetime(2026, 11, 11, 9, tzinfo=UTC),
    )


def few() -> Result:
    """Three pull requests: a value, its items, and no comparison."""
    return replace(result(), summary=summary(3, 28 * HOUR), change=None, ids=(1, 2, 3))


def receipt(number: int) -> Receipt:
    return Receipt(
        id=number,
        title=f"Charge the card once, try {number}",
        url=f"https://github.com/acme/pay-api/pull/{number}",
        repository="acme/pay-api",
        name=f"acme/pay-api#{number}",
        author="ana",
        at=datetime(2026, 11, 20, 10, 30, tzinfo=UTC) - timedelta(hours=number),
        value=(40 - number) * HOUR,
        phases=(("coding", 9 * HOUR), ("pickup", 14 * HOUR), ("review", None), ("merge", 30.0)),
        ruling="Approved by raj; merged by ana.",
        happened="merged",
    )


def repositories() -> tuple[Slice, ...]:
    return (
        Slice(
            "acme/pay-api", summary(15, 31 * HOUR), summary(20, 25 * HOUR), "https://github.com/acme/pay-api"
        ),
        Slice("acme/pay-web", summary(8, 20 * HOUR), None, "https://github.com/acme/pay-web"),
    )
