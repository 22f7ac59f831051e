"""The sheet draws in pixels, in the order it is told."""

import numpy as np
import pytest

from render.charts.canvas import HEIGHT, WIDTH, Align, Sheet, drawable, width, within
from tests.render.charts.pixels import count, inked, pixels

WHITE, BLUE, RED = "#ffffff", "#0067b8", "#cc0000"


def test_a_box_covers_its_pixels() -> None:
    sheet = Sheet(WHITE)
    sheet.boxes([(100, 200, 300, 250)], [BLUE])
    picture = pixels(sheet.png())
    assert count(picture, BLUE) == 200 * 50
    assert count(picture[HEIGHT - 250 : HEIGHT - 200, 100:300], BLUE) == 200 * 50


def test_what_is_drawn_later_lies_on_top_whatever_its_kind() -> None:
    sheet = Sheet(WHITE)
    sheet.lines([[(0, 400), (WIDTH, 400)]], RED, 40)
    sheet.boxes([(0, 300, WIDTH, 500)], [BLUE])
    assert count(pixels(sheet.png()), RED) == 0


def test_a_line_is_as_wide_as_told() -> None:
    sheet = Sheet(WHITE)
    sheet.lines([[(100, 400), (1500, 400)]], RED, 10)
    assert count(pixels(sheet.png())[:, 800:801], RED) == pytest.approx(10, abs=1)


def test_a_dashed_line_leaves_gaps() -> None:
    whole, dashed = Sheet(WHITE), Sheet(WHITE)
    whole.lines([[(100, 400), (1500, 400)]], RED, 10)
    dashed.lines([[(100, 400), (1500, 400)]], RED, 10, dashed=(2, 2))
    assert count(pixels(dashed.png()), RED) < count(pixels(whole.png()), RED) * 0.6


def test_a_dot_has_its_radius() -> None:
    sheet = Sheet(WHITE)
    sheet.dots([(800, 400)], 20, BLUE, BLUE, 0)
    drawn = inked(pixels(sheet.png()), WHITE)
    assert drawn.any(axis=0).sum() == pytest.approx(40, abs=2)
    assert drawn[HEIGHT - 400, 800]


@pytest.mark.parametrize(
    ("align", "first"), [("left", 800), ("center", 700), ("right", 600)], ids=["left", "centre", "right"]
)
def test_text_stands_where_it_is_put(align: Align, first: int) -> None:
    sheet = Sheet(WHITE)
    words = "H" * 8
    sheet.text((800, 400), words, 30, BLUE, align=align)
    columns = np.flatnonzero(inked(pixels(sheet.png()), WHITE).any(axis=0))
    assert columns[0] == pytest.approx(first, abs=25)
    assert columns[-1] - columns[0] == pytest.approx(width(words, 30), abs=12)


def test_nothing_to_draw_is_drawn() -> None:
    sheet = Sheet(WHITE)
    sheet.lines([], RED, 2)
    sheet.boxes([], [])
    sheet.dots([], 2, RED, RED, 1)
    assert not inked(pixels(sheet.png()), WHITE).any()


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Payments", "Payments"),
        ("Zürich & Söhne", "Zürich & Söhne"),
        ("Команда", "Команда"),
        ("決済 API", "API"),
        ("決済", "Team"),
        ("🚀", "Team"),
        ("...", "Team"),
        ("", "Team"),
        ("a\u202eb", "ab"),
    ],
    ids=[
        "latin", "umlauts", "cyrillic", "half drawable", "not drawable", "emoji", "no letters", "nothing",
        "bidirectional control",
    ],
)  # fmt: skip
def test_only_what_the_font_has_is_drawn(words: str, left: str) -> None:
    assert drawable(words, "Team") == left


def test_words_are_cut_to_their_room() -> None:
    assert within("short", 500, 30) == "short"
    cut = within("a rather long name of a team", 200, 30)
    assert cut.endswith("…")
    assert width(cut, 30) <= 200


def test_bold_words_are_wider() -> None:
    assert width("median", 30, bold=True) > width("median", 30)
