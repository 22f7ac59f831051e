"""The DORA strip stays inside its edges and shows what the view says."""

from dataclasses import replace

import numpy as np
import pytest

from domain.views.dora import DoraView, Key
from render.charts.theme import THEMES
from render.charts.views import drawing_of, has_picture
from tests.render import keys
from tests.render.charts.pixels import count, inked, pixels
from tests.render.results import HOSTILE

EDGE = 16
"""Nothing may come nearer to an edge than so many pixels."""


def longest() -> DoraView:
    """Values, buckets and names that never end."""
    long = replace(keys.LEAD, summary=keys.span(4_000_000, 400 * keys.DAY), previous=keys.span(3, 1.0))
    return replace(keys.dora(), keys=tuple(Key(long, "w" * 90) for _ in range(5)))


def quarters() -> DoraView:
    """Sixty weeks, with gaps."""
    trend = keys.weeks(*(None if number % 7 == 0 else float(number) for number in range(60)))
    return replace(
        keys.dora(), keys=tuple(replace(key, result=replace(key.result, trend=trend)) for key in keys.KEYS)
    )


def hostile() -> DoraView:
    question = replace(keys.QUESTION, scope=replace(keys.QUESTION.scope, label=HOSTILE))
    return replace(
        keys.dora(), question=question, keys=tuple(replace(key, bucket=HOSTILE) for key in keys.KEYS)
    )


PICTURES = {
    "all there is": keys.dora(),
    "a calm service": keys.calm(),
    "few": keys.few(),
    "many services": keys.many(),
    "very long words": longest(),
    "sixty weeks": quarters(),
    "hostile words": hostile(),
}
every_picture = pytest.mark.parametrize("view", PICTURES.values(), ids=PICTURES)
in_both_themes = pytest.mark.parametrize("theme", THEMES)


@every_picture
@in_both_themes
def test_nothing_is_clipped(view: DoraView, theme: str) -> None:
    picture = pixels(drawing_of(view).draw(view, theme))
    assert picture.shape == (800, 1600, 3)
    drawn = inked(picture, THEMES[theme].ground)
    assert drawn.any()
    for edge in (drawn[:EDGE], drawn[-EDGE:], drawn[:, :EDGE], drawn[:, -EDGE:]):
        assert not edge.any()


@every_picture
def test_the_panels_do_not_run_into_one_another(view: DoraView) -> None:
    """Between the panels stands nothing but the line that parts them."""
    colors = THEMES["light"]
    picture = pixels(drawing_of(view).draw(view, "light"))
    drawn = inked(picture, colors.ground)
    width = (1600 - 2 * 64 - 4 * 44) / 5
    for place in range(1, 5):
        middle = round(64 + place * (width + 44) - 22)
        for gap in (slice(middle - 18, middle - 4), slice(middle + 5, middle + 18)):
            assert not drawn[220:, gap].any()


@in_both_themes
def test_the_accent_is_for_the_weeks(theme: str) -> None:
    accent = THEMES[theme].accent
    view = keys.dora()
    empty = tuple(replace(key, result=replace(key.result, trend=keys.weeks(None, None))) for key in view.keys)
    full, none = (
        count(pixels(drawing_of(each).draw(each, theme)), accent)
        for each in (view, replace(view, keys=empty))
    )
    assert full > 1500
    assert none == 0


def test_a_week_alone_between_gaps_is_seen() -> None:
    trend = keys.weeks(None, 5.0, None, None)
    view = replace(
        keys.dora(), keys=tuple(replace(key, result=replace(key.result, trend=trend)) for key in keys.KEYS)
    )
    drawn = pixels(drawing_of(view).draw(view, "light"))
    assert count(drawn, THEMES["light"].accent) > 5 * 60


def test_a_higher_week_stands_higher() -> None:
    def top(value: float) -> int:
        trend = keys.weeks(1.0, value, 10.0, 1.0)
        other = replace(keys.KEYS[0], result=replace(keys.LEAD, trend=trend))
        view = replace(keys.dora(), keys=(other, *keys.KEYS[1:]))
        accent = [int(THEMES["light"].accent[at : at + 2], 16) for at in (1, 3, 5)]
        column = np.all(pixels(drawing_of(view).draw(view, "light"))[420:620, 150:156] == accent, axis=-1)
        return int(np.flatnonzero(column.any(axis=1)).min())

    assert top(8.0) < top(4.0) < top(1.5)


@pytest.mark.parametrize(
    ("view", "drawn"),
    [(keys.dora(), True), (keys.few(), True), (keys.nothing(), False), (keys.unread(), False)],
    ids=["all there is", "few", "nothing deployed", "nothing read"],
)
def test_where_there_is_nothing_to_see_nothing_is_drawn(view: DoraView, *, drawn: bool) -> None:
    assert has_picture(view) is drawn
