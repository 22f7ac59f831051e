"""A figure is held against one's own team or everybody, never against another team."""

from dataclasses import replace

import pytest

from domain.errors import Rejected
from domain.question import ORGANISATION, Question
from services.grammar import Ask, Vocabulary, parse
from services.grammar.vocabulary import team_scope
from tests.services.grammar.conftest import TUESDAY


@pytest.fixture
def at_home(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary in the channel of payments."""
    return replace(vocabulary, home=vocabulary.teams[0])


def asked(text: str, vocabulary: Vocabulary) -> Question:
    parsed = parse(text, vocabulary, TUESDAY)
    assert isinstance(parsed, Ask)
    return parsed.question


@pytest.mark.parametrize("said", ["vs team", "vs my team", "compared to our team", "against the team"])
def test_ones_own_figure_is_compared_with_the_team_of_the_channel(said: str, at_home: Vocabulary) -> None:
    question = asked(f"ct me {said}", at_home)
    assert question.against == team_scope(at_home.teams[0])
    assert question.scope == at_home.me


@pytest.mark.parametrize("said", ["vs everyone", "vs org", "versus the company"])
def test_a_team_is_compared_with_everybody(said: str, at_home: Vocabulary) -> None:
    assert asked(f"ct payments {said}", at_home).against == ORGANISATION


def test_a_repository_is_compared_with_its_team(at_home: Vocabulary) -> None:
    question = asked("ct payments repo:acme/pay-api vs team", at_home)
    assert question.repository_names == ("acme/pay-api",)
    assert question.against == question.scope


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("ct payments vs team", "compares Payments with itself", id="a team with itself"),
        pytest.param("ct everyone vs everyone", "with itself", id="everybody with everybody"),
        pytest.param("ct me vs team vs last week", "two things to compare with", id="a team and a window"),
        pytest.param("ct me vs team vs everyone", "two things to compare with", id="a team and everybody"),
        pytest.param("ct payments vs core", "teams are not ranked", id="another team"),
    ],
)
def test_what_cannot_be_compared_says_why(text: str, why: str, at_home: Vocabulary) -> None:
    with pytest.raises(Rejected, match=why):
        parse(text, at_home, TUESDAY)


def test_without_a_team_there_is_none_to_compare_with(vocabulary: Vocabulary) -> None:
    with pytest.raises(Rejected, match="which team is yours"):
        parse("ct me vs team", vocabulary, TUESDAY)


@pytest.mark.parametrize("text", ["ct me vs team", "ct payments 90d vs everyone p90"])
def test_the_command_asks_for_it_again(text: str, at_home: Vocabulary) -> None:
    question = asked(text, at_home)
    assert asked(question.text, at_home) == question
