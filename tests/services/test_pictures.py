"""Pictures: drawn once per thing they show, and linked so that only who was given the link opens it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.result import Result
from render.charts.drawn import Drawn
from services.pictures import LIFE, Pictures
from storage.store import Store
from tests.render.results import NOW, result

BASE = "https://leadline.example"


class Clockwork:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Pencil:
    """Draws by counting."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, _result: Drawn, _theme: str) -> bytes:
        self.drawn += 1
        return f"png {self.drawn}".encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'leadline.db'}")
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
def pencil() -> Pencil:
    return Pencil()


@pytest.fixture
def pictures(store: Store, pencil: Pencil, clock: Clockwork) -> Pictures:
    return Pictures(store, pencil, base_url=BASE, secret=b"s" * 32, clock=clock)


def token(pictures: Pictures, shown: Result) -> str:
    picture = pictures.url(shown)
    assert picture is not None
    assert picture.url is not None
    return picture.url.removeprefix(f"{BASE}/pictures/").removesuffix(".png")


def test_what_was_drawn_is_not_drawn_again(pictures: Pictures, pencil: Pencil) -> None:
    assert pictures.png(result()) == pictures.png(result()) == b"png 1"
    assert pencil.drawn == 1


def test_the_same_data_computed_again_the_same_day_is_the_same_picture(pictures: Pictures) -> None:
    later = replace(result(), computed_at=NOW + timedelta(hours=1), ids=(1,))
    assert pictures.digest(later) == pictures.digest(result())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(result(), change=0.5), id="another change"),
        pytest.param(replace(result(), trend=result().trend[:-1]), id="another trend"),
        pytest.param(replace(result(), phases=()), id="other phases"),
        pytest.param(replace(result(), computed_at=NOW + timedelta(days=1)), id="another day"),
        pytest.param(
            replace(result(), question=replace(result().question, percentile=90)), id="another percentile"
        ),
    ],
)
def test_what_shows_something_else_is_another_picture(pictures: Pictures, other: Result) -> None:
    assert pictures.digest(other) != pictures.digest(result())


def test_a_link_opens_its_picture_and_says_what_it_shows(pictures: Pictures) -> None:
    picture = pictures.url(result())
    assert picture is not None
    assert "28 h" in picture.alt or "1 d" in picture.alt
    assert pictures.open(token(pictures, result())) == b"png 1"


def test_without_an_address_there_is_no_link(store: Store, pencil: Pencil, clock: Clockwork) -> None:
    pictures = Pictures(store, pencil, base_url=None, secret=b"s", clock=clock)
    assert not pictures.has_links
    assert pictures.url(result()) is None
    assert pencil.drawn == 0, "nothing is drawn that nobody can open"


@pytest.mark.parametrize("place", range(0, 72, 7))
def test_a_link_changed_anywhere_opens_nothing(pictures: Pictures, place: int) -> None:
    good = token(pictures, result())
    place %= len(good)
    other = "0" if good[place] != "0" else "1"
    assert pictures.open(good[:place] + other + good[place + 1 :]) is None


@pytest.mark.parametrize("nonsense", ["", "-", "a-b-c", "é-ü-ß", "x" * 500, "--", "../../etc/passwd"])
def test_nonsense_opens_nothing(pictures: Pictures, nonsense: str) -> None:
    assert pictures.open(nonsense) is None


def test_a_link_opens_nothing_once_it_has_expired(pictures: Pictures, clock: Clockwork) -> None:
    good = token(pictures, result())
    clock.now = NOW + LIFE - timedelta(hours=2)
    assert pictures.open(good) is not None
    clock.now = NOW + LIFE
    assert pictures.open(good) is None


def test_a_link_signed_with_another_secret_opens_nothing(
    pictures: Pictures, store: Store, pencil: Pencil, clock: Clockwork
) -> None:
    others = Pictures(store, pencil, base_url=BASE, secret=b"t" * 32, clock=clock)
    assert pictures.open(token(others, result())) is None


def test_a_link_to_a_picture_that_was_pruned_opens_nothing(pictures: Pictures, store: Store) -> None:
    good = token(pictures, result())
    with store.write() as shelves:
        shelves.pictures.prune(NOW + timedelta(days=1))
    assert pictures.open(good) is None
