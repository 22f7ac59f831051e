"""What holds for every view, whatever words providers and people put into it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from render.message import Message
from render.slack.limits import message_problems, view_problems
from tests.render.cases import CASES, Drawn
from tests.render.poison import poisoned, untouched
from tests.render.results import HOSTILE

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
WORDS = {
    "ours": None,
    "hostile": HOSTILE,
    "empty": "",
    "one letter": "x",
    "five thousand letters": "w" * 5000,
    "five thousand ampersands": "&" * 5000,
    "five thousand opening brackets": "<" * 5000,
    "families": FAMILY * 900,
    "accents": "e\u0301" * 2500,
    "arabic": "مرحبا " * 500,
    "line breaks": "one\r\ntwo\u2028three\n" * 300,
    "a link's end": "a>b|c>" * 600,
    "control": "\x00\x07\x1b[31m",
}
TOKEN = re.compile(r"<([!@#][^>]*)>")
OURS = re.compile(r"!date\^\d+\^[^|]*\|.*|@U1|#C0PAY")
ACTION = re.compile(r"(?:[a-z]+\.[a-z_]+)(?:\.[a-z0-9]+)?")

every_case = pytest.mark.parametrize("name", CASES)
every_word = pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)


@cache
def draw(name: str, words: str | None) -> Drawn:
    if words == "" and name == "note":
        words = "Saved."
    return CASES[name](untouched if words is None else poisoned(words))


def walk(node: object) -> Iterator[dict[str, Any]]:
    """Every dictionary inside, outermost first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    if isinstance(node, list):
        for value in node:
            yield from walk(value)


def blocks(drawn: Drawn) -> list[dict[str, Any]]:
    return drawn.blocks if isinstance(drawn, Message) else drawn["blocks"]


def texts(drawn: Drawn, kind: str) -> list[str]:
    return [node["text"] for node in walk(blocks(drawn)) if node.get("type") == kind]


@every_case
@every_word
def test_slack_takes_it(name: str, words: str | None) -> None:
    drawn = draw(name, words)
    problems = (
        message_problems(drawn.text, drawn.blocks) if isinstance(drawn, Message) else view_problems(drawn)
    )
    assert problems == []


@every_case
@every_word
def test_it_pings_nobody(name: str, words: str | None) -> None:
    drawn = draw(name, words)
    shown = [*texts(drawn, "mrkdwn"), drawn.text if isinstance(drawn, Message) else ""]
    live = [token for text in shown for token in TOKEN.findall(text)]
    assert [token for token in live if not OURS.fullmatch(token)] == []


@every_case
def test_hidden_characters_do_not_come_through(name: str) -> None:
    drawn = draw(name, HOSTILE)
    shown = " ".join([*texts(drawn, "mrkdwn"), *texts(drawn, "plain_text")])
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069\x00-\x08]", shown)


@every_case
@every_word
def test_every_ampersand_begins_an_entity(name: str, words: str | None) -> None:
    torn = re.compile(r"&(?!(?:amp|lt|gt);)")
    assert [text for text in texts(draw(name, words), "mrkdwn") if torn.search(text)] == []


@every_case
@every_word
def test_no_link_is_torn(name: str, words: str | None) -> None:
    for text in texts(draw(name, words), "mrkdwn"):
        assert text.count("<") == text.count(">"), text


@every_case
def test_slack_finds_no_links_or_names_of_its_own_in_it(name: str) -> None:
    assert all(node["verbatim"] for node in walk(blocks(draw(name, None))) if node.get("type") == "mrkdwn")


@every_case
def test_every_action_id_names_its_view_and_its_verb(name: str) -> None:
    inputs = {block["element"]["action_id"] for block in blocks(draw(name, None)) if block["type"] == "input"}
    ids = {node["action_id"] for node in walk(blocks(draw(name, None))) if "action_id" in node}
    assert [each for each in ids - inputs if not ACTION.fullmatch(each)] == []


@every_case
def test_every_picture_is_described(name: str) -> None:
    pictures = [node for node in walk(blocks(draw(name, None))) if node.get("type") == "image"]
    assert all(picture["alt_text"].endswith(".") for picture in pictures)


@every_case
def test_what_a_screen_reader_hears_is_a_sentence(name: str) -> None:
    drawn = draw(name, None)
    if isinstance(drawn, Message):
        assert drawn.text.lstrip("“")[0].isupper() or drawn.text.startswith("“")
        assert drawn.text[-1] in ".?…"


@every_case
def test_a_light_is_never_told_by_its_colour_alone(name: str) -> None:
    for text in texts(draw(name, None), "mrkdwn"):
        if "_circle:" in text and "white" not in text:
            assert any(word in text for word in ("well", "needs a look", "not working")), text


@every_case
def test_nothing_else_than_the_web_is_linked(name: str) -> None:
    links = [
        match for text in texts(draw(name, None), "mrkdwn") for match in re.findall(r"<([^!@#>|]+)\|", text)
    ]
    assert [link for link in links if not link.startswith("https://")] == []
