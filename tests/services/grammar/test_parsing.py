"""Commands as people type them, and the questions and verbs they come to."""

from dataclasses import replace

import pytest

from domain.errors import Ambiguous, Forbidden, Rejected, Unknown
from domain.people import Team
from domain.question import ORGANISATION, By, Question, ScopeKind, TimeBase
from services.grammar import Ask, Verb, Vocabulary, parse
from tests.services.grammar.conftest import TUESDAY, metric


def question(text: str, vocabulary: Vocabulary) -> Question:
    parsed = parse(text, vocabulary, TUESDAY)
    assert isinstance(parsed, Ask), parsed
    return parsed.question


SAME = "cycle-time team:payments 2026-10-26..2026-11-24"


@pytest.mark.parametrize(
    "text",
    [
        "cycle-time payments",
        "payments cycle time",
        "CYCLE_TIME PAYMENTS",
        "cycletime pay 30d",
        "ct <#C1|payments> last 30 days",
        "show me the cycle time for the payments team over the last 30 days, please",
        "what is the cycle time of #payments?",
        "team:payments ct 30 d vs previous",
        "/metrics cycle-time payments",
        "“cycle time” payments *30d* by week p50 calendar",
        "cycle time payments last 30d vs prev",
        "cycle-time payments 2026-10-26–2026-11-24",  # noqa: RUF001 - phones type this dash
        "cycle-time team payments from 26 oct to 24 nov",
        "cycle-time payments since 2026-10-26",
    ],
)
def test_many_wordings_are_one_question(text: str, vocabulary: Vocabulary) -> None:
    assert question(text, vocabulary).text == SAME


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("ct p75", "percentile", 75),
        ("ct 90th percentile", "percentile", 90),
        ("ct p95", "percentile", 95),
        ("ct median", "percentile", 50),
        ("ct by repo", "by", By.REPOSITORY),
        ("ct by:phase", "by", By.PHASE),
        ("weekly ct", "by", By.WEEK),
        ("ct working hours", "time_base", TimeBase.WORKING),
        ("ct calendar", "time_base", TimeBase.CALENDAR),
        ("ct api", "repository_names", ("acme/api",)),
        ("ct acme/api", "repository_names", ("acme/api",)),
        ("ct repo:acme/pay-api repo:api", "repository_names", ("acme/api", "acme/pay-api")),
        ("ct payapi", "repository_names", ("acme/pay-api",)),
        ("ct repo core", "repository_names", ("acme/core",)),
        ("ct everyone", "scope", ORGANISATION),
        ("review time", "metric", "review-time"),
    ],
)
def test_every_token_is_understood(text: str, field: str, value: object, vocabulary: Vocabulary) -> None:
    assert getattr(question(text, vocabulary), field) == value


def test_repositories_are_asked_about_by_id(vocabulary: Vocabulary) -> None:
    asked = question("ct api repo:core", vocabulary)
    assert asked.repositories == (vocabulary.repositories[0].id, vocabulary.repositories[1].id)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ct <#C1|whatever-it-is-called-now>", "payments"),
        ("ct #shop-dev", "web-shop"),
        ("ct Web Shop", "web-shop"),
        ("ct webshop", "web-shop"),
        ("ct team core", "core"),
        ("ct core team", "core"),
    ],
)
def test_a_team_is_named_by_slug_name_alias_or_channel(text: str, slug: str, vocabulary: Vocabulary) -> None:
    assert question(text, vocabulary).scope.slug == slug


def test_the_default_is_the_last_thirty_days_of_the_team_s_zone(vocabulary: Vocabulary) -> None:
    """It is Tuesday afternoon in London and already Wednesday in Tokyo."""
    asked = question("ct team:core", vocabulary)
    assert str(asked.window.end) == "2026-11-26"
    assert asked.window.days == 30
    assert asked.window.zone == "Asia/Tokyo"
    assert asked.compared_to == asked.window.previous()


def test_the_channel_s_team_is_meant_when_nobody_is_named(vocabulary: Vocabulary) -> None:
    at_home = replace(vocabulary, home=vocabulary.teams[0])
    assert question("ct", at_home).scope.slug == "payments"
    assert question("ct", vocabulary).scope == ORGANISATION
    assert question("ct @org", at_home).scope == ORGANISATION


def test_a_repository_that_is_named_is_not_cut_down_to_the_channel_s_team(vocabulary: Vocabulary) -> None:
    assert question("ct api", replace(vocabulary, home=vocabulary.teams[0])).scope == ORGANISATION


@pytest.mark.parametrize("text", ["ct me", "my cycle time", "ct <@U1|ana>", "ct @me"])
def test_anybody_may_ask_for_their_own_figures(text: str, vocabulary: Vocabulary) -> None:
    asked = question(text, vocabulary)
    assert asked.scope.kind is ScopeKind.PERSON
    assert asked.scope.account_ids == (71, 72)
    assert asked.window.zone == "America/New_York"
    assert "<@U1>" in asked.text


@pytest.mark.parametrize("text", ["ct <@U2|raj>", "ct @raj", "ct by author", "ct <@U1> <@U2>"])
def test_nobody_may_ask_for_somebody_else_s(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(Forbidden, match="teams, not people"):
        parse(text, vocabulary, TUESDAY)


def test_me_needs_an_account_first(vocabulary: Vocabulary) -> None:
    with pytest.raises(Rejected, match="which login is yours") as refused:
        parse("ct me", replace(vocabulary, me=None), TUESDAY)
    assert "/metrics link" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("", Verb("overview")),
        ("  /metrics ", Verb("overview")),
        ("payments", Verb("overview", "payments")),
        ("show me #shop-dev", Verb("overview", "web-shop")),
        ("list", Verb("list")),
        ("show me health", Verb("health")),
        ("explain cycle time", Verb("explain", "cycle-time")),
        ("Explain CT", Verb("explain", "cycle-time")),
        ("explain cycle time please", Verb("explain", "cycle-time")),
        ("explain ct of payments", Verb("explain", "cycle-time")),
        ("check github", Verb("check", "github")),
        ("help windows", Verb("help", "windows")),
        ("?", Verb("help")),
        ("link Ana-GH", Verb("link", "Ana-GH")),
        ("teams", Verb("teams")),
        ("again", Verb("again")),
    ],
)
def test_verbs_come_first(text: str, verb: Verb, vocabulary: Vocabulary) -> None:
    assert parse(text, vocabulary, TUESDAY) == verb


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ct 30d 60d", "2 windows"),
        ("ct rt", "2 metrics: cycle-time and review-time"),
        ("ct payments team:core", "2 teams: Core and Payments"),
        ("ct p50 p90", "2 percentiles"),
        ("ct by repo by phase", "2 breakdowns"),
        ("ct working calendar", "2 clocks"),
        ("ct me payments", "yourself or Payments"),
        ("ct vs 30d", "compares a window with itself"),
        ("ct vs payments", "compare with another window"),
        ("ct by moon", "cannot break down by “moon”"),
        ("ct by workflow", "cannot be broken down by workflow"),
        ("ct p42", "42th percentile"),
        ("link", "Link which login"),
        ("x" * 501, "501 characters"),
    ],
)
def test_a_contradiction_is_refused_with_what_to_type(text: str, said: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        parse(text, vocabulary, TUESDAY)
    assert refused.value.hint


def test_the_same_said_twice_is_no_contradiction(vocabulary: Vocabulary) -> None:
    assert question("ct cycle-time payments pay 30d last 30 days", vocabulary).text == SAME


def test_a_word_that_names_a_team_and_a_repository_is_asked_about(vocabulary: Vocabulary) -> None:
    with pytest.raises(Ambiguous, match="“core” could mean 2 things") as asked:
        parse("ct core 30d", vocabulary, TUESDAY)
    assert [choice.text for choice in asked.value.choices] == ["ct team:core 30d", "ct repo:acme/core 30d"]
    assert [choice.label for choice in asked.value.choices] == ["Team Core", "Repository acme/core"]
    for choice in asked.value.choices:
        assert isinstance(parse(choice.text, vocabulary, TUESDAY), Ask)


@pytest.mark.parametrize("text", ["speed", "explain speed"])
def test_a_name_that_two_metrics_share_is_asked_about(text: str, vocabulary: Vocabulary) -> None:
    twins = replace(vocabulary, metrics=(metric("cycle-time", "speed"), metric("review-time", "speed")))
    with pytest.raises(Ambiguous) as asked:
        parse(text, twins, TUESDAY)
    assert [choice.label for choice in asked.value.choices] == ["Cycle time", "Review time"]


def test_two_teams_of_one_name_are_asked_about(vocabulary: Vocabulary) -> None:
    twins: tuple[Team, ...] = (
        replace(vocabulary.teams[0], slug="pay-eu", id=1), replace(vocabulary.teams[0], slug="pay-us", id=2),
    )  # fmt: skip
    with pytest.raises(Ambiguous) as asked:
        parse("ct payments", replace(vocabulary, teams=twins), TUESDAY)
    assert [choice.label for choice in asked.value.choices] == [
        "Team Payments (pay-eu)", "Team Payments (pay-us)",
    ]  # fmt: skip


def test_a_question_without_a_metric_offers_some(vocabulary: Vocabulary) -> None:
    with pytest.raises(Unknown, match="Which metric") as asked:
        parse("payments 90d", vocabulary, TUESDAY)
    assert [choice.text for choice in asked.value.suggestions] == [
        "cycle-time payments 90d",
        "review-time payments 90d",
    ]


def test_explaining_nothing_offers_the_metrics(vocabulary: Vocabulary) -> None:
    with pytest.raises(Unknown, match="Explain which") as asked:
        parse("explain", vocabulary, TUESDAY)
    assert asked.value.suggestions[0].text == "explain cycle-time"


def test_a_name_like_a_word_of_ours_is_said_with_its_kind(vocabulary: Vocabulary) -> None:
    odd = replace(vocabulary, teams=(replace(vocabulary.teams[0], slug="october", name="October"),))
    assert question("ct october", odd).scope == ORGANISATION
    assert question("ct team:october", odd).scope.slug == "october"
