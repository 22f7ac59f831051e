"""Environments: production goes without saying, and every other one is refused in words that say why."""

from dataclasses import replace

import pytest

from domain.errors import Rejected, Unknown
from services.grammar import Ask, Verb, Vocabulary, parse
from tests.builders import team
from tests.services.grammar.conftest import TUESDAY

WAYS = ["production", "prod", "in production", "to prod", "env:production", "environment:prod", "PROD"]


@pytest.mark.parametrize("said", WAYS)
def test_production_may_be_said_and_changes_nothing(said: str, vocabulary: Vocabulary) -> None:
    assert parse(f"cycle-time payments {said} 30d", vocabulary, TUESDAY) == parse(
        "cycle-time payments 30d", vocabulary, TUESDAY
    )
    assert parse(f"dora payments {said}", vocabulary, TUESDAY) == parse("dora payments", vocabulary, TUESDAY)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("staging", "staging"),
        ("STAGING", "staging"),
        ("qa", "qa"),
        ("pre-prod", "pre-prod"),
        ("env:staging", "staging"),
        ("env:nonsense", "nonsense"),
        ("environment:eu-canary", "eu-canary"),
        ("env:prodd", "prodd"),
    ],
)
@pytest.mark.parametrize("command", ["cycle-time payments", "dora payments", "why cycle-time", "dora"])
def test_another_environment_is_refused_by_name(
    command: str, said: str, named: str, vocabulary: Vocabulary
) -> None:
    with pytest.raises(Rejected) as refused:
        parse(f"{command} {said} 30d", vocabulary, TUESDAY)
    assert not isinstance(refused.value, Unknown)
    assert (
        refused.value.message == f"Only what reaches production is counted, so “{named}” cannot be asked for."
    )
    assert "`deployments.production`" in refused.value.hint


def test_a_team_that_is_called_so_is_meant_by_its_name(vocabulary: Vocabulary) -> None:
    """Teams may be called as environments are; then their names are theirs."""
    named = replace(vocabulary, teams=(team("qa"), team("production")))
    for slug in ("qa", "production"):
        asked = parse(f"cycle-time {slug}", named, TUESDAY)
        assert isinstance(asked, Ask)
        assert asked.question.scope.slug == slug
        shown = parse(f"dora {slug}", named, TUESDAY)
        assert isinstance(shown, Verb)
        assert shown.question is not None
        assert shown.question.scope.slug == slug


def test_a_word_that_only_ends_so_is_no_environment(vocabulary: Vocabulary) -> None:
    with pytest.raises(Unknown, match="I do not know “latest”"):
        parse("cycle-time payments latest", vocabulary, TUESDAY)


def test_a_long_name_is_cut(vocabulary: Vocabulary) -> None:
    with pytest.raises(Rejected) as refused:
        parse(f"cycle-time env:{'x' * 200}", vocabulary, TUESDAY)
    assert f"“{'x' * 40}”" in refused.value.message
