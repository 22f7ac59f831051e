"""How a picture reaches its reader: by link, as Slack's file, by direct message; and what is remembered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import LeadlineError, Misconfigured, Retryable
from domain.result import Result
from render.charts.drawn import Drawn
from render.message import Message
from services.delivery import GIVEN_UP_FOR, LONGEST, Delivery, is_drawn
from services.pictures import Pictures
from storage.store import Store
from tests.render.results import empty, few, result
from tests.services.test_pictures import BASE, Clockwork, Pencil

NO_SCOPE = Misconfigured("Leadline lacks Slack's scope `files:write` for that.")
AWAY = Retryable("Slack did not answer (URLError).")


@dataclass
class Wall:
    """A gallery that needs some looks before a file can be shown, or refuses it."""

    looks: int = 0
    refusal: LeadlineError | None = None
    hung: list[tuple[str, str | None]] = field(default_factory=list)
    said: list[tuple[str, Message]] = field(default_factory=list)

    def post(self, channel: str, message: Message) -> str:
        self.said.append((channel, message))
        return f"D{channel}"

    def upload(self, content: bytes, *, filename: str, title: str, channel: str | None = None) -> str:
        assert content
        assert title
        if self.refusal:
            raise self.refusal
        self.hung.append((filename, channel))
        return f"F{len(self.hung)}"

    def is_ready(self, file_id: str) -> bool:
        assert file_id == f"F{len(self.hung)}"
        self.looks -= 1
        return self.looks < 0


@dataclass
class Room:
    """A delivery with everything it is given."""

    store: Store
    clock: Clockwork = field(default_factory=Clockwork)
    pencil: Pencil = field(default_factory=Pencil)
    wall: Wall = field(default_factory=Wall)
    naps: list[float] = field(default_factory=list)

    def delivery(self, base_url: str | None = None) -> Delivery:
        pictures = Pictures(self.store, self.pencil, base_url=base_url, secret=b"s", clock=self.clock)
        return Delivery(pictures, self.store, self.wall, self.clock, sleep=self.naps.append)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(f"sqlite:///{tmp_path / 'leadline.db'}")
    store.upgrade()
    yield Room(store)
    store.close()


def test_with_a_public_address_the_picture_is_a_link_at_once(room: Room) -> None:
    delivery = room.delivery(BASE)
    picture = delivery.at_once(result())
    assert picture is not None
    assert picture.url is not None
    assert picture.url.startswith(f"{BASE}/pictures/")
    assert not delivery.comes_later(result())
    assert room.wall.hung == []


def test_without_one_it_is_uploaded_and_waited_for(room: Room) -> None:
    room.wall.looks = 3
    delivery = room.delivery()
    assert delivery.at_once(result()) is None
    assert delivery.comes_later(result())
    picture = delivery.after_waiting(result())
    assert picture is not None
    assert (picture.file_id, picture.url) == ("F1", None)
    assert room.naps == [0.25, 0.5, 1.0]
    assert room.wall.hung == [("cycle-time.png", None)], "private to the bot until it is shown"


def test_a_file_that_slack_has_already_is_shown_at_once(room: Room) -> None:
    room.delivery().after_waiting(result())
    picture = room.delivery().at_once(result())
    assert picture is not None
    assert picture.file_id == "F1"
    assert len(room.wall.hung) == 1


def test_a_file_that_slack_never_finishes_is_not_waited_for_longer_than_promised(room: Room) -> None:
    room.wall.looks = 1000
    assert room.delivery().after_waiting(result()) is None
    assert sum(room.naps) <= LONGEST
    assert max(room.naps) == 4.0


def test_a_missing_scope_is_remembered_for_a_while(room: Room) -> None:
    room.wall.refusal = NO_SCOPE
    delivery = room.delivery()
    assert delivery.after_waiting(result()) is None
    assert not delivery.comes_later(result())
    room.clock.now += GIVEN_UP_FOR + timedelta(seconds=1)
    assert delivery.comes_later(result())


def test_slack_being_away_is_not_held_against_it(room: Room) -> None:
    room.wall.refusal = AWAY
    delivery = room.delivery()
    assert delivery.after_waiting(result()) is None
    assert delivery.comes_later(result())


def test_once_given_up_not_even_known_files_are_tried(room: Room) -> None:
    delivery = room.delivery()
    delivery.after_waiting(result())
    delivery.give_up("Slack refuses")
    assert delivery.at_once(result()) is None


@pytest.mark.parametrize(("shown", "drawn"), [(empty(), False), (few(), False), (result(), True)])
def test_nothing_is_drawn_of_few_items_or_none(room: Room, *, shown: Result, drawn: bool) -> None:
    assert is_drawn(shown) is drawn
    assert (room.delivery(BASE).at_once(shown) is not None) is drawn
    assert room.delivery().comes_later(shown) is drawn


def test_a_picture_that_cannot_be_drawn_leaves_the_answer_in_words(room: Room) -> None:
    def broken(_result: Drawn, _theme: str) -> bytes:
        raise Retryable("The chart could not be drawn.")

    pictures = Pictures(room.store, broken, base_url=BASE, secret=b"s", clock=room.clock)
    assert Delivery(pictures, room.store, room.wall, room.clock).at_once(result()) is None


def test_the_picture_goes_by_direct_message_as_a_file(room: Room) -> None:
    room.delivery().send_picture("UANA", result())
    assert [channel for channel, _ in room.wall.said] == ["UANA"]
    assert room.wall.hung == [("cycle-time.png", "DUANA")]


def test_the_picture_goes_by_direct_message_as_a_link_where_there_are_links(room: Room) -> None:
    room.delivery(BASE).send_picture("UANA", result())
    ((channel, message),) = room.wall.said
    assert channel == "UANA"
    assert any(block["type"] == "image" for block in message.blocks)
    assert room.wall.hung == []


def test_a_picture_that_slack_refuses_in_direct_messages_is_an_error_to_tell(room: Room) -> None:
    room.wall.refusal = NO_SCOPE
    with pytest.raises(Misconfigured, match="files:write"):
        room.delivery().send_picture("UANA", result())


def test_a_file_is_sent_by_direct_message(room: Room) -> None:
    assert room.delivery().send("UANA", b"a,b", filename="x.csv", title="Payments")
    assert room.wall.hung == [("x.csv", "DUANA")]


def test_a_file_that_slack_takes_not_is_told_apart(room: Room) -> None:
    room.wall.refusal = NO_SCOPE
    assert not room.delivery().send("UANA", b"a,b", filename="x.csv", title="Payments")
