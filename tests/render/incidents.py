"""Incidents and time on call built by hand, for the views to draw."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.metric import MetricInfo
from domain.result import Exclusion, Result, Summary
from domain.views.incidents import Culprit, IncidentRow, IncidentsView, Onset
from domain.views.oncall import Load, OncallView, Part, Rotation
from metrics import incidents as metrics
from tests.render import results
from tests.render.results import HOUR, NOW

MINUTE, DAY = 60.0, timedelta(days=1)
QUESTION = replace(
    results.question(), metric="incidents", text="incidents team:payments 2026-10-26..2026-11-24"
)
DEPLOYED = Culprit(
    "acme/pay-api@c0ffee0",
    "https://github.com/acme/pay-api/deployments/7",
    NOW - timedelta(days=2, minutes=20),
    "as the last one of its service before it",
)


def _figure(info: MetricInfo, summary: Summary, previous: Summary, change: float | None) -> Result:
    asked = replace(results.question(), metric=info.slug, text=f"{info.slug} team:payments 30d")
    found = replace(results.result(), question=asked, metric=info, summary=summary, previous=previous)
    return replace(found, change=change, phases=(), excluded=(), quality=())


def _spans(n: int, median: float) -> Summary:
    return Summary(n, median, median / 2, median * 2, median, median * 2, median * 4, median * 1.5)


def row(number: int, **fields: Any) -> IncidentRow:  # noqa: ANN401 - fields of the row
    """An incident of some days ago that took an hour and a bit."""
    made = IncidentRow(
        id=number,
        name=f"#{number}",
        title=f"Payments are refused, {number}",
        url=f"https://acme.pagerduty.com/incidents/Q{number}",
        service="Payments API",
        severity="P1",
        is_low=False,
        created_at=NOW - number * DAY,
        resolved_at=NOW - number * DAY + timedelta(minutes=70 + number),
        acknowledge=240 * number,
        resolve=60 * (70 + number),
        is_answered=True,
        resolved_by_itself=False,
        culprit=None,
    )
    return replace(made, **fields)


ROWS = (
    row(1, resolved_at=None, resolve=None, acknowledge=None, is_answered=False),
    row(2, culprit=DEPLOYED),
    row(3, is_low=True, severity="low urgency"),
    row(4, acknowledge=None, is_answered=False, resolved_by_itself=True, resolve=180),
    *(row(number, culprit=DEPLOYED if number % 2 else None) for number in range(5, 12)),
)


def incidents() -> IncidentsView:
    """Payments' ten incidents of thirty days and one of low urgency, half of them caused by deployments."""
    counted = [each for each in ROWS if not each.is_low]
    n, caused = len(counted), sum(each.culprit is not None for each in counted)
    frequency = _figure(
        metrics.incident_frequency.info, Summary(n, n / 30 * 7, 1.5, 3.4), Summary(8, 8 / 30 * 7), 0.25
    )
    return IncidentsView(
        question=QUESTION,
        coverage=results.result().coverage,
        computed_at=NOW,
        frequency=replace(frequency, excluded=(Exclusion("incidents of low urgency", 1),)),
        acknowledge=_figure(
            metrics.time_to_acknowledge.info, _spans(8, 4 * MINUTE), _spans(7, 5 * MINUTE), -0.2
        ),
        resolve=_figure(metrics.time_to_resolve.info, _spans(9, 1.2 * HOUR), _spans(7, HOUR), 0.2),
        by_people=_spans(8, 1.3 * HOUR),
        by_itself=_spans(1, 3 * MINUTE),
        low=_spans(1, 30 * HOUR),
        effort=round(11 * HOUR),
        open=1,
        waiting=1,
        caused=caused,
        total=len(ROWS),
        rows=ROWS,
        onsets=tuple(Onset(each.created_at, each.culprit is not None) for each in reversed(counted)),
        deployed=tuple(NOW - timedelta(hours=9 * number) for number in range(60, 0, -1)),
    )


def few() -> IncidentsView:
    """Two incidents: values with their n, and no comparison."""
    whole = incidents()
    return replace(
        whole,
        frequency=replace(
            whole.frequency, summary=Summary(2, 2 / 30 * 7, 0.1, 1.2), change=None, excluded=()
        ),
        acknowledge=replace(whole.acknowledge, summary=_spans(2, 4 * MINUTE), change=None),
        resolve=replace(whole.resolve, summary=_spans(2, 1.2 * HOUR), change=None),
        by_people=_spans(2, 1.2 * HOUR),
        by_itself=Summary(0),
        low=Summary(0),
        effort=0,
        open=0,
        waiting=0,
        caused=0,
        total=2,
        rows=ROWS[5:8:2],
        onsets=tuple(Onset(each.created_at, is_caused=False) for each in ROWS[5:8:2]),
        deployed=(),
    )


def quiet() -> IncidentsView:
    """Nothing broke."""
    whole = few()
    none: dict[str, Any] = {"summary": Summary(0), "previous": Summary(0), "change": None}
    return replace(
        whole,
        frequency=replace(whole.frequency, **none | {"summary": Summary(0, 0.0)}),
        acknowledge=replace(whole.acknowledge, **none),
        resolve=replace(whole.resolve, **none),
        by_people=Summary(0),
        total=0,
        rows=(),
        onsets=(),
    )


LOAD = Load(business=9, off_hours=4, sleep=6, seconds=round(1440 * HOUR), night=round(600 * HOUR))
ROTATIONS = (
    Rotation("Payments on call", Load(7, 3, 5, round(720 * HOUR), round(300 * HOUR)), 5),
    Rotation("Payments, second line", Load(1, 1, 0, round(720 * HOUR), round(300 * HOUR)), 4),
    Rotation("", Load(1, 0, 1), 2),
)
PARTS = (Part(8 / 19, 0.25), Part(5 / 19, 0.25), Part(3 / 19, 0.2), Part(3 / 19, 0.2), Part(0.0, 0.1))
_LOAD_INFO = metrics.oncall_load.info


def oncall() -> OncallView:
    """Two rotations of five people, one of whom has more than their part; the asker is one of them."""
    value = LOAD.interruptions / 1440 * 100
    asked = replace(QUESTION, metric="oncall", text="oncall team:payments 2026-10-26..2026-11-24")
    return OncallView(
        question=asked,
        coverage=results.result().coverage,
        computed_at=NOW,
        load=_figure(_LOAD_INFO, Summary(19, value), Summary(14, 1.0), value - 1),
        total=LOAD,
        before=replace(LOAD, sleep=1),
        rotations=ROTATIONS,
        people=5,
        parts=PARTS,
        own=Load(2, 0, 1, round(144 * HOUR), round(60 * HOUR)),
    )


def two_people() -> OncallView:
    """Too few to tell how the load is spread."""
    return replace(oncall(), rotations=ROTATIONS[:1], people=2, parts=(), own=None)


def nobody_called() -> OncallView:
    """On call, and not interrupted."""
    rested = Load(seconds=LOAD.seconds, night=LOAD.night)
    whole = oncall()
    load = replace(whole.load, summary=Summary(0, 0.0), change=None)
    quiet_one = Rotation("Payments on call", rested, 5)
    parts = tuple(replace(each, interruptions=0.0) for each in PARTS)
    return replace(whole, load=load, total=rested, rotations=(quiet_one,), parts=parts, own=None)


def nobody_there() -> OncallView:
    """No schedule and no call at all."""
    whole = nobody_called()
    load = replace(whole.load, summary=Summary(0), previous=Summary(0))
    return replace(whole, load=load, total=Load(), before=Load(), rotations=(), people=0, parts=())
