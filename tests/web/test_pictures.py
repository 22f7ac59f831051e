"""Pictures over HTTP: who has the link sees the picture, everybody else sees nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from render.charts.drawn import Drawn
from services.pictures import LIFE, Pictures
from storage.store import Store
from tests.render.results import NOW, result
from tests.web.serving import served
from web.pictures import pictures

PNG = b"\x89PNG\r\n\x1a\n rest"


@dataclass
class Shelf:
    """Pictures behind HTTP, at a time that tests set."""

    client: httpx.Client
    pictures: Pictures
    now: datetime = NOW

    def path(self) -> str:
        picture = self.pictures.url(result())
        assert picture is not None
        return str(picture.url).removeprefix("https://leadline.example")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    store = Store.open(f"sqlite:///{tmp_path / 'leadline.db'}")
    store.upgrade()
    made = Pictures(store, draw, base_url="https://leadline.example", secret=b"s", clock=lambda: shelved.now)
    app = FastAPI()
    app.include_router(pictures(made))
    with served(app) as client:
        shelved = Shelf(client, made)
        yield shelved
    store.close()


def draw(_result: Drawn, _theme: str) -> bytes:
    return PNG


def test_a_link_shows_its_picture(shelf: Shelf) -> None:
    answer = shelf.client.get(shelf.path())
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "max-age" in answer.headers["cache-control"]


def test_slack_may_ask_for_the_head_alone(shelf: Shelf) -> None:
    answer = shelf.client.head(shelf.path())
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("token", ["x", "a-b-c", "%00", "x" * 5000, "..%2f..%2fetc%2fpasswd", "é"])
def test_whatever_is_no_link_is_not_found(shelf: Shelf, token: str) -> None:
    answer = shelf.client.get(f"/pictures/{token}.png")
    assert answer.status_code == 404
    assert PNG not in answer.content


def test_forged_and_expired_look_the_same(shelf: Shelf) -> None:
    path = shelf.path()
    forged = shelf.client.get(path[:-5] + ("0" if path[-5] != "0" else "1") + ".png")
    shelf.now += LIFE + timedelta(hours=1)
    expired = shelf.client.get(path)
    assert forged.status_code == expired.status_code == 404
    assert forged.content == expired.content == b""
    assert forged.headers["cache-control"] == expired.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_picture_is_only_read(shelf: Shelf, method: str) -> None:
    assert shelf.client.request(method, shelf.path()).status_code == 405
