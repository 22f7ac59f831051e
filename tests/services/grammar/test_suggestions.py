"""Did you mean: what is offered for words that mean nothing."""

from dataclasses import replace

import pytest

from domain.errors import Unknown
from services.grammar import Ask, Vocabulary, parse
from tests.builders import repository
from tests.services.grammar.conftest import TUESDAY


def offered(text: str, vocabulary: Vocabulary) -> list[str]:
    with pytest.raises(Unknown) as unknown:
        parse(text, vocabulary, TUESDAY)
    assert unknown.value.hint
    assert len(unknown.value.suggestions) <= 3
    return [choice.text for choice in unknown.value.suggestions]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("cycel-time payments", "cycle-time payments"),
        ("cycl tme payments 90d", "cycle-time payments 90d"),
        ("ct paymnts 90d", "ct team:payments 90d"),
        ("ct lst week", "ct last week"),
        ("ct ocotber", "ct october"),
        ("ct 30", "ct 30d"),
        ("ct pay-apy", "ct repo:acme/pay-api"),
        ("helth", "health"),
        ("explain cycel time", "explain cycle-time"),
        ("ct #paymnts", "ct team:payments"),
    ],
)
def test_the_likeliest_correction_comes_first_in_the_whole_command(
    text: str, best: str, vocabulary: Vocabulary
) -> None:
    assert offered(text, vocabulary)[0] == best


def test_one_press_mends_every_word(vocabulary: Vocabulary) -> None:
    first = offered("cycel-time paymnts lst week", vocabulary)[0]
    assert isinstance(parse(first, vocabulary, TUESDAY), Ask)


def test_a_correction_that_leaves_a_lost_word_gives_way_to_one_that_leaves_none(
    vocabulary: Vocabulary,
) -> None:
    assert offered("ct payments last weekend", vocabulary) == ["ct payments last week"]


def test_only_metrics_are_offered_to_be_explained(vocabulary: Vocabulary) -> None:
    assert "payments" not in " ".join(offered("explain paymnts", vocabulary))
    assert "payments" not in " ".join(offered("explain payments", vocabulary))


def test_verbs_are_offered_in_front_only(vocabulary: Vocabulary) -> None:
    assert "help" not in " ".join(offered("ct helpp", vocabulary))


def test_a_word_like_nothing_gets_directions(vocabulary: Vocabulary) -> None:
    with pytest.raises(Unknown, match="“zzzzqqq”") as unknown:
        parse("ct zzzzqqq", vocabulary, TUESDAY)
    assert unknown.value.suggestions == ()
    assert "/metrics list" in unknown.value.hint


def test_one_of_thousands_of_repositories_is_found(vocabulary: Vocabulary) -> None:
    many = replace(vocabulary, repositories=[repository(f"acme/service-{n}") for n in range(3_000)])
    assert "ct repo:acme/service-1234" in offered("ct servise-1234", many)
