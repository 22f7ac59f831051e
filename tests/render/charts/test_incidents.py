"""The pictures of incidents and of being on call stay inside their edges and show what the views say."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from domain.views import View
from domain.views.incidents import IncidentsView, Onset
from domain.views.oncall import OncallView, Part
from render import incidents as words
from render import oncall as load_words
from render.charts.theme import THEMES
from render.charts.views import drawing_of, has_picture
from tests.render import incidents as trouble
from tests.render.charts.pixels import count, inked, pixels
from tests.render.results import HOSTILE, HOUR

EDGE = 24
"""Nothing may come nearer to an edge than so many pixels."""


def longest() -> IncidentsView:
    """Incidents of a year and of a second, with titles that never end."""
    rows = tuple(
        replace(row, title="w" * 400, resolve=365 * 86_400 if row.id % 2 else 1, acknowledge=0)
        for row in trouble.ROWS
    )
    return replace(trouble.incidents(), rows=rows)


def crowd() -> IncidentsView:
    """Two hundred incidents within a day, and two thousand deployments."""
    start = trouble.incidents().question.window.start
    onsets = tuple(Onset(start + timedelta(minutes=7 * n), is_caused=n % 3 == 0) for n in range(200))
    deployed = tuple(start + timedelta(minutes=20 * n) for n in range(2000))
    return replace(trouble.incidents(), onsets=onsets, deployed=deployed)


def many() -> OncallView:
    """Forty rotations with names that never end, shared by three hundred people."""
    rotations = tuple(replace(each, schedule="w" * 300) for each in trouble.ROTATIONS[:2] for _ in range(20))
    parts = tuple(Part(1 / 300, 1 / 300) for _ in range(300))
    return replace(trouble.oncall(), rotations=rotations, parts=parts, people=300)


PICTURES: dict[str, View] = {
    "incidents": trouble.incidents(),
    "few incidents": trouble.few(),
    "very long and very short ones": longest(),
    "a crowd": crowd(),
    "hostile words": replace(
        trouble.incidents(), rows=tuple(replace(row, title=HOSTILE) for row in trouble.ROWS)
    ),
    "only low urgency in the list": replace(
        trouble.incidents(), rows=tuple(replace(row, is_low=True) for row in trouble.ROWS)
    ),
    "on call": trouble.oncall(),
    "two people on call": trouble.two_people(),
    "many rotations": many(),
    "one who has all": replace(trouble.oncall(), parts=(Part(1.0, 0.2), Part(0.0, 0.4), Part(0.0, 0.4))),
    "rotations of no letters": replace(
        trouble.oncall(), rotations=tuple(replace(each, schedule="\u202e") for each in trouble.ROTATIONS)
    ),
}

every_picture = pytest.mark.parametrize("view", PICTURES.values(), ids=PICTURES)
in_both_themes = pytest.mark.parametrize("theme", THEMES)


@every_picture
@in_both_themes
def test_nothing_is_clipped(view: View, theme: str) -> None:
    picture = pixels(drawing_of(view).draw(view, theme))
    assert picture.shape == (800, 1600, 3)
    drawn = inked(picture, THEMES[theme].ground)
    assert drawn.any()
    for edge in (drawn[:EDGE], drawn[-EDGE:], drawn[:, :EDGE], drawn[:, -EDGE:]):
        assert not edge.any()


@in_both_themes
def test_the_accent_is_for_what_deployments_caused(theme: str) -> None:
    accent = THEMES[theme].accent
    caused = trouble.incidents()
    unknown = replace(
        caused,
        rows=tuple(replace(row, culprit=None) for row in caused.rows),
        onsets=tuple(replace(each, is_caused=False) for each in caused.onsets),
    )
    of_caused, of_unknown = (
        count(pixels(drawing_of(each).draw(each, theme)), accent) for each in (caused, unknown)
    )
    assert of_caused > 3000
    assert of_unknown == 0


def test_the_accent_is_for_sleep() -> None:
    view = replace(trouble.oncall(), parts=())
    awake = replace(
        view, rotations=tuple(replace(each, load=replace(each.load, sleep=0)) for each in view.rotations)
    )
    accent = THEMES["light"].accent
    asleep_, awake_ = (count(pixels(drawing_of(each).draw(each, "light")), accent) for each in (view, awake))
    assert asleep_ > 4 * awake_ > 0, "the word itself stays"


def test_a_longer_incident_has_a_longer_bar() -> None:
    def reach(minutes: int) -> int:
        (row,) = (replace(trouble.ROWS[5], resolve=minutes * 60, acknowledge=None),)
        other = replace(trouble.ROWS[6], resolve=round(9 * HOUR), acknowledge=None, culprit=None)
        view = replace(trouble.incidents(), rows=(other, row), onsets=(), deployed=())
        quiet = [int(THEMES["light"].quiet[at : at + 2], 16) for at in (1, 3, 5)]
        drawn = np.all(pixels(drawing_of(view).draw(view, "light")) == quiet, axis=-1)
        band = drawn[800 - 342 : 800 - 330, 690:]
        return int(band.any(axis=0).sum())

    assert reach(10) < reach(60) < reach(400)


@pytest.mark.parametrize(
    ("view", "drawn"),
    [
        (trouble.incidents(), True), (trouble.quiet(), False), (trouble.oncall(), True),
        (trouble.nobody_called(), False), (trouble.nobody_there(), False),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_see_nothing_is_drawn(view: View, *, drawn: bool) -> None:
    assert has_picture(view) is drawn


def test_who_does_not_see_it_reads_the_finding() -> None:
    assert drawing_of(trouble.incidents()).alt(trouble.incidents()) == words.finding(trouble.incidents())
    assert drawing_of(trouble.oncall()).alt(trouble.oncall()) == load_words.finding(trouble.oncall())
