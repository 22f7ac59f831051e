"""A burndown stays inside its edges, tells its lines apart, and keeps their names from one another."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from domain.views.sprint import SprintView, Step
from render.charts.theme import THEMES
from render.charts.views import drawing_of, has_picture
from render.charts.views.burndown import _spread
from tests.render import sprints
from tests.render.charts.pixels import count, inked, pixels
from tests.render.results import HOSTILE

EDGE = 24
"""Nothing may come nearer to an edge than so many pixels."""


def shaped(*steps: tuple[float, float, float], ended: bool = False) -> SprintView:
    """The sprint with these hours, remainders and scopes."""
    view = sprints.closed() if ended else sprints.view()
    assert view.detail is not None
    line = replace(
        view.detail.burndown, steps=tuple(Step(sprints.hour(at), left, all_) for at, left, all_ in steps)
    )
    return replace(view, detail=replace(view.detail, burndown=line))


def just_begun() -> SprintView:
    view = shaped((0, 34, 34))
    assert view.detail is not None
    line = replace(view.detail.burndown, until=sprints.hour(0.1))
    return replace(view, detail=replace(view.detail, burndown=line))


def named(name: str) -> SprintView:
    view = sprints.view()
    assert view.detail is not None
    sprint = replace(sprints.SPRINT, name=name, board=name)
    return replace(view, detail=replace(view.detail, sprint=sprint))


PICTURES = {
    "running": sprints.view(),
    "closed": sprints.closed(),
    "in issues": sprints.in_issues(),
    "just begun": just_begun(),
    "all done": shaped((0, 34, 34), (90, 0, 34), ended=True),
    "one small point": shaped((0, 0.5, 0.5)),
    "a hundred thousand points": shaped((0, 1e5, 1e5), (60, 9e4, 2e5)),
    "all lines at one height": shaped((0, 0, 0), (10, 1, 1), (20, 0, 0), ended=True),
    "a thousand steps": shaped(*((at / 3, 34 - at / 40, 40) for at in range(1000)), ended=True),
    "names that never end": named("w" * 300),
    "hostile names": named(HOSTILE),
    "no name": named(""),
}
every_picture = pytest.mark.parametrize("view", PICTURES.values(), ids=list(PICTURES))
in_both_themes = pytest.mark.parametrize("theme", THEMES)


@every_picture
@in_both_themes
def test_nothing_is_clipped(view: SprintView, theme: str) -> None:
    picture = pixels(drawing_of(view).draw(view, theme))
    drawn = inked(picture, THEMES[theme].ground)
    assert picture.shape == (800, 1600, 3)
    assert not drawn[:EDGE].any()
    assert not drawn[-EDGE:].any()
    assert not drawn[:, :EDGE].any()
    assert not drawn[:, -EDGE:].any()


@in_both_themes
def test_what_remains_alone_carries_the_accent(theme: str) -> None:
    view = sprints.view()
    picture = pixels(drawing_of(view).draw(view, theme))
    assert count(picture, THEMES[theme].accent) > 4000
    assert count(picture, THEMES[theme].quiet) > 2000


def test_the_same_sprint_is_drawn_in_the_same_bytes() -> None:
    view = sprints.view()
    assert drawing_of(view).draw(view, "light") == drawing_of(view).draw(view, "light")


def test_a_running_sprint_is_marked_where_it_is() -> None:
    """Beyond now there is no accent but the label's, and the sprint of yesterday ends further left."""
    now, earlier = sprints.view(), sprints.view()
    assert earlier.detail is not None
    line = replace(earlier.detail.burndown, until=sprints.hour(175))
    earlier = replace(earlier, detail=replace(earlier.detail, burndown=line))
    assert _end(now) > _end(earlier) + 50


def _end(view: SprintView) -> int:
    """The last column of the plot in which anything remains to be seen."""
    picture = pixels(drawing_of(view).draw(view, "light"))[:, :1280]
    accent = np.all(picture == np.array([0, 0x67, 0xB8], np.uint8), axis=-1)
    return int(np.flatnonzero(accent.any(axis=0)).max())


@pytest.mark.parametrize(
    "heights",
    [[400.0, 300.0, 200.0], [300.0, 300.0, 300.0], [112.0, 111.0, 110.0], [590.0, 589.0, 110.0], [110.0]],
    ids=["apart", "all at once", "at the bottom", "at the top", "alone"],
)
def test_names_stand_apart_and_inside(heights: list[float]) -> None:
    placed = _spread(heights)
    assert all(above - below >= 66 for above, below in pairwise(placed))
    assert min(placed) >= 110


@pytest.mark.parametrize("view", [sprints.none(), sprints.empty()], ids=["no sprint", "an empty one"])
def test_where_there_is_nothing_nothing_is_drawn(view: SprintView) -> None:
    assert not has_picture(view)
