"""One suite over every metric: what each must say of itself, and how each must behave."""

import re
from dataclasses import fields

import numpy as np
import pytest

from domain.facts import NO_SPAN
from domain.metric import Aggregate, Unit
from domain.question import By
from metrics import BUILTIN
from metrics.metric import Metric
from metrics.views import VIEWS
from tests.metrics.rows import answered, of_metric, question

FAMILIES = ("delivery", "review", "flow", "quality", "ci", "incidents", "issues", "sprints")
CATALOGUE = frozenset({
    "cycle-time", "lead-time", "deployment-frequency", "change-failure-rate", "recovery-time", "rework-rate",
    "dora", "deploy-success-rate", "time-to-deploy", "time-to-first-review", "review-time",
    "reviewer-response", "review-rounds", "merged-without-review", "pr-size", "review-load", "throughput",
    "open-prs", "wip", "pr-age", "stuck-prs", "abandon-rate", "build-success-rate",
    "first-attempt-success-rate", "build-time", "queue-time", "test-pass-rate", "test-time", "flaky-tests",
    "pipeline-time", "main-recovery-time", "incident-frequency", "time-to-acknowledge", "time-to-resolve",
    "oncall-load", "incidents-per-deployment", "issue-cycle-time", "issue-to-pr", "issue-to-deploy",
    "issue-throughput", "issue-types", "linked-prs", "velocity", "say-do", "scope-change", "carry-over",
    "burndown", "cycle-completion",
})  # fmt: skip
"""Every slug of the mission (metric definitions, section 0)."""

every_metric = pytest.mark.parametrize("metric", BUILTIN, ids=lambda metric: str(metric.info.slug))
every_clock = pytest.mark.parametrize(
    ("metric", "clock"),
    [pytest.param(m, clock, id=f"{m.info.slug}-{clock}") for m in BUILTIN for clock in m.info.clocks],
)
every_line = pytest.mark.parametrize(
    ("metric", "by"),
    [pytest.param(m, by, id=f"{m.info.slug}-by-{by}") for m in BUILTIN for by in m.info.breakdowns],
)


def test_the_catalogue_is_whole() -> None:
    slugs = {metric.info.slug for metric in BUILTIN} | {info.slug for info in VIEWS}
    assert slugs >= CATALOGUE


@every_metric
def test_it_says_what_it_is(metric: Metric) -> None:
    info = metric.info
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", info.slug)
    assert re.sub(r"[^a-z]", "", info.title.lower()) == info.slug.replace("-", "")
    assert info.ruling.endswith(".")
    assert len(info.ruling) > 40
    assert info.family in FAMILIES
    assert info.version >= 1
    assert info.facts == metric.of.name
    assert info.clocks


@every_metric
def test_only_a_duration_has_two_clocks(metric: Metric) -> None:
    assert metric.info.unit is Unit.DURATION or len(metric.info.clocks) == 1


@every_metric
def test_its_phases_are_columns(metric: Metric) -> None:
    assert set(metric.info.phases) <= {field.name for field in fields(metric.of.columns)}


@every_metric
def test_all_that_it_leaves_out_has_words(metric: Metric) -> None:
    assert metric.hidden == sum(metric.leaves_out)
    assert all(int(flag).bit_count() == 1 for flag in (*metric.leaves_out, *metric.notices))
    assert all(words[0].islower() for words in (*metric.leaves_out.values(), *metric.notices.values()))


def test_no_two_metrics_answer_to_one_name() -> None:
    infos = [*(metric.info for metric in BUILTIN), *VIEWS]
    names = [name for info in infos for name in (info.slug, *info.synonyms)]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert names == [name.lower() for name in names]


@every_clock
def test_it_gives_a_value_or_none_for_every_row(metric: Metric, clock: object) -> None:
    rows = of_metric(metric, hidden=True)
    values = metric.values(rows, clock)  # type: ignore[arg-type] # one of its clocks
    assert values.shape == (len(rows),)
    assert values.dtype == np.int32
    assert np.all((values >= 0) | (values == NO_SPAN))


@every_line
def test_it_changes_no_column(metric: Metric, by: By) -> None:
    """The columns cannot be written to: a metric that tries to raises."""
    answered(metric, of_metric(metric, hidden=True), question(metric, by=by))


@every_line
def test_of_nothing_it_says_nothing(metric: Metric, by: By) -> None:
    result = answered(metric, of_metric(metric, 0), question(metric, by=by))
    counts = metric.info.aggregate in (Aggregate.PER_WEEK, Aggregate.TOTAL, Aggregate.RATIO)
    assert result.summary.n == 0
    assert result.change is None
    assert tuple(result.ids) == ()
    assert result.summary.value is None or (counts and result.summary.value == 0)


@every_line
def test_its_figure_opens_to_its_items(metric: Metric, by: By) -> None:
    rows = of_metric(metric)
    result = answered(metric, rows, question(metric, by=by))
    assert len(result.ids) == result.summary.n
    assert set(result.ids) <= set(rows.id.tolist())
    assert len(set(result.ids)) == len(result.ids)


@pytest.mark.parametrize(
    "metric", [m for m in BUILTIN if m.leaves_out], ids=lambda metric: str(metric.info.slug)
)
def test_what_it_leaves_out_changes_no_figure_and_is_told(metric: Metric) -> None:
    rows = of_metric(metric, hidden=True)
    kept = rows.where(rows.flags & metric.hidden == 0)
    assert 0 < len(kept) < len(rows)
    assert answered(metric, rows).summary == answered(metric, kept).summary
    told = answered(metric, rows).excluded
    assert {each.reason for each in told} <= set(metric.leaves_out.values())
    assert not answered(metric, kept).excluded


@every_metric
def test_the_order_of_rows_changes_no_answer(metric: Metric) -> None:
    rows = of_metric(metric, hidden=True)
    backwards = type(rows)(*(getattr(rows, field.name)[::-1] for field in fields(rows)))
    assert answered(metric, backwards).summary == answered(metric, rows).summary
    assert tuple(answered(metric, backwards).ids) == tuple(answered(metric, rows).ids)
