"""Harbour, day by day."""

from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from statistics import median

import pytest

from bot.demo.organisation import CREWS, DEPENDABOT, RENOVATE, account_id, repository
from bot.demo.simulation import HALF_A_YEAR, Simulation
from domain.records import PullRequest, PullRequestState

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
BEGAN = (NOW - HALF_A_YEAR).date()


def harbour(now: datetime = NOW, seed: int = 7) -> list[PullRequest]:
    return list(chain.from_iterable(day.pull_requests for day in Simulation(BEGAN, now, seed)))


@pytest.fixture(scope="module")
def pull_requests() -> list[PullRequest]:
    return harbour()


def instants(record: object) -> list[datetime]:
    """Every instant that a record and the records within it carry."""
    if isinstance(record, datetime):
        return [record]
    if isinstance(record, tuple):
        return [moment for part in record for moment in instants(part)]
    if is_dataclass(record):
        return [moment for field in fields(record) for moment in instants(getattr(record, field.name))]
    return []


def hours(crew: str, pull_requests: list[PullRequest], since: int, until: int) -> float:
    """The median from first commit to merge of a crew's merged work, that many days before now."""
    owned = {repository(name).id for c in CREWS if c.slug == crew for name, _ in c.repositories}
    robots = {account_id(DEPENDABOT), account_id(RENOVATE)}
    return median(
        (one.merged_at - one.commits[0].authored_at) / timedelta(hours=1)
        for one in pull_requests
        if one.merged_at and one.repository_id in owned and one.author_id not in robots
        if NOW - timedelta(days=since) <= one.merged_at < NOW - timedelta(days=until)
    )


def test_half_a_year_holds_thousands_of_pull_requests(pull_requests: list[PullRequest]) -> None:
    states = Counter(one.state for one in pull_requests)
    assert len(pull_requests) >= 3000
    assert states[PullRequestState.MERGED] > 2700
    assert 40 < states[PullRequestState.OPEN] < 250
    assert states[PullRequestState.CLOSED] > 100
    assert len({one.repository_id for one in pull_requests}) == 12


def test_the_same_seed_and_day_give_the_same_records(pull_requests: list[PullRequest]) -> None:
    assert harbour() == pull_requests


def test_another_seed_gives_another_organisation(pull_requests: list[PullRequest]) -> None:
    assert harbour(seed=8) != pull_requests


def test_nothing_lies_in_the_future(pull_requests: list[PullRequest]) -> None:
    assert max(instants(tuple(pull_requests))) <= NOW


def test_a_later_look_continues_the_same_lives(pull_requests: list[PullRequest]) -> None:
    later = {one.id: one for one in harbour(NOW + timedelta(days=3))}
    assert {one.id for one in pull_requests} < set(later)
    ended = [one for one in pull_requests if one.state is PullRequestState.MERGED]
    assert all(later[one.id] == one for one in ended)


def test_ids_and_numbers_are_unique(pull_requests: list[PullRequest]) -> None:
    assert len({one.id for one in pull_requests}) == len(pull_requests)
    assert len({(one.repository_id, one.number) for one in pull_requests}) == len(pull_requests)
    reviews = [review.id for one in pull_requests for review in one.reviews]
    assert len(set(reviews)) == len(reviews)


def test_weekends_are_quiet(pull_requests: list[PullRequest]) -> None:
    opened = Counter(one.created_at.weekday() for one in pull_requests)
    assert opened[5] + opened[6] < 0.05 * len(pull_requests)


@pytest.mark.parametrize(
    ("crew", "smallest", "largest"),
    [
        pytest.param("payments", 1.6, 3.6, id="payments gets slower"),
        pytest.param("platform", 0.8, 1.25, id="platform stays as it is"),
        pytest.param("search", 0.2, 0.6, id="search improves"),
    ],
)
def test_teams_fare_as_declared(
    pull_requests: list[PullRequest], crew: str, smallest: float, largest: float
) -> None:
    ratio = hours(crew, pull_requests, 30, 0) / hours(crew, pull_requests, 180, 120)
    assert smallest < ratio < largest


def test_reverts_and_updates_are_among_them(pull_requests: list[PullRequest]) -> None:
    assert sum(one.title.startswith('Revert "') for one in pull_requests) > 15
    assert sum(one.title.startswith("Bump ") for one in pull_requests) > 200


def test_its_length_is_the_days_it_will_draw() -> None:
    simulation = Simulation(BEGAN, NOW)
    assert len(simulation) == len(list(simulation)) == HALF_A_YEAR.days + 1
