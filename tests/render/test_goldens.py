"""Every view draws what its golden says."""

import json
from collections.abc import Callable

import pytest

from render.message import Message
from tests.render.cases import CASES, Drawn
from tests.render.conftest import GOLDENS, Golden
from tests.render.poison import Poison, untouched

SENTENCES = "sentences"


@pytest.mark.parametrize("name", CASES)
def test_a_view_draws_its_golden(name: str, golden: Golden) -> None:
    drawn = CASES[name](untouched)
    golden(name, {"blocks": drawn.blocks} if isinstance(drawn, Message) else drawn)


def test_the_sentences_of_all_messages_read_as_the_golden_says(golden: Golden) -> None:
    drawn = {name: case(untouched) for name, case in CASES.items()}
    golden(SENTENCES, {name: each.text for name, each in drawn.items() if isinstance(each, Message)})


def test_no_golden_is_orphaned() -> None:
    assert {path.stem for path in GOLDENS.glob("*.json")} == {*CASES, SENTENCES}


@pytest.mark.parametrize("name", CASES)
def test_a_golden_pastes_into_block_kit_builder(name: str) -> None:
    kept = json.loads((GOLDENS / f"{name}.json").read_text(encoding="utf-8"))
    assert "blocks" in kept
    assert set(kept) == {"blocks"} or kept["type"] in {"modal", "home"}


def drawn(case: Callable[[Poison], Drawn]) -> Drawn:
    return case(untouched)


@pytest.mark.parametrize("name", CASES)
def test_drawing_twice_draws_the_same(name: str) -> None:
    assert drawn(CASES[name]) == drawn(CASES[name])
