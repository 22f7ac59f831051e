"""One suite over every metric: what each must say of itself, and how each must behave."""

import re

import numpy as np
import pytest

from domain.facts import NO_SPAN, Flag, PullRequestColumns, Span
from domain.question import By, TimeBase
from metrics import BUILTIN
from metrics.metric import Metric
from tests.metrics.samples import answer, columns, question

FAMILIES = ("delivery", "review", "flow", "quality", "ci", "incidents", "issues", "sprints")

every_metric = pytest.mark.parametrize("metric", BUILTIN, ids=lambda metric: str(metric.info.slug))
on_both_clocks = pytest.mark.parametrize("clock", list(TimeBase))


def some_rows(n: int = 40) -> PullRequestColumns:
    """Pull requests of a month, some without a review, some by bots, in columns that nobody may write to."""
    draw = np.random.default_rng(3)
    spans = {
        span.value: [int(each) if each > 2000 else None for each in draw.lognormal(9, 1, n)]
        for span in list(Span)[1:]
    }
    flags = [Flag.BOT_AUTHOR if each < 0.2 else Flag(0) for each in draw.random(n)]
    cycle = draw.integers(10_000, 900_000, n).tolist()
    return columns(cycle, day=draw.uniform(0, 30, n).tolist(), repository=2, flags=flags, **spans)


@every_metric
def test_it_says_what_it_is(metric: Metric) -> None:
    info = metric.info
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", info.slug)
    assert info.title.lower().replace(" ", "-") == info.slug
    assert info.ruling.endswith(".")
    assert len(info.ruling) > 40
    assert info.family in FAMILIES
    assert info.version >= 1


@every_metric
def test_its_phases_are_spans(metric: Metric) -> None:
    assert set(metric.info.phases) <= {span.value for span in Span}


@every_metric
def test_all_that_it_leaves_out_has_words(metric: Metric) -> None:
    assert metric.hidden == sum(metric.leaves_out)
    assert all(int(flag).bit_count() == 1 for flag in (*metric.leaves_out, *metric.notices))
    assert all(words[0].islower() for words in (*metric.leaves_out.values(), *metric.notices.values()))


def test_no_two_metrics_answer_to_one_name() -> None:
    names = [name for metric in BUILTIN for name in (metric.info.slug, *metric.info.synonyms)]
    assert len(names) == len(set(names))
    assert names == [name.lower() for name in names]


@every_metric
@on_both_clocks
def test_it_gives_a_value_or_none_for_every_row(metric: Metric, clock: TimeBase) -> None:
    rows = some_rows()
    values = metric.values(rows, clock)
    assert values.shape == (len(rows),)
    assert values.dtype == np.int32
    assert np.all((values >= 0) | (values == NO_SPAN))


@every_metric
@on_both_clocks
def test_it_changes_no_column(metric: Metric, clock: TimeBase) -> None:
    rows = some_rows()
    before = metric.values(rows, clock).copy()
    for name in rows.__slots__:
        getattr(rows, name).flags.writeable = False
    answer(metric, rows, rows, question(metric, clock=clock))
    assert np.array_equal(metric.values(rows, clock), before)


@every_metric
@pytest.mark.parametrize("by", list(By))
def test_of_nothing_it_says_nothing(metric: Metric, by: By) -> None:
    result = answer(metric, columns([]), asked=question(metric, by=by))
    assert (result.summary.n, result.summary.value, result.change, result.ids) == (0, None, None, ())
    assert all(point.value is None for point in result.trend)


@every_metric
@pytest.mark.parametrize("by", list(By))
def test_its_figure_opens_to_its_items(metric: Metric, by: By) -> None:
    rows = some_rows()
    result = answer(metric, rows, asked=question(metric, by=by))
    values = dict(zip(rows.id.tolist(), metric.values(rows, TimeBase.CALENDAR).tolist(), strict=True))
    behind = [values[each] for each in result.ids]
    assert len(behind) == result.summary.n > 5
    assert behind == sorted(behind, reverse=True)
    assert result.summary.value == pytest.approx(np.median(behind))
    assert result.summary.mean == pytest.approx(np.mean(behind))
    assert result.summary.low is not None
    assert result.summary.low <= (result.summary.value or 0) <= (result.summary.high or 0)


@every_metric
def test_a_bots_pull_request_changes_no_figure(metric: Metric) -> None:
    rows = some_rows()
    people = rows.where(rows.flags == 0)
    assert answer(metric, rows).summary == answer(metric, people).summary
    assert answer(metric, rows).excluded
    assert not answer(metric, people).excluded
