"""The pictures of pipelines and of flaky tests stay inside their edges and show what the views say."""

from dataclasses import replace

import numpy as np
import pytest

from domain.views import View
from domain.views.flaky import Mark
from domain.views.pipelines import Step
from render.charts.theme import THEMES
from render.charts.views import drawing_of, has_picture
from render.charts.views.flaky import MOST as MOST_TESTS
from render.charts.views.pipelines import MOST as MOST_STEPS
from tests.render import building
from tests.render.building import P, step
from tests.render.charts.pixels import count, inked, pixels
from tests.render.poison import poisoned
from tests.render.results import HOSTILE

LIGHT = THEMES["light"]


def of_steps(*steps: Step) -> View:
    return replace(building.pipelines(), steps=steps)


LONG = poisoned("Zahlungsabwicklung und Rückerstattungen der Plattformgruppe Nord-West" * 3)
SHAPES: dict[str, View] = {
    "pipelines": building.pipelines(),
    "many steps": building.many_workflows(),
    "one step": of_steps(step("build", 0, 25, is_critical=True, is_bottleneck=True)),
    "a step of no time": of_steps(step("noop", 0, 0)),
    "a step that starts last": of_steps(*building.STEPS, step("notify", 24.9, 0.01)),
    "long names of steps": LONG(building.pipelines()),
    "hostile steps": poisoned(HOSTILE)(building.pipelines()),
    "nameless steps": poisoned("")(building.pipelines()),
    "mathematics": poisoned("$x^2$ and $\\frac")(building.pipelines()),
    "flaky": building.flaky(),
    "many flaky tests": building.many_flaky(),
    "one flaky job": building.one_flaky_job(),
    "long names of tests": LONG(building.flaky()),
    "hostile tests": poisoned(HOSTILE)(building.flaky()),
    "nameless tests": poisoned("")(building.flaky()),
    "tests without days": replace(building.flaky(), tests=(building.flaky_test(marks=()),)),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", SHAPES.values(), ids=SHAPES)
def test_it_is_drawn_inside_its_edges(view: View, theme: str) -> None:
    picture = pixels(drawing_of(view).draw(view, theme))
    assert picture.shape == (800, 1600, 3)
    drawn = inked(picture, THEMES[theme].ground)
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    assert rows[0] > 20
    assert rows[-1] < 790
    assert columns[0] > 30
    assert columns[-1] < 1570


@pytest.mark.parametrize("view", SHAPES.values(), ids=SHAPES)
def test_it_is_told_in_words(view: View) -> None:
    words = drawing_of(view).alt(view)
    assert words.endswith((".", "…", "!", "?"))
    assert "\u202e" not in words


def test_the_longest_wait_alone_carries_the_accent() -> None:
    view = building.pipelines()
    others = replace(view, steps=tuple(replace(each, is_bottleneck=False) for each in view.steps))
    accented, plain = (
        count(pixels(drawing_of(each).draw(each, "light")), LIGHT.accent) for each in (view, others)
    )
    assert plain == 0
    assert accented > 20_000


def test_a_flake_carries_the_accent_and_a_pass_does_not() -> None:
    view = building.flaky()
    passed = replace(view, tests=(building.flaky_test(marks=(P,) * 15),))
    flaked = replace(view, tests=(building.flaky_test(marks=(Mark.FLAKED,) * 15),))
    none, all_ = (
        count(pixels(drawing_of(each).draw(each, "light")), LIGHT.accent) for each in (passed, flaked)
    )
    assert all_ > 5 * none > 0


def test_marks_differ_in_shape_where_colours_are_not_seen() -> None:
    """In shades of grey, too, each mark leaves another picture."""
    view = building.flaky()
    pictures = [
        pixels(
            drawing_of(view).draw(replace(view, tests=(building.flaky_test(marks=(mark,) * 15),)), "light")
        )
        for mark in Mark
    ]
    grounds = {int(inked(picture, LIGHT.ground).sum()) for picture in pictures}
    assert len(grounds) == len(Mark)


def test_what_has_nothing_to_draw_has_no_picture() -> None:
    assert has_picture(building.pipelines())
    assert not has_picture(building.no_runs())
    assert not has_picture(building.few_runs())
    assert has_picture(building.flaky())
    assert not has_picture(building.none_flaky())


def test_the_words_name_what_holds_it_up_and_every_step() -> None:
    view = building.pipelines()
    words = drawing_of(view).alt(view)
    assert "payments-api / ci waits longest for integration: 18 min of 25 min" in words
    assert "The steps: build 4 min, lint 2 min, integration 18 min, unit 5 min, package 2 min." in words


def test_the_words_name_the_flakiest() -> None:
    view = building.flaky()
    words = drawing_of(view).alt(view)
    assert "ApplePayTest / rejects an expired token (iOS 19): 5 of 52 commits, 10 %, last on 23 Nov" in words


def test_what_does_not_fit_is_left_out_of_the_picture_and_counted() -> None:
    assert len(building.many_workflows().steps) > MOST_STEPS
    assert len(building.many_flaky().tests) > MOST_TESTS
