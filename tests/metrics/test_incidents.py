"""What the metrics of incidents and of being on call count, over columns made by hand."""

import numpy as np
import pytest

from domain.facts import (
    NO_SPAN,
    CallFlag,
    Columns,
    DeploymentColumns,
    DeploymentFlag,
    IncidentColumns,
    IncidentFlag,
    ShiftColumns,
    SpanColumns,
)
from domain.question import TimeBase
from domain.result import Result
from metrics.engine import Facts, evaluate
from metrics.incidents import (
    incident_frequency,
    incidents_per_deployment,
    oncall_load,
    time_to_acknowledge,
    time_to_resolve,
)
from metrics.metric import Metric
from tests.metrics.samples import COVERED, FIRST, NOW, question

AT = int(FIRST.timestamp())
RESOLVED = IncidentFlag.RESOLVED


def ids(n: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(1, n + 1, dtype=np.int64)


def narrow(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(values, np.int32)


def incidents(
    *flags: IncidentFlag, acknowledge: list[int] | None = None, resolve: list[int] | None = None
) -> IncidentColumns:
    """An hour apart, from the window's first moment on."""
    n = len(flags)
    nothing = [NO_SPAN] * n
    return IncidentColumns(
        ids(n), ids(n) * 0 + 1, ids(n) * 0, AT + ids(n) * 3600, narrow([int(each) for each in flags]),
        ids(n) * 0, ids(n) * 0, narrow(acknowledge or nothing), narrow(resolve or nothing), narrow(nothing),
    )  # fmt: skip


def calls(*flags: CallFlag) -> SpanColumns:
    n = len(flags)
    nothing = narrow([NO_SPAN] * n)
    marks = narrow([int(each) for each in flags])
    return SpanColumns(ids(n), ids(n) * 0 + 1, ids(n), AT + ids(n), marks, ids(n), nothing, nothing)


def shifts(*hours: float) -> ShiftColumns:
    n = len(hours)
    seconds = narrow([round(each * 3600) for each in hours])
    return ShiftColumns(
        ids(n), ids(n) * 0 + 1, ids(n), AT + ids(n), seconds * 0, ids(n), seconds, seconds * 0
    )


def deployments(*flags: DeploymentFlag) -> DeploymentColumns:
    n = len(flags)
    nothing = narrow([NO_SPAN] * n)
    marks = narrow([int(each) for each in flags])
    return DeploymentColumns(ids(n), ids(n) * 0 + 1, ids(n), AT + ids(n), marks, ids(n) * 0, *[nothing] * 5)


def answer(metric: Metric, columns: Columns, over: Columns | None = None) -> Result:
    """The figure of these rows, with nothing before them."""
    before = columns.where(columns.id < 0)
    beneath = None if over is None else Facts(over, over)
    facts = Facts(columns, before, beneath)
    return evaluate(metric, question(metric), facts, coverage=COVERED, computed_at=NOW)


@pytest.mark.parametrize(
    "flag", [IncidentFlag.MERGED, IncidentFlag.LOW_URGENCY, IncidentFlag.EXCLUDED_BY_HAND]
)
@pytest.mark.parametrize(
    "metric", [incident_frequency, time_to_resolve, time_to_acknowledge], ids=lambda each: each.info.slug
)
def test_what_is_no_trouble_of_its_own_is_left_out_and_counted(metric: Metric, flag: IncidentFlag) -> None:
    rows = incidents(RESOLVED, RESOLVED | flag, acknowledge=[60, 60], resolve=[600, 600])
    found = answer(metric, rows)
    assert found.summary.n == 1
    assert [each.n for each in found.excluded] == [1]


def test_incidents_are_counted_by_the_week() -> None:
    found = answer(incident_frequency, incidents(*[RESOLVED] * 6))
    assert found.summary.value == pytest.approx(6 / (30 / 7))
    assert [point.value for point in found.trend] == [6, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        (IncidentFlag.WAITING, "incidents still waiting for somebody"),
        (IncidentFlag.UNACKNOWLEDGED, "incidents resolved without an acknowledgement"),
    ],
)
def test_what_nobody_acknowledged_has_no_time_to_acknowledge(flag: IncidentFlag, words: str) -> None:
    found = answer(time_to_acknowledge, incidents(RESOLVED, flag, acknowledge=[60, NO_SPAN]))
    assert (found.summary.n, found.summary.value) == (1, 60)
    assert {each.reason: each.n for each in found.excluded} == {words: 1}


def test_times_to_resolve_have_median_p90_and_mean() -> None:
    lengths = [60, 120, 180, 240, 6000]
    found = answer(time_to_resolve, incidents(*[RESOLVED] * 5, resolve=lengths)).summary
    assert (found.p50, found.mean) == (180, sum(lengths) / 5)
    assert found.p90 == pytest.approx(240 + 0.6 * (6000 - 240))


def test_what_resolved_itself_counts_and_is_told() -> None:
    rows = incidents(RESOLVED, RESOLVED | IncidentFlag.AUTO_RESOLVED, resolve=[600, 60])
    found = answer(time_to_resolve, rows)
    assert found.summary.n == 2
    assert [(each.reason, each.n) for each in found.quality] == [("resolved by a tool or a timeout", 1)]


def test_contradictory_times_are_counted_and_have_no_value() -> None:
    rows = incidents(RESOLVED | IncidentFlag.CONTRADICTORY, RESOLVED, resolve=[NO_SPAN, 60])
    found = answer(time_to_resolve, rows)
    assert (found.summary.n, found.summary.value) == (1, 60)
    assert [each.reason for each in found.quality] == ["with times that contradict each other"]


def test_load_is_interruptions_over_hundred_hours_on_call() -> None:
    found = answer(
        oncall_load, calls(CallFlag.SLEEP, CallFlag.SLEEP, CallFlag.BUSINESS), shifts(24, 24, 12.5)
    )
    assert found.summary.value == pytest.approx(3 / 60.5 * 100)
    assert {each.reason: each.n for each in found.quality} == {"in hours of sleep": 2}


def test_load_over_no_hours_is_unknown_and_a_quiet_shift_is_zero() -> None:
    assert answer(oncall_load, calls(CallFlag.SLEEP), shifts()).summary.value is None
    assert answer(oncall_load, calls(), shifts(24)).summary.value == 0


def test_incidents_are_over_successful_deployments_that_were_not_repeated() -> None:
    made = deployments(
        DeploymentFlag.SUCCEEDED, DeploymentFlag.SUCCEEDED | DeploymentFlag.ROLLBACK,
        DeploymentFlag.SUCCEEDED | DeploymentFlag.REDEPLOY, DeploymentFlag(0),
    )  # fmt: skip
    found = answer(
        incidents_per_deployment, incidents(RESOLVED, RESOLVED | IncidentFlag.LINKED, RESOLVED), made
    )
    assert found.summary.value == pytest.approx(3 / 2)
    assert [each.n for each in found.quality] == [1]


@pytest.mark.parametrize("metric", [time_to_acknowledge, time_to_resolve], ids=lambda each: each.info.slug)
def test_they_are_told_on_the_calendar_only(metric: Metric) -> None:
    """Nobody's customers wait for working hours (metric definitions, section 8)."""
    assert metric.info.clocks == (TimeBase.CALENDAR,)


@pytest.mark.parametrize(
    ("word", "metric"),
    [("mtta", time_to_acknowledge), ("mttr", time_to_resolve), ("tta", time_to_acknowledge)],
)
def test_they_answer_to_the_names_of_the_field(word: str, metric: Metric) -> None:
    assert word in metric.info.synonyms
