"""Names: how teams, channels, repositories and metrics may be said."""

from dataclasses import replace

import pytest

from domain.question import ORGANISATION, ScopeKind
from services.grammar import Vocabulary
from services.grammar.vocabulary import team_scope
from tests.builders import repository, source, team


def texts(phrase: str, vocabulary: Vocabulary) -> set[str]:
    return {meaning.text for meaning in vocabulary.named(phrase)}


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("payments", {"team:payments"}),
        ("pay", {"team:payments"}),
        ("web shop", {"team:web-shop"}),
        ("web_shop", {"team:web-shop"}),
        ("core", {"team:core", "repo:acme/core"}),
        ("team core", {"team:core"}),
        ("team:core", {"team:core"}),
        ("core repository", {"repo:acme/core"}),
        ("repo: acme/core", {"repo:acme/core"}),
        ("<#c1>", {"team:payments"}),
        ("<#c1|old-name>", {"team:payments"}),
        ("#shop-dev", {"team:web-shop"}),
        ("#payments", {"team:payments"}),
        ("@payments", {"team:payments"}),
        ("#core", {"team:core"}),
        ("<#c9|pay>", set()),
        ("repo:payments", set()),
        ("cycle time", set()),
    ],
)
def test_a_phrase_names_what_goes_by_it(phrase: str, found: set[str], vocabulary: Vocabulary) -> None:
    assert texts(phrase, vocabulary) == found


def test_a_name_as_it_is_spelled_wins_over_one_that_is_only_alike(vocabulary: Vocabulary) -> None:
    alike = replace(vocabulary, repositories=[repository("acme/pay-api"), repository("acme/payapi")])
    assert texts("pay-api", alike) == {"repo:acme/pay-api"}
    assert texts("payapi", alike) == {"repo:acme/payapi"}
    assert texts("pay api", alike) == {"repo:acme/pay-api", "repo:acme/payapi"}


def test_one_name_at_two_sources_means_both_repositories() -> None:
    here, there = repository("acme/api"), repository("acme/api", source=source("gitlab").key)
    assert Vocabulary(repositories=[here, there]).repository_ids(["acme/api"]) == (here.id, there.id)


def test_days_are_those_of_whose_work_it_is(vocabulary: Vocabulary) -> None:
    assert vocabulary.me
    assert vocabulary.zone_of(team_scope(vocabulary.teams[0])) == "Europe/Berlin"
    assert vocabulary.zone_of(vocabulary.me) == "America/New_York"
    assert vocabulary.zone_of(ORGANISATION) == "UTC"
    assert replace(vocabulary, own_zone=None).zone_of(vocabulary.me) == "UTC"


def test_nobody_named_means_the_home_team_or_everyone(vocabulary: Vocabulary) -> None:
    assert vocabulary.default_scope() == ORGANISATION
    scope = replace(vocabulary, home=team("core")).default_scope()
    assert (scope.kind, scope.slug, scope.label) == (ScopeKind.TEAM, "core", "Core")
