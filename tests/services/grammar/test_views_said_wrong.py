"""Views said wrong: what is offered instead is the same view, and what is missing or ahead is told."""

from datetime import date, datetime

import pytest

from domain.errors import Ambiguous, Rejected, Unknown
from services.grammar import Verb, Vocabulary, parse
from tests.services.grammar.conftest import TUESDAY

VIEWS = (
    "dora", "pipelines", "flaky", "incidents", "oncall", "sprint", "prs stuck", "prs open", "why cycle-time",
    "pipelines workflow:ci",
)  # fmt: skip


def offered(text: str, vocabulary: Vocabulary) -> list[str]:
    with pytest.raises(Unknown) as unknown:
        parse(text, vocabulary, TUESDAY)
    return [choice.text for choice in unknown.value.suggestions]


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_offered_for_a_team_said_wrong_is_the_same_view(view: str, vocabulary: Vocabulary) -> None:
    (only,) = offered(f"{view} paymnts 90d", vocabulary)
    assert only == f"{view} team:payments 90d"
    meant = parse(only, vocabulary, TUESDAY)
    assert isinstance(meant, Verb)
    assert meant == parse(f"{view} payments 90d", vocabulary, TUESDAY)


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_offered_for_a_repository_said_wrong_is_the_same_view(
    view: str, vocabulary: Vocabulary
) -> None:
    assert offered(f"{view} repo:acme/pay-apy", vocabulary)[0] == f"{view} repo:acme/pay-api"


@pytest.mark.parametrize("view", VIEWS)
def test_a_name_of_two_things_is_asked_about_within_the_view(view: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(Ambiguous) as ambiguous:
        parse(f"{view} core", vocabulary, TUESDAY)
    assert [each.text for each in ambiguous.value.choices] == [
        f"{view} team:core",
        f"{view} repo:acme/core",
    ]


def test_a_metric_said_wrong_is_offered_with_why_before_it(vocabulary: Vocabulary) -> None:
    assert offered("why did cycel-time payments change", vocabulary)[0] == "why did cycle-time payments"


def test_no_verb_is_offered_in_the_middle_of_a_view(vocabulary: Vocabulary) -> None:
    assert offered("dora agian", vocabulary) == []


@pytest.mark.parametrize(
    ("said", "sentence", "best"),
    [
        ("team:cor", "There is no team “cor” here.", "cycle-time team:core"),
        ("repo:cor", "There is no repository “cor” here.", "cycle-time repo:acme/core"),
        ("repository:acme/apii", "There is no repository “acme/apii” here.", "cycle-time repo:acme/api"),
        ("TEAM:Paymints", "There is no team “Paymints” here.", "cycle-time team:payments"),
    ],
)
def test_a_word_that_says_what_it_names_is_likened_to_those(
    said: str, sentence: str, best: str, vocabulary: Vocabulary
) -> None:
    with pytest.raises(Unknown) as unknown:
        parse(f"cycle-time {said}", vocabulary, TUESDAY)
    assert unknown.value.message == sentence
    assert unknown.value.suggestions[0].text == best


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("team:zzzzzzzz", "`/metrics teams`"),
        ("repo:zzzzzzzz", "`repo:acme/api`"),
        ("metric:zzzzzzzz", "`/metrics list`"),
    ],
)
def test_where_nothing_is_like_it_the_hint_tells_where_all_of_them_are(
    said: str, hint: str, vocabulary: Vocabulary
) -> None:
    with pytest.raises(Unknown) as unknown:
        parse(f"cycle-time {said}", vocabulary, TUESDAY)
    assert unknown.value.suggestions == ()
    assert hint in unknown.value.hint


@pytest.mark.parametrize(
    ("text", "sentence", "example"),
    [
        ("flow", "Which issue?", "`flow PAY-12`"),
        ("pr", "Which pull request?", "`pr https://github.com/acme/pay/pull/12`"),
        ("pr !!!", "Which pull request?", "/pull/12`"),
        ("pipelines workflow:", "Which workflow?", "`pipelines workflow:ci`"),
        ("pipelines Workflow payments", "Which workflow?", "without spaces"),
    ],
)
def test_what_a_view_lacks_is_asked_for_with_an_example(
    text: str, sentence: str, example: str, vocabulary: Vocabulary
) -> None:
    with pytest.raises(Rejected) as rejected:
        parse(text, vocabulary, TUESDAY)
    assert rejected.value.message == sentence
    assert example in rejected.value.hint


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("tomorrow", date(2026, 11, 25)),
        ("next week", date(2026, 11, 30)),
        ("next month", date(2026, 12, 1)),
        ("next quarter", date(2027, 1, 1)),
        ("next year", date(2027, 1, 1)),
        ("since tomorrow", date(2026, 11, 25)),
        ("2026-12-01..2026-12-24", date(2026, 12, 1)),
        ("2027", date(2027, 1, 1)),
    ],
)
@pytest.mark.parametrize("view", ["sprint", "dora", "prs stuck", "why cycle-time", "cycle-time"])
def test_what_lies_ahead_is_told_to_be_ahead(
    view: str, said: str, first: date, vocabulary: Vocabulary
) -> None:
    """In words that mean a window, rather than as words that mean nothing."""
    noon = datetime(2026, 11, 24, 12, tzinfo=TUESDAY.tzinfo)
    with pytest.raises(Rejected) as rejected:
        parse(f"{view} payments {said}", vocabulary, noon)
    assert rejected.value.message == f"A window from {first} on lies in the future; today is 2026-11-24."
    assert "`30d`" in rejected.value.hint
