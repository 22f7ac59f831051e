"""A level is made of what lies within its reach, wherever its window lies."""

import pytest

from domain.records import Verdict
from domain.result import Result
from metrics.ci import flaky_tests
from metrics.flow import open_prs
from services.grammar import Ask
from storage.store import Store
from tests.ci import DAY, HOUR, case, run
from tests.services.built import ANYBODY, NOW, answers, fill, save


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def flaked(store: Store, days_ago: float, number: int = 1) -> None:
    """A test failed then, and passed an hour later on the same files."""
    at = NOW - days_ago * DAY
    red, green = run(number, sha="a", created_at=at), run(number + 1, sha="a", created_at=at + HOUR)
    save(store, [red, green], cases=[case(red, verdict=Verdict.FAILED), case(green)])


def asked(store: Store, text: str) -> Result:
    question = answers(store).parse(text, ANYBODY)
    assert isinstance(question, Ask)
    return answers(store).answer(question.question, ANYBODY)


def test_flaky_tests_reach_back_fourteen_days_and_open_pull_requests_to_the_beginning() -> None:
    assert flaky_tests.reach == 14
    assert open_prs.reach is None


def test_a_flake_before_the_window_counts_at_the_end_of_its_first_week(store: Store) -> None:
    flaked(store, 16)
    result = asked(store, "flaky-tests 7d")
    assert [point.n for point in result.trend] == [0, 0]
    flaked(store, 9, number=5)
    result = asked(store, "flaky-tests 7d")
    assert (result.summary.value, [point.value for point in result.trend]) == (1.0, [1.0, 1.0])


def test_a_level_is_compared_with_how_it_stood_then(store: Store) -> None:
    flaked(store, 10)
    result = asked(store, "flaky-tests 7d")
    assert (result.summary.value, result.previous.value) == (1.0, 1.0)
    result = asked(store, "flaky-tests 3d vs 2026-10-01..2026-10-07")
    assert (result.summary.n, result.previous.n) == (1, 0)


def test_none_is_no_zero_while_not_everything_was_read(store: Store) -> None:
    result = asked(store, "flaky-tests 7d")
    assert (result.coverage.synced, result.summary.value) == (0, None)


def test_it_is_broken_down_by_repository(store: Store) -> None:
    flaked(store, 3)
    (row,) = asked(store, "flaky-tests 30d by repo").breakdown
    assert (row.label, row.summary.value) == ("acme/payments", 1.0)
