"""Drawing in processes: it works, survives a death, gives up in time and ends."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import Retryable
from domain.result import Result
from render.charts.drawn import Drawn
from services.drawing import Drawing
from tests.render.results import question, result

PNG = b"\x89PNG\r\n\x1a\n"


def in_another_process(_result: Drawn, theme: str) -> bytes:
    return f"{os.getpid()} {theme}".encode()


def dying_once(shown: Drawn, _theme: str) -> bytes:
    """Dies when its mark is not there yet."""
    mark = Path(shown.question.text)
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return b"drawn"


def dying(_result: Drawn, _theme: str) -> bytes:
    os._exit(9)


def dawdling(_result: Drawn, _theme: str) -> bytes:
    time.sleep(2)
    return b"late"


@pytest.fixture
def shown() -> Result:
    return result()


@pytest.fixture
def drawing() -> Iterator[Drawing]:
    made = Drawing(workers=1)
    yield made
    made.close()


def test_a_result_becomes_a_png(drawing: Drawing, shown: Result) -> None:
    drawing.warm()
    assert drawing(shown).startswith(PNG)


def test_it_is_drawn_elsewhere_and_in_the_theme_asked_for(shown: Result) -> None:
    drawing = Drawing(in_another_process, workers=1)
    process, theme = drawing(shown, "dark").decode().split()
    drawing.close()
    assert int(process) != os.getpid()
    assert theme == "dark"


def test_a_process_that_dies_is_replaced_and_the_picture_still_comes(tmp_path: Path) -> None:
    marked = replace(result(), question=replace(question(), text=str(tmp_path / "mark")))
    drawing = Drawing(dying_once, workers=1)
    drawn = drawing(marked)
    drawing.close()
    assert drawn == b"drawn"


def test_a_picture_that_kills_twice_is_given_up(shown: Result) -> None:
    drawing = Drawing(dying, workers=1)
    with pytest.raises(Retryable, match="could not be drawn"):
        drawing(shown)
    drawing.close()


def test_a_picture_that_takes_too_long_is_given_up(shown: Result) -> None:
    drawing = Drawing(dawdling, workers=1, longest=0.2)
    with pytest.raises(Retryable, match="took too long"):
        drawing(shown)
    drawing.close()


def test_processes_are_replaced_after_many_pictures(shown: Result) -> None:
    drawing = Drawing(in_another_process, workers=1, recycled_after=2)
    processes = [drawing(shown).split()[0] for _ in range(3)]
    drawing.close()
    assert processes[0] == processes[1] != processes[2]


def test_closing_twice_or_unused_is_fine() -> None:
    drawing = Drawing()
    drawing.close()
    drawing.close()
