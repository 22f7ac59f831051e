"""Numbers, changes and windows in the words that people say."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.metric import Aggregate, Better, MetricInfo, Unit
from domain.question import ORGANISATION, By, Scope, ScopeKind, TimeBase
from domain.result import Coverage, Exclusion, Result, Summary
from domain.window import Window
from render import text
from tests.render import results
from tests.render.results import HOUR, NOW

DASH = "\u2013"
DAY = 24 * HOUR
ME = Scope(ScopeKind.PERSON, "Ana", account_ids=(7,))
FREQUENCY = MetricInfo("throughput", "Throughput", Unit.COUNT, Better.HIGHER, "flow", "Merged pull requests.")
RATE = MetricInfo("abandon-rate", "Abandon rate", Unit.SHARE, Better.LOWER, "flow", "Closed unmerged.")
SIZE = MetricInfo("pr-size", "PR size", Unit.COUNT, Better.NEITHER, "review", "Lines changed.")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "<1 min"),
        (29.9, "<1 min"),
        (59.9, "<1 min"),
        (60, "1 min"),
        (89, "1 min"),
        (45 * 60, "45 min"),
        (59.6 * 60, "1 h"),
        (HOUR, "1 h"),
        (HOUR + 20 * 60, "1 h 20 min"),
        (23.75 * HOUR, "23 h 45 min"),
        (DAY - 20, "1 d"),
        (DAY, "1 d"),
        (28 * HOUR, "1 d 4 h"),
        (47.7 * HOUR, "2 d"),
        (12 * DAY + 5 * HOUR, "12 d 5 h"),
        (400 * DAY, "400 d"),
        (-HOUR, "\u22121 h"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(seconds: float, said: str) -> None:
    assert text.duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(23 * HOUR + 60, "23 h 1 min"), (28 * HOUR, "28 h"), (1500 * HOUR, "1 500 h")]
)
def test_a_working_duration_never_speaks_of_days(seconds: float, said: str) -> None:
    assert text.duration(seconds, days=False) == said


@given(st.floats(min_value=0, max_value=1e9))
def test_no_duration_is_zero(seconds: float) -> None:
    assert not text.duration(seconds).startswith("0")


@given(st.floats(min_value=60, max_value=1e8))
def test_a_duration_is_told_to_within_half_of_its_smallest_unit(seconds: float) -> None:
    units = {"d": DAY, "h": HOUR, "min": 60.0}
    said = re.findall(r"(\d+) (d|h|min)", text.duration(seconds))
    told = sum(int(count) * units[unit] for count, unit in said)
    assert abs(told - seconds) <= (HOUR if seconds >= DAY - 30 else 60) / 2 + 1e-6


@pytest.mark.parametrize(
    ("metric", "value", "shown"),
    [
        (results.CYCLE_TIME, 28 * HOUR, "1 d 4 h"),
        (results.CYCLE_TIME, None, "no data"),
        (FREQUENCY, 12.0, "12"),
        (FREQUENCY, 12.34, "12.3"),
        (FREQUENCY, 0.0, "0"),
        (FREQUENCY, 12345.0, "12,345"),
        (RATE, 0.184, "18 %"),
        (RATE, 0.0, "0 %"),
        (RATE, 0.001, "<1 %"),
    ],
    ids=[
        "duration", "null", "whole count", "broken count", "a true zero", "thousands", "share", "no share",
        "hardly any share",
    ],
)  # fmt: skip
def test_a_figure_is_shown_in_its_unit(metric: MetricInfo, value: float | None, shown: str) -> None:
    assert text.figure(value, metric) == shown


def test_a_figure_of_working_time_counts_hours_on() -> None:
    assert text.figure(28 * HOUR, results.CYCLE_TIME, TimeBase.WORKING) == "28 h"


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 items"), (1, "1 item"), (2, "2 items"), (1234, "1,234 items")], ids=str
)
def test_a_noun_agrees_with_its_number(n: int, said: str) -> None:
    assert text.plural(n, "item") == said


@pytest.mark.parametrize(
    ("reason", "n", "said"),
    [
        ("bot pull requests", 3, "3 bot pull requests"),
        ("bot pull requests", 1, "1 bot pull request"),
        ("reverts", 1, "1 revert"),
        ("pull requests outside the default branch", 1, "1 pull request outside the default branch"),
        ("excluded by hand", 1, "1 excluded by hand"),
        ("<!channel>s", 2, "2 <!channel>s"),
    ],
    ids=["bots", "one bot", "one revert", "one with more words", "no noun", "plain text"],
)
def test_what_is_left_out_is_counted(reason: str, n: int, said: str) -> None:
    assert text.counted(Exclusion(reason, n)) == said


def test_exclusions_are_one_list() -> None:
    assert text.exclusions(results.result()) == "3 bot pull requests, 1 revert excluded"


def test_no_exclusions_are_told_too() -> None:
    assert (
        text.exclusions(replace(results.result(), excluded=(Exclusion("reverts", 0),))) == "nothing excluded"
    )


@pytest.mark.parametrize(
    ("first", "end", "today", "said"),
    [
        (date(2026, 10, 26), date(2026, 11, 25), None, f"26 Oct {DASH} 24 Nov"),
        (date(2026, 10, 26), date(2026, 11, 25), date(2026, 12, 1), f"26 Oct {DASH} 24 Nov"),
        (date(2025, 10, 26), date(2025, 11, 25), date(2026, 11, 1), f"26 Oct {DASH} 24 Nov 2025"),
        (date(2025, 12, 26), date(2026, 1, 25), None, f"26 Dec 2025 {DASH} 24 Jan 2026"),
        (date(2026, 11, 24), date(2026, 11, 25), None, "24 Nov"),
        (date(2025, 11, 24), date(2025, 11, 25), date(2026, 1, 1), "24 Nov 2025"),
    ],
    ids=["within a year", "of this year", "of another year", "over new year", "one day", "one day long ago"],
)
def test_a_window_is_its_first_and_last_day(first: date, end: date, today: date | None, said: str) -> None:
    assert text.window(Window(first, end), today) == said


def test_a_moment_is_told_with_its_zone() -> None:
    assert text.clock(NOW) == "24 Nov, 14:02 UTC"
    assert text.clock(NOW, "Europe/Berlin") == "24 Nov, 15:02 CET"


def test_the_headline_tells_value_and_change() -> None:
    said = "Payments' median cycle time is 1 d 4 h, 18 % slower than the 30 days before."
    assert text.headline(results.result()) == said


@pytest.mark.parametrize(
    ("scope", "whose"),
    [
        (results.PAYMENTS, "Payments'"),
        (replace(results.PAYMENTS, label="Web"), "Web's"),
        (ORGANISATION, "Everyone's"),
        (ME, "Your"),
    ],
    ids=["ends in s", "does not", "everyone", "oneself"],
)
def test_the_headline_says_whose_figure_it_is(scope: Scope, whose: str) -> None:
    asked = replace(results.question(), scope=scope)
    assert text.headline(replace(results.result(), question=asked)).startswith(
        f"{whose} median cycle time is"
    )


def test_the_headline_of_a_percentile_names_it() -> None:
    asked = replace(results.question(), percentile=90)
    assert " p90 cycle time is " in text.headline(replace(results.result(), question=asked))


def test_the_headline_labels_working_time() -> None:
    asked = replace(results.question(), time_base=TimeBase.WORKING)
    assert " is 28 h of working time, 18 % " in text.headline(replace(results.result(), question=asked))


@pytest.mark.parametrize(
    ("scope", "whose"), [(results.PAYMENTS, " for Payments"), (ORGANISATION, ""), (ME, " by you")], ids=str
)
def test_an_empty_window_is_told_with_the_last_item(scope: Scope, whose: str) -> None:
    empty = results.empty()
    asked = replace(empty.question, scope=scope)
    said = f"No merged pull requests{whose} in the last 7 days (the last one was on 11 Nov)."
    assert text.headline(replace(empty, question=asked)) == said


def test_an_empty_window_of_the_past_is_told_by_its_days() -> None:
    window = Window(date(2026, 9, 1), date(2026, 10, 1))
    asked = replace(results.question(), window=window)
    empty = replace(results.empty(), question=asked, last_item_at=None)
    assert text.headline(empty) == f"No merged pull requests for Payments in 1 Sep {DASH} 30 Sep."


def test_an_empty_today_is_called_today() -> None:
    asked = replace(results.question(), window=Window(NOW.date(), date(2026, 11, 25)))
    empty = replace(results.empty(), question=asked, last_item_at=None)
    assert text.headline(empty) == "No merged pull requests for Payments today."


def test_today_is_the_day_in_the_teams_zone() -> None:
    window = Window(date(2026, 11, 18), date(2026, 11, 26), "Pacific/Kiritimati")
    asked = replace(results.question(), window=window)
    empty = replace(results.empty(), question=asked, last_item_at=None)
    assert text.headline(empty) == "No merged pull requests for Payments in the last 8 days."


def test_a_window_of_what_does_not_count_is_not_called_a_window_without_merges() -> None:
    bots, unreviewed = Exclusion("bot pull requests", 3), Exclusion("merged without a review", 2)
    empty = replace(results.empty(), excluded=(bots,))
    said = "Nothing to measure for Payments in the last 7 days: 3 bot pull requests excluded"
    assert text.headline(empty) == f"{said}."
    assert text.headline(replace(empty, quality=(unreviewed,))) == f"{said}, 2 merged without a review."


@pytest.mark.parametrize(
    ("scope", "names", "said"),
    [
        (ORGANISATION, ("acme/pay-api",), "The median cycle time in acme/pay-api is"),
        (ORGANISATION, ("acme/pay-api", "acme/pay-web"), "The median cycle time in 2 repositories is"),
        (results.PAYMENTS, ("acme/pay-api",), "Payments' median cycle time in acme/pay-api is"),
        (ME, ("acme/pay-api",), "Your median cycle time in acme/pay-api is"),
    ],
    ids=["a repository", "two repositories", "a team in a repository", "me in a repository"],
)
def test_the_headline_names_the_repositories_that_were_asked_about(
    scope: Scope, names: tuple[str, ...], said: str
) -> None:
    asked = replace(results.question(), scope=scope, repository_names=names)
    assert text.headline(replace(results.result(), question=asked)).startswith(said)


def test_an_empty_repository_is_named() -> None:
    asked = replace(results.empty().question, repository_names=("acme/pay-api",))
    empty = replace(results.empty(), question=asked, last_item_at=None)
    said = "No merged pull requests for Payments in acme/pay-api in the last 7 days."
    assert text.headline(empty) == said


def test_what_was_never_synced_is_not_called_nothing() -> None:
    unsynced = replace(results.empty(), coverage=Coverage(0, 12, None))
    assert text.headline(unsynced) == "No data for Payments yet: 0 of 12 repositories are synced."


@pytest.mark.parametrize(
    ("scope", "names", "said"),
    [
        (results.PAYMENTS, (), "No data for Payments: none of its repositories can be read."),
        (ORGANISATION, ("acme/gone",), "No data in acme/gone: no repository of that name can be read."),
        (ORGANISATION, (), "No data yet: no repository is connected."),
    ],
    ids=["a team", "a repository", "everyone"],
)
def test_where_there_is_nothing_to_read_that_is_told_rather_than_zero(
    scope: Scope, names: tuple[str, ...], said: str
) -> None:
    asked = replace(results.question(), scope=scope, repository_names=names)
    unread = replace(results.empty(), question=asked, coverage=Coverage(0, 0, None))
    assert text.headline(unread) == said


def changed(change: float | None, now: int = 23, before: int = 31) -> Result:
    return replace(
        results.result(),
        summary=results.summary(now, 28 * HOUR),
        previous=results.summary(before, 20 * HOUR if before else None),
        change=change,
    )


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (changed(0.18), "18 % slower than the 30 days before"),
        (changed(-0.5), "50 % faster than the 30 days before"),
        (changed(1.2), "120 % slower than the 30 days before"),
        (changed(2.4), "3.4 times slower than the 30 days before"),
        (changed(0.006), "<1 % slower than the 30 days before"),
        (changed(0.0), "the same as the 30 days before"),
        (changed(-0.004), "the same as the 30 days before"),
        (changed(float("nan")), "the same as the 30 days before"),
        (changed(None, now=4), "too few to compare"),
        (changed(None, before=4), "with only 4 pull requests in the 30 days before, too few to compare"),
        (changed(None, before=0), "with nothing to compare it to in the 30 days before"),
        (changed(None), "up from nothing in the 30 days before"),
    ],
    ids=[
        "slower", "faster", "more than twice", "more than thrice", "hardly", "not at all",
        "rounds to nothing", "not a number", "few now", "few before", "none before", "before was zero",
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(result: Result, said: str) -> None:
    assert text.change(result) == said


def test_too_few_are_never_compared_whatever_the_change_says() -> None:
    assert "%" not in text.change(changed(0.5, now=4))
    assert "%" not in text.change(changed(0.5, before=4))
    assert text.verdict(changed(0.5, now=4)) == ""


@pytest.mark.parametrize(
    ("metric", "change", "words", "verdict"),
    [
        (results.CYCLE_TIME, 0.2, "20 % slower", "worse"),
        (results.CYCLE_TIME, -0.2, "20 % faster", "better"),
        (FREQUENCY, 0.2, "20 % higher", "better"),
        (FREQUENCY, -0.2, "20 % lower", "worse"),
        (SIZE, 0.2, "20 % higher", ""),
        (replace(results.CYCLE_TIME, better=Better.HIGHER), 0.2, "20 % longer", "better"),
        (replace(results.CYCLE_TIME, better=Better.NEITHER), -0.2, "20 % shorter", ""),
    ],
    ids=[
        "slower is worse", "faster is better", "more is better", "less is worse", "neither",
        "longer is better", "shorter is neither",
    ],
)  # fmt: skip
def test_the_metric_decides_what_is_better(
    metric: MetricInfo, change: float, words: str, verdict: str
) -> None:
    result = replace(changed(change), metric=metric)
    assert text.change(result).startswith(words)
    assert text.verdict(result) == verdict


def share(now: float, before: float) -> Result:
    return replace(
        changed((now - before) / before),
        metric=RATE,
        summary=Summary(50, now),
        previous=Summary(50, before),
    )


@pytest.mark.parametrize(
    ("now", "before", "words", "verdict"),
    [
        pytest.param(0.12, 0.08, "4 percentage points higher than the 30 days before", "worse", id="higher"),
        pytest.param(0.08, 0.09, "1 percentage point lower than the 30 days before", "better", id="by one"),
        pytest.param(0.104, 0.102, "the same as the 30 days before", "", id="less than half a point"),
    ],
)
def test_a_share_changes_by_percentage_points(now: float, before: float, words: str, verdict: str) -> None:
    assert text.change(share(now, before)) == words
    assert text.verdict(share(now, before)) == verdict


def test_a_rate_says_by_what_it_is_told() -> None:
    weekly = replace(FREQUENCY, aggregate=Aggregate.PER_WEEK, per="a week", title="Throughput")
    result = replace(results.result(), metric=weekly, summary=Summary(50, 12.5, 10.0, 15.0))
    assert text.headline(result).startswith("Payments' throughput is 12.5 a week, ")
    assert text.interval(result) == "80 % interval 10 to 15 a week"


def test_a_state_is_compared_with_how_it_was() -> None:
    there = replace(FREQUENCY, aggregate=Aggregate.TOTAL, title="Open PRs", level=True)
    result = replace(changed(0.2), metric=there, summary=Summary(12, 12.0), previous=Summary(10, 10.0))
    assert text.headline(result) == "Payments' open PRs: 12 pull requests, 20 % higher than 30 days earlier."


def test_what_there_is_none_of_is_named() -> None:
    none = replace(results.empty(), metric=replace(FREQUENCY, noun="deployment"))
    assert text.headline(none).startswith("No deployments for Payments in the last 7 days")
    still = replace(results.empty(), metric=replace(results.CYCLE_TIME, level=True))
    assert text.headline(still).startswith("No open pull requests for Payments")


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        pytest.param(3.5, Unit.POINTS, "3.5 points", id="points"),
        pytest.param(1, Unit.POINTS, "1 point", id="one point"),
        pytest.param(1240, Unit.LINES, "1,240 lines", id="lines"),
        pytest.param(0.0834, Unit.NUMBER, "0.083", id="a small number keeps two digits"),
        pytest.param(1234.5, Unit.NUMBER, "1,234", id="a large number needs no fraction"),
        pytest.param(0.997, Unit.SHARE, ">99 %", id="almost all is not all"),
        pytest.param(0.002, Unit.SHARE, "<1 %", id="hardly any is not none"),
    ],
)
def test_values_are_told_in_their_unit(value: float, unit: Unit, told: str) -> None:
    assert text.figure(value, replace(FREQUENCY, unit=unit)) == told


def test_a_day_is_compared_to_the_day_before() -> None:
    window = Window(date(2026, 11, 24), date(2026, 11, 25))
    asked = replace(results.question(), window=window, compared_to=window.previous())
    assert text.period_before(asked) == "the day before"


def test_twenty_years_are_counted_in_thousands_of_days() -> None:
    window = Window(date(2006, 11, 25), date(2026, 11, 25))
    asked = replace(results.question(), window=window, compared_to=window.previous())
    assert text.period_before(asked) == "the 7,305 days before"


def test_another_comparison_is_named_by_its_days() -> None:
    asked = replace(results.question(), compared_to=Window(date(2025, 10, 26), date(2025, 11, 25)))
    assert text.period_before(asked) == f"26 Oct {DASH} 24 Nov 2025"


def test_the_interpretation_says_how_the_question_was_understood() -> None:
    result = results.result()
    said = text.interpretation(result.question, result.metric)
    assert said.startswith(f"Payments · median cycle time · 26 Oct {DASH} 24 Nov · ")
    assert said.endswith(" · compared with the 30 days before · calendar time")


def test_the_interpretation_names_repositories_breakdown_and_clock() -> None:
    asked = replace(
        results.question(),
        repository_names=("acme/pay-api", "acme/pay-web"),
        by=By.REPOSITORY,
        time_base=TimeBase.WORKING,
        percentile=75,
    )
    said = text.interpretation(asked, results.CYCLE_TIME)
    assert said.startswith("Payments in acme/pay-api, acme/pay-web · p75 cycle time · ")
    assert said.endswith(" · working time · by repository")


def test_a_count_has_no_clock() -> None:
    assert "time" not in text.interpretation(results.question(), FREQUENCY)


def test_the_interval_is_told_only_for_a_sample_large_enough() -> None:
    assert text.interval(results.result()) == "80 % interval 22 h 24 min to 1 d 10 h"
    assert text.interval(results.few()) == ""
    assert text.interval(replace(results.result(), summary=Summary(23, 28 * HOUR))) == ""


@pytest.mark.parametrize(
    ("extent", "said"),
    [
        (Coverage(12, 12, NOW), "all 12 repositories"),
        (Coverage(1, 1, NOW), "1 repository"),
        (Coverage(11, 12, NOW), "11 of 12 repositories"),
        (Coverage(0, 1, NOW), "0 of 1 repositories"),
    ],
    ids=["all", "one", "some", "none"],
)
def test_coverage_is_told_in_repositories(extent: Coverage, said: str) -> None:
    assert text.coverage(extent) == said


@pytest.mark.parametrize(
    ("metric", "inside"),
    [(results.CYCLE_TIME, "cycle time"), (SIZE, "PR size")],
    ids=["word", "abbreviation"],
)
def test_a_metrics_name_fits_into_a_sentence(metric: MetricInfo, inside: str) -> None:
    assert text.title(metric) == inside
    assert text.title(metric, sentence=False) == metric.title


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
        ([8, None, 8], "█·█"),
        ([None, None], "··"),
        ([0, 0], "▁▁"),
        ([], ""),
        ([5], "█"),
        ([0.001, 1000], "▁█"),
    ],
    ids=["a climb", "a gap", "no data", "zeros", "nothing", "one", "far apart"],
)
def test_a_sparkline_draws_from_zero_and_leaves_gaps(values: list[float | None], line: str) -> None:
    assert text.sparkline(values) == line


@given(st.lists(st.none() | st.floats(min_value=0, max_value=1e9), max_size=60))
def test_a_sparkline_has_a_mark_for_every_value(values: list[float | None]) -> None:
    line = text.sparkline(values)
    assert len(line) == len(values)
    assert [mark == "·" for mark in line] == [value is None for value in values]


def test_the_year_is_told_where_it_is_not_this_one() -> None:
    assert text.day(date(2025, 3, 1), date(2026, 1, 1)) == "1 Mar 2025"
    assert text.day(date(2026, 3, 1), date(2026, 1, 1)) == "1 Mar"


def test_the_last_item_of_another_year_is_told_with_it() -> None:
    empty = replace(results.empty(), last_item_at=datetime(2024, 5, 3, tzinfo=UTC))
    assert "(the last one was on 3 May 2024)" in text.headline(empty)
