"""Names that collide with one another or with Leadline's own words, and text that means harm."""

from dataclasses import replace

import pytest

from domain.errors import Ambiguous, Forbidden, Rejected, Unknown
from domain.people import Team
from domain.question import ORGANISATION, Question
from services.grammar import Ask, Vocabulary, parse
from tests.builders import repository, team
from tests.services.grammar.conftest import TUESDAY


def question(text: str, vocabulary: Vocabulary) -> Question:
    parsed = parse(text, vocabulary, TUESDAY)
    assert isinstance(parsed, Ask), parsed
    return parsed.question


def refusal(text: str, vocabulary: Vocabulary) -> Rejected | None:
    """Why the text is refused; any other error fails the test."""
    try:
        parse(text, vocabulary, TUESDAY)
    except Rejected as refused:
        return refused
    return None


OWN_WORDS = (
    "me", "everyone", "org", "today", "yesterday", "last-week", "q3", "2026", "30d", "may", "monday", "p90",
    "median", "working", "calendar", "vs", "by-week", "since", "the", "show", "time", "list", "health",
    "help", "cycle-time", "repo", "team",
)  # fmt: skip


@pytest.mark.parametrize("slug", OWN_WORDS, ids=str)
def test_a_team_called_like_a_word_of_ours_can_be_asked_about_and_asked_again(
    slug: str, vocabulary: Vocabulary
) -> None:
    odd = replace(vocabulary, teams=(team(slug),))
    asked = question(f"ct team:{slug} 30d", odd)
    assert asked.scope.slug == slug
    assert question(asked.text, odd) == asked


@pytest.mark.parametrize("name", OWN_WORDS, ids=str)
def test_a_repository_called_like_a_word_of_ours_can_be_asked_about_and_asked_again(
    name: str, vocabulary: Vocabulary
) -> None:
    odd = replace(vocabulary, repositories=(repository(f"acme/{name}"),))
    asked = question(f"ct repo:acme/{name} 30d", odd)
    assert asked.repository_names == (f"acme/{name}",)
    assert question(asked.text, odd) == asked


@pytest.mark.parametrize(
    ("slug", "text", "is_team"),
    [
        ("me", "ct everyone", False),
        ("q3", "ct q3", False),
        ("monday", "ct monday", False),
        ("p90", "ct p90", False),
        ("working", "ct working", False),
        ("health", "ct health", True),
        ("the", "ct the", True),
        ("leadline", "ct leadline", True),
    ],
    ids=["oneself", "a quarter", "a weekday", "a percentile", "a clock", "a verb", "a filler", "our name"],
)
def test_our_own_words_win_over_names_and_names_over_fillers(
    slug: str, text: str, *, is_team: bool, vocabulary: Vocabulary
) -> None:
    odd = replace(vocabulary, teams=(team(slug),))
    assert (question(text, odd).scope.slug == slug) is is_team


@pytest.mark.parametrize(
    ("teams", "text"),
    [
        ((team("pay", aliases=("money",)), team("billing", aliases=("money",))), "ct money"),
        ((team("pay", name="Money"), team("billing", aliases=("money",))), "ct money"),
        ((team("web_shop"), team("web-shop")), "ct webshop"),
        ((team("pay", name="Web Shop"), team("shop", name="web-shop")), "ct Web_Shop"),
    ],
    ids=["an alias twice", "a name and an alias", "slugs alike", "names alike"],
)
def test_one_word_for_two_teams_is_asked_back_and_each_choice_means_one(
    teams: tuple[Team, ...], text: str, vocabulary: Vocabulary
) -> None:
    twins = replace(vocabulary, teams=teams)
    with pytest.raises(Ambiguous) as asked:
        parse(text, twins, TUESDAY)
    assert len({choice.label for choice in asked.value.choices}) == 2
    chosen = {question(choice.text, twins).scope.slug for choice in asked.value.choices}
    assert chosen == {each.slug for each in teams}


def test_an_alias_that_is_another_team_s_slug_is_asked_back(vocabulary: Vocabulary) -> None:
    teams = replace(vocabulary, teams=(team("core"), team("platform", aliases=("core",))), repositories=())
    with pytest.raises(Ambiguous) as asked:
        parse("ct core", teams, TUESDAY)
    assert [choice.text for choice in asked.value.choices] == ["ct team:core", "ct team:platform"]
    assert [question(choice.text, teams).scope.slug for choice in asked.value.choices] == ["core", "platform"]


def test_one_name_of_two_owners_is_asked_back(vocabulary: Vocabulary) -> None:
    forks = replace(vocabulary, repositories=(repository("acme/api"), repository("fork/api")))
    with pytest.raises(Ambiguous) as asked:
        parse("ct api", forks, TUESDAY)
    assert [choice.text for choice in asked.value.choices] == ["ct repo:acme/api", "ct repo:fork/api"]
    assert question("ct acme/api fork/api", forks).repository_names == ("acme/api", "fork/api")


@pytest.mark.parametrize(
    "text",
    [
        "ct <!channel>",
        "ct <!subteam^S1|@devs>",
        "ct payments'; DROP TABLE teams; --",
        "ct {{7*7}} ${PATH} $(id)",
        "ct ../../etc/passwd",
        "ct <script>alert(1)</script>",
        "ct " + "(" * 400,
        "ct " + "9" * 400,
        "ct since " * 60,
        "ct \N{RIGHT-TO-LEFT OVERRIDE}stnemyap",
        "ct p" + "9" * 300,
        "ct 99999999999999999999d",
        "ct 0000-00-00..9999-99-99",
        "ct team:",
        "ct repo:",
        "ct #",
        "ct @",
        "ct <@>",
        "ct <#|>",
    ],
    ids=["everybody called", "a group called", "SQL", "templates", "a path", "a script", "brackets",
         "a long number", "a word over and over", "text turned round", "a long percentile", "a long window",
         "no dates", "no team", "no repository", "no channel", "nobody", "an empty mention",
         "an empty channel"],
)  # fmt: skip
def test_hostile_text_is_refused_in_words_or_means_something_harmless(
    text: str, vocabulary: Vocabulary
) -> None:
    if refused := refusal(text, vocabulary):
        assert len(refused.message) < 200
        assert refused.hint
    else:
        asked = question(text, vocabulary)
        assert asked.scope == ORGANISATION
        assert question(asked.text, vocabulary) == asked


@pytest.mark.parametrize(
    "text", ["ct &lt;@U2&gt;", "ct <@U2>", "ct <@U2|U1>", "ct <@u1|x> <@U2>", "ct @U2"], ids=str
)
def test_somebody_else_is_somebody_else_however_they_are_written(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(Forbidden):
        parse(text, vocabulary, TUESDAY)


def test_every_correction_of_one_misspelled_word_is_understood(vocabulary: Vocabulary) -> None:
    for text in (
        "ct paymnts",
        "cycel-time",
        "ct lst month",
        "ct pay-apii by repo",
        "ct workng",
        "helth",
        "explan ct",
    ):
        with pytest.raises(Unknown) as unknown:
            parse(text, vocabulary, TUESDAY)
        assert unknown.value.suggestions, text
        for choice in unknown.value.suggestions:
            assert refusal(choice.text, vocabulary) is None, choice.text
