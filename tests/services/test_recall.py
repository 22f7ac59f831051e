"""What is remembered of somebody, across restarts, and for how long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import Unknown
from services.recall import RECENT, Recall
from storage.store import Store
from tests.services.test_pictures import Clockwork


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
def recall(store: Store, clock: Clockwork) -> Recall:
    return Recall(store, clock)


def test_the_last_question_is_the_last_one_of_that_person(recall: Recall) -> None:
    recall.keep("UANA", "cycle-time payments 30d")
    recall.keep("UANA", "cycle-time web 7d")
    recall.keep("URAJ", "review-time")
    assert recall.last("UANA") == "cycle-time web 7d"


def test_who_has_asked_nothing_is_told_what_to_ask(recall: Recall) -> None:
    with pytest.raises(Unknown) as told:
        recall.last("UANA")
    assert "cycle-time" in told.value.hint


def test_it_outlives_the_process(recall: Recall, store: Store, clock: Clockwork) -> None:
    recall.keep("UANA", "cycle-time")
    assert Recall(store, clock).last("UANA") == "cycle-time"


def test_a_home_is_recent_for_five_minutes(recall: Recall, clock: Clockwork) -> None:
    assert recall.home("UANA") is None
    recall.keep_home("UANA", {"type": "home", "blocks": []})
    drawn = recall.home("UANA")
    assert drawn is not None
    assert drawn.is_recent
    clock.now += RECENT
    aged = recall.home("UANA")
    assert aged is not None
    assert not aged.is_recent
    assert aged.view == {"type": "home", "blocks": []}
