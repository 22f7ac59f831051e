"""The chart is crisp, stays inside its edges and shows what the result says."""

import re
from dataclasses import replace
from datetime import date

import pytest

from domain.question import Scope, ScopeKind
from domain.result import Phase, Result
from domain.window import Window
from render.charts.theme import THEMES
from render.charts.trend import alt, trend
from tests.render import cases, results
from tests.render.charts.pixels import count, inked, pixels
from tests.render.results import HOUR

LIGHT = THEMES["light"]
LONG_AGO = date(2025, 11, 24)


def named(label: str) -> Result:
    return replace(results.result(), question=replace(results.question(), scope=scope(label)))


def scope(label: str) -> Scope:
    return replace(results.PAYMENTS, label=label)


def weeks(*hours: float | None) -> Result:
    return replace(results.result(), trend=results.trend(list(hours)))


SHAPES = {
    "a month": results.result(),
    "a quarter": cases.quarter(),
    "a year": replace(
        results.result(), trend=results.trend([20.0 + n * 37 % 23 for n in range(53)], LONG_AGO)
    ),
    "one week": weeks(20.0),
    "no data at all": weeks(None, None),
    "no weeks": weeks(),
    "only the last week": weeks(None, None, 3.0),
    "all the same": weeks(5.0, 5.0, 5.0),
    "very small": weeks(0.001, 0.002, 0.001),
    "very large": weeks(90_000.0, 40_000.0, 70_000.0),
    "one week towers": weeks(1.0, 1.0, 5000.0, 1.0),
    "empty": results.empty(),
    "few": results.few(),
    "working p90": cases.working_p90(),
    "nothing before": cases.nothing_before(),
    "compared to a year ago": replace(
        results.result(),
        question=replace(
            results.question(), compared_to=replace(results.LAST_30_DAYS.previous(), zone="UTC")
        ),
    ),
    "no phases": replace(results.result(), phases=()),
    "one long phase": replace(results.result(), phases=(Phase("coding", 900 * HOUR, 1, 5, 1.0),)),
    "one tiny phase": replace(
        results.result(),
        phases=(Phase("coding", 900 * HOUR, 1, 5, 1.0), Phase("merge", 30.0, 30.0, 5, 0.0)),
    ),
    "a null phase": replace(
        results.result(), phases=(Phase("coding", None, None, 0, None), *results.PHASES[1:])
    ),
    "a long name": named("Zahlungsabwicklung und Rückerstattungen der Plattformgruppe Nord-West" * 3),
    "mathematics": named("$x^2$ and $\\frac"),
    "another script": named("決済 チーム"),
    "emoji": named("🚀🚀"),
    "hostile": named(results.HOSTILE),
    "nameless": named(""),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("result", SHAPES.values(), ids=SHAPES)
def test_it_is_drawn_inside_its_edges(result: Result, theme: str) -> None:
    picture = pixels(trend(result, theme))
    assert picture.shape == (800, 1600, 3)
    drawn = inked(picture, THEMES[theme].ground)
    assert drawn.any()
    for edge in (drawn[:20], drawn[-20:], drawn[:, :40], drawn[:, -20:]):
        assert not edge.any()


def test_the_same_result_gives_the_same_bytes() -> None:
    assert trend(results.result()) == trend(results.result())


def test_it_is_small_enough_to_send() -> None:
    assert len(trend(cases.quarter())) < 200_000


def test_the_themes_differ_in_ground_and_ink() -> None:
    light, dark = (pixels(trend(results.result(), theme)) for theme in ("light", "dark"))
    assert count(light, THEMES["light"].ground) > 1_000_000
    assert count(dark, THEMES["dark"].ground) > 1_000_000


def test_a_week_without_data_parts_the_line() -> None:
    whole = pixels(trend(weeks(20.0, 20.0, 20.0, 20.0, 20.0)))
    parted = pixels(trend(weeks(20.0, 20.0, None, 20.0, 20.0)))
    plot = slice(200, 480)
    assert count(parted[plot], LIGHT.accent) < count(whole[plot], LIGHT.accent) * 0.7


def test_a_week_without_data_is_not_drawn_as_zero() -> None:
    zero = pixels(trend(weeks(20.0, 20.0, 0.0, 20.0, 20.0)))
    gap = pixels(trend(weeks(20.0, 20.0, None, 20.0, 20.0)))
    baseline = slice(455, 492)
    assert count(zero[baseline], LIGHT.accent) > 100
    assert count(gap[baseline], LIGHT.accent) == 0


def test_the_week_that_still_runs_is_hollow() -> None:
    running = results.trend([20.0, 20.0])
    done = tuple(replace(point, complete=True) for point in running)
    hollow, filled = (
        pixels(trend(replace(results.result(), trend=points, phases=()))) for points in (running, done)
    )
    assert count(hollow, LIGHT.accent) < count(filled, LIGHT.accent)


def test_the_period_before_is_drawn_only_when_it_is_large_enough() -> None:
    reference = slice(1300, 1560)
    told = inked(pixels(trend(results.result()))[200:470, reference], LIGHT.ground)
    few = trend(replace(cases.few_before(), trend=results.trend([20.0, None, None, None])))
    untold = inked(pixels(few)[200:470, reference], LIGHT.ground)
    assert told.sum() > untold.sum()


def test_only_the_longest_phase_carries_the_accent() -> None:
    bar = pixels(trend(results.result()))[660:700]
    accent = count(bar, LIGHT.accent) / bar[:, :, 0].size
    assert accent == pytest.approx(0.41 * (1600 - 128) / 1600, abs=0.03)


def test_phases_without_time_have_no_part() -> None:
    nothing = replace(results.result(), phases=(Phase("coding", None, None, 0, None),))
    assert count(pixels(trend(nothing))[660:700], LIGHT.accent) == 0


def test_without_phases_the_line_has_their_room() -> None:
    line = replace(results.result(), phases=(), trend=results.trend([0.0, 20.0, 20.0]))
    assert count(pixels(trend(line))[600:660], LIGHT.accent) > 0


def test_months_are_told_by_name() -> None:
    first = results.trend([1.0])[0]
    years = tuple(
        replace(first, window=Window(date(2024, month, 1), date(2024, month + 1, 1)))
        for month in range(1, 12)
    )
    said = alt(replace(results.result(), trend=years))
    assert "(month of Jan 2024) to 1 h (month of Nov 2024), over 11 months" in said


def test_dollar_signs_are_not_mathematics() -> None:
    assert trend(named("$x^2$")) != trend(named("x2"))


def test_a_name_our_font_cannot_draw_is_replaced() -> None:
    assert trend(named("決済")) == trend(named("Team"))


def test_a_person_is_called_you() -> None:
    person = replace(results.question(), scope=Scope(ScopeKind.PERSON, "Ana"))
    assert trend(replace(results.result(), question=person)) == trend(named("You"))


def test_the_description_tells_the_finding_first() -> None:
    said = alt(results.result())
    assert said.startswith("Payments' median cycle time is 1 d 4 h, 18 % slower than the 30 days before. ")
    assert " From 22 h (week of 26 Oct) to 1 d 4 h (week of 23 Nov), over 5 weeks, " in said
    assert said.endswith("Most of the time goes into pickup: 14 h 30 min on average.")


def test_the_description_tells_gaps_and_the_running_week() -> None:
    assert "over 5 weeks, 1 of them without data, the last week still running." in alt(results.result())
    done = tuple(replace(point, complete=True) for point in results.trend([1.0, 2.0]))
    assert not re.search("without data|running", alt(replace(results.result(), trend=done)))


def test_one_week_is_no_trend() -> None:
    assert "over" not in alt(weeks(20.0))


def test_the_description_of_no_data_is_one_sentence() -> None:
    assert alt(results.empty()).count(".") == 1


def test_a_description_names_working_time() -> None:
    assert "14 h 30 min of working time on average" in alt(cases.working_p90())
