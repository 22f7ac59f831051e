"""What can be read becomes records; the rest is set aside, and nothing of it is kept."""

from typing import Any

import pytest

from domain.records import Account
from integrations.accounts import Roster
from integrations.reading import Node, count, name, optional_text
from integrations.sifting import PAYLOAD, sift
from tests.builders import account

SOURCE = "tracker"


def named(actor: Node) -> Account:
    return account(name(actor, "login"), name=optional_text(actor, "name"))


def number(node: Node) -> int:
    return count(node, "n")


def test_what_cannot_be_read_is_set_aside_with_its_id_and_its_reason() -> None:
    found, (aside,) = sift(
        SOURCE, "issues", [{"n": 1}, {"n": -1, "key": "PAY-7"}, {"n": 3}], number, key="key"
    )
    assert found == [1, 3]
    assert (aside.source, aside.stream, aside.external_id, aside.path) == (SOURCE, "issues", "PAY-7", "n")
    assert "expected a whole number" in aside.reason


@pytest.mark.parametrize("broken", [None, 7, "text", [], True], ids=repr)
def test_what_is_no_object_is_set_aside(broken: object) -> None:
    found, aside = sift(SOURCE, "issues", [broken, {"n": 2}], number)
    assert (found, len(aside), aside[0].external_id) == ([2], 1, "")


@pytest.mark.parametrize(
    ("id_", "kept"),
    [
        pytest.param("PAY-7", "PAY-7", id="a text"),
        pytest.param(7, "7", id="a number"),
        pytest.param(True, "", id="a truth is none"),
        pytest.param(None, "", id="nothing"),
        pytest.param("a\x00b", "", id="what cannot be printed"),
        pytest.param("x" * 2_000, "", id="what is no id by its length"),
        pytest.param({"deep": 1}, "", id="an object"),
    ],
)
def test_an_id_that_is_none_is_left_out(id_: Any, kept: str) -> None:  # noqa: ANN401 - JSON
    _, (aside,) = sift(SOURCE, "issues", [{"n": "?", "id": id_}], number)
    assert aside.external_id == kept


def test_a_huge_payload_is_bounded_and_its_hash_is_of_all_of_it() -> None:
    one, other = ({"n": "?", "text": "x" * PAYLOAD + end} for end in "ab")
    _, aside = sift(SOURCE, "issues", [one, other], number)
    assert [len(each.payload) for each in aside] == [PAYLOAD, PAYLOAD]
    assert aside[0].payload_hash != aside[1].payload_hash


def test_who_is_named_by_a_broken_record_alone_is_forgotten() -> None:
    roster = Roster(named)

    def read(node: Node) -> int:
        roster.at(node, "author")
        return number(node)

    nodes = [{"n": 1, "author": {"login": "ada"}}, {"n": "?", "author": {"login": "bob"}}]
    sift(SOURCE, "issues", nodes, read, roster)
    assert [each.login for each in roster.accounts] == ["ada"]


def test_what_is_said_of_somebody_later_completes_what_was_said_first() -> None:
    roster = Roster(named)
    first = roster.id_of({"login": "ada"})
    assert roster.id_of({"login": "ada", "name": "Ada"}, email="ada@example.com") == first
    roster.keep()
    (ada,) = roster.accounts
    assert (ada.name, ada.email) == ("Ada", "ada@example.com")
    assert roster.at({"author": None}, "author") is None
