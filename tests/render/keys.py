"""The five keys of DORA built by hand, for the views to draw."""

from dataclasses import replace
from datetime import date, timedelta

from domain.metric import MetricInfo
from domain.result import Coverage, Exclusion, Point, Result, Summary
from domain.views.dora import DoraView, Key, OpenFailure, ServiceKeys
from domain.window import Window
from metrics.delivery import lead_time
from metrics.deployments import change_failure_rate, deployment_frequency, recovery_time, rework_rate
from tests.render import results
from tests.render.results import HOUR, NOW

DAY = 24 * HOUR
QUESTION = replace(results.question(), metric="dora", text="dora team:payments 2026-10-26..2026-11-24")


def weeks(*values: float | None) -> tuple[Point, ...]:
    """A point a week, the last one still running."""
    first = date(2026, 10, 26)
    return tuple(
        Point(
            Window(first + timedelta(weeks=place), first + timedelta(weeks=place + 1)),
            0 if value is None else 5,
            value,
            place < len(values) - 1,
        )
        for place, value in enumerate(values)
    )


def span(n: int, value: float) -> Summary:
    return Summary(n, value, value / 2, value * 2, value, value * 2, value * 3, value * 1.4)


def figure(
    info: MetricInfo, now: Summary, before: Summary, change: float | None, trend: tuple[Point, ...]
) -> Result:
    asked = replace(results.question(), metric=info.slug)
    found = replace(results.result(), question=asked, metric=info, summary=now, previous=before)
    return replace(found, change=change, trend=trend, phases=(), breakdown=(), excluded=(), quality=())


LEAD = figure(
    lead_time.info, span(94, 31 * HOUR), span(80, 26 * HOUR), 5 / 26,
    weeks(26 * HOUR, 28 * HOUR, 30 * HOUR, 29 * HOUR, 36 * HOUR),
)  # fmt: skip
OFTEN = replace(
    figure(
        deployment_frequency.info, Summary(108, 25.2, 22.0, 28.7), Summary(90, 21.0), 0.2,
        weeks(20, 24, 28, 26, 10),
    ),
    excluded=(Exclusion("redeployments", 3),),
)  # fmt: skip
FAILURES = figure(
    change_failure_rate.info, Summary(108, 5 / 108, 0.03, 0.08), Summary(90, 5 / 90), -0.17,
    weeks(0.0, 0.1, 0.04, None, 0.0),
)  # fmt: skip
RECOVERY = figure(
    recovery_time.info, span(5, 1.5 * HOUR), span(6, 2 * HOUR), -0.25,
    weeks(None, HOUR, 2 * HOUR, None, None),
)  # fmt: skip
REWORK = figure(
    rework_rate.info, Summary(108, 7 / 108, 0.04, 0.1), Summary(90, 7 / 90), -0.17,
    weeks(0.0, 0.2, 0.1, 0.05, 0.0),
)  # fmt: skip
KEYS = (
    Key(LEAD, "a day to a week"),
    Key(OFTEN, "on demand, several a day"),
    Key(FAILURES),
    Key(RECOVERY, "less than a day"),
    Key(REWORK),
)
SERVICES = (
    ServiceKeys(
        "payments-api",
        (span(60, 20 * HOUR), Summary(70, 16.3), Summary(70, 0.03), span(5, HOUR), Summary(70, 0.06)),
    ),
    ServiceKeys("ledger", (span(34, 50 * HOUR), Summary(3, 0.7), Summary(3, 0.0), None, Summary(3, 0.0))),
)
OPEN = OpenFailure(
    "acme/pay-api@c0ffee0",
    "https://github.com/acme/pay-api/deployments/7",
    "payments-api",
    NOW - timedelta(days=1),
)


def dora() -> DoraView:
    """Payments, 25.2 deployments a week of two services, with all there is to tell."""
    return DoraView(
        question=QUESTION,
        coverage=results.result().coverage,
        computed_at=NOW,
        keys=KEYS,
        services=SERVICES,
        deploy_days=4.5,
        incidents=7,
        unattributed=2,
        waiting=12,
        open_failures=(OPEN,),
        provisional_from=date(2026, 11, 17),
    )


def calm() -> DoraView:
    """One service, nothing failed, nothing waits, long ago."""
    none = figure(recovery_time.info, Summary(0), Summary(0), None, weeks(None, None, None))
    well = replace(FAILURES, summary=Summary(108, 0.0, 0.0, 0.02), change=None, previous=Summary(90, 0.0))
    return replace(
        dora(),
        keys=(KEYS[0], Key(replace(OFTEN, excluded=())), Key(well), Key(none), KEYS[4]),
        services=SERVICES[:1],
        deploy_days=1.0,
        incidents=1,
        unattributed=0,
        waiting=0,
        open_failures=(),
        provisional_from=None,
    )


def few() -> DoraView:
    """Two deployments of two changes: nothing is compared and nothing has a bucket."""
    results_ = (
        figure(lead_time.info, span(2, DAY), span(1, DAY), None, weeks(None, DAY)),
        figure(deployment_frequency.info, Summary(2, 0.5), Summary(1, 0.2), None, weeks(1, 1)),
        figure(change_failure_rate.info, Summary(2, 0.5), Summary(0), None, weeks(0.0, 1.0)),
        figure(recovery_time.info, span(1, HOUR), Summary(0), None, weeks(None, HOUR)),
        figure(rework_rate.info, Summary(2, 0.0), Summary(1, 0.0), None, weeks(0.0, 0.0)),
    )
    return replace(dora(), keys=tuple(map(Key, results_)), services=SERVICES[:1], deploy_days=0.0)


def nothing() -> DoraView:
    """Nothing was deployed, and everything was read."""
    empty = tuple(figure(key.result.metric, Summary(0), Summary(0), None, weeks(None, None)) for key in KEYS)
    return replace(calm(), keys=tuple(map(Key, empty)), services=(), deploy_days=0.0, incidents=0, waiting=3)


def unread() -> DoraView:
    """Nothing was read yet."""
    return replace(nothing(), coverage=Coverage(0, 12, None), waiting=0)


def many() -> DoraView:
    """Forty services and thirty open failures with names that never end."""
    services = tuple(replace(SERVICES[number % 2], service=f"service-{number}" * 9) for number in range(40))
    failures = tuple(replace(OPEN, name=f"acme/repository-{number}@c0ffee0" * 9) for number in range(30))
    return replace(dora(), services=services, open_failures=failures)
