"""Any question, said canonically, is understood as itself; any text at all is understood or refused."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import Rejected
from domain.question import ORGANISATION, By, Question
from domain.window import Window
from services.grammar import Ask, Verb, Vocabulary, canonical, parse
from services.grammar.vocabulary import team_scope
from services.grammar.words import LONGEST_TEXT
from tests.services.grammar.conftest import TUESDAY

TODAY = date(2026, 11, 24)
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = (
    "ct", "cycle", "time", "payments", "core", "me", "vs", "previous", "last", "since", "monday", "30d", "q3",
    "2026", "to", "from", "oct", "1", "15", "2026-10-01", "..", "by", "repo", "p90", "working", "api",
    "repo:", "team:", "<@U1|ana>", "<#C1|x>", "<#C9>", "#", "@", "explain", "help", "0d", "99999d",
    "feb", "29", "9999-99-99", "\N{NON-BREAKING HYPHEN}", "\N{SUPERSCRIPT TWO}",
)  # fmt: skip


@st.composite
def windows(draw: st.DrawFn, zone: str) -> Window:
    first = TODAY - timedelta(days=draw(st.integers(0, 3000)))
    return Window(first, first + timedelta(days=draw(st.integers(1, (TODAY - first).days + 1))), zone)


@st.composite
def questions(draw: st.DrawFn, vocabulary: Vocabulary) -> Question:
    assert vocabulary.me
    scopes = [ORGANISATION, vocabulary.me, *map(team_scope, vocabulary.teams)]
    scope = draw(st.sampled_from(scopes))
    zone = vocabulary.zone_of(scope)
    window = draw(windows(zone))
    other = draw(st.none() | windows(zone).filter(lambda other: other != window))
    repositories = draw(st.lists(st.sampled_from(list(vocabulary.repositories)), unique=True))
    repositories.sort(key=lambda repository: repository.full_name)
    info = draw(st.sampled_from(list(vocabulary.metrics)))
    question = Question(
        metric=info.slug,
        scope=scope,
        window=window,
        compared_to=other or window.previous(),
        repositories=tuple(repository.id for repository in repositories),
        repository_names=tuple(repository.full_name for repository in repositories),
        by=draw(st.sampled_from(info.breakdowns)),
        percentile=draw(st.sampled_from((50, 75, 90, 95))),
        time_base=draw(st.sampled_from(info.clocks)),
    )
    return replace(question, text=canonical(question, info.clocks[0]))


@relaxed
@given(data=st.data())
def test_a_question_said_canonically_is_the_same_question(
    data: st.DataObject, vocabulary: Vocabulary
) -> None:
    question = data.draw(questions(vocabulary))
    assert parse(question.text, vocabulary, TUESDAY) == Ask(question)


@relaxed
@given(data=st.data())
def test_the_order_and_case_of_words_do_not_matter(data: st.DataObject, vocabulary: Vocabulary) -> None:
    question = data.draw(questions(vocabulary))
    question = replace(question, compared_to=question.window.previous(), by=By.WEEK)
    usual = {info.slug: info.clocks[0] for info in vocabulary.metrics}[question.metric]
    text = canonical(question, usual)
    said = data.draw(st.permutations(text.split()))
    parsed = parse(" ".join(said).upper(), vocabulary, TUESDAY)
    assert parsed == Ask(replace(question, text=text))


def read(text: str, vocabulary: Vocabulary) -> Ask | Verb | None:
    """What the text comes to, None when it is refused; any other error fails the test."""
    with suppress(Rejected):
        return parse(text, vocabulary, TUESDAY)
    return None


@relaxed
@given(text=st.text(max_size=LONGEST_TEXT + 20))
def test_any_text_is_read_or_refused(text: str, vocabulary: Vocabulary) -> None:
    assert isinstance(read(text, vocabulary), Ask | Verb | None)


@settings(relaxed, max_examples=300)
@given(said=st.lists(st.sampled_from(WORDS), max_size=12))
def test_what_is_read_at_all_can_be_asked_again_by_its_text(said: list[str], vocabulary: Vocabulary) -> None:
    parsed = read(" ".join(said), vocabulary)
    if isinstance(parsed, Ask):
        assert parse(parsed.question.text, vocabulary, TUESDAY) == parsed
