"""How lives go."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from bot.demo.fates import SHARES, Fate, human, revert, update
from bot.demo.life import Birth
from bot.demo.organisation import CREWS, RENOVATE, REVIEW_AGENT, account_id
from domain.records import PullRequest, ReviewState

DAY = date(2026, 11, 3)


def birth(number: int, slowness: float = 1.0) -> Birth:
    return Birth(CREWS[0], "ledger", "LED", number, DAY, slowness)


@pytest.fixture(scope="module")
def lives() -> list[PullRequest]:
    return [human(birth(number), Random(number)) for number in range(1500)]


def moments(life: PullRequest) -> Iterator[tuple[object, object]]:
    """Pairs of instants of which the first may not lie after the second."""
    yield life.commits[0].committed_at, life.created_at
    yield from ((life.created_at, review.submitted_at) for review in life.reviews)
    yield from ((review.submitted_at, life.merged_at) for review in life.reviews if life.merged_at)
    yield from ((life.created_at, asked.requested_at) for asked in life.review_requests)
    yield from ((draft.began_at, draft.ended_at) for draft in life.drafts if draft.ended_at)
    yield from ((shut.closed_at, shut.reopened_at) for shut in life.closed_intervals if shut.reopened_at)


def test_events_happen_in_an_order_that_can_happen(lives: list[PullRequest]) -> None:
    assert not [life.number for life in lives if any(first > second for first, second in moments(life))]  # type: ignore[operator]  # instants all


def test_nobody_reviews_their_own_work(lives: list[PullRequest]) -> None:
    assert not [life for life in lives for review in life.reviews if review.author_id == life.author_id]


def test_lives_end_in_the_shares_that_are_declared(lives: list[PullRequest]) -> None:
    people = [[r for r in life.reviews if r.author_id != account_id(REVIEW_AGENT)] for life in lives]
    ends = Counter(
        (life.merged_at is not None, bool(reviews), life.closed_at is not None)
        for life, reviews in zip(lives, people, strict=True)
    )
    assert ends[True, False, True] == pytest.approx(1.5 * SHARES[Fate.UNREVIEWED], rel=0.4)
    assert ends[False, True, True] == pytest.approx(1.5 * SHARES[Fate.CLOSED], rel=0.4)
    forgotten = ends[False, False, False] + ends[False, False, True]
    assert forgotten == pytest.approx(1.5 * SHARES[Fate.FORGOTTEN], rel=0.6)


def test_the_shares_are_of_a_thousand() -> None:
    assert set(SHARES) == set(Fate)
    assert sum(SHARES.values()) == 1000


def test_a_few_are_merged_over_an_objection_and_a_few_reopened(lives: list[PullRequest]) -> None:
    over = [
        life
        for life in lives
        if life.merged_at and life.reviews and life.reviews[-1].state is ReviewState.CHANGES_REQUESTED
    ]
    assert 5 < len(over) < 45
    assert any(shut.reopened_at for life in lives if life.merged_at for shut in life.closed_intervals)


def test_those_who_know_everything_are_asked_more_often(lives: list[PullRequest]) -> None:
    asked = Counter(request.reviewer_id for life in lives for request in life.review_requests)
    first, last = CREWS[0].people[0][0], CREWS[0].people[-1][0]
    assert asked[account_id(first)] > 3 * asked[account_id(last)]
    assert asked[None] > 100


def test_drafts_and_agents_reviews_are_common(lives: list[PullRequest]) -> None:
    assert 0.25 < sum(bool(life.drafts) for life in lives) / len(lives) < 0.45
    agent = account_id(REVIEW_AGENT)
    assert (
        0.4 < sum(agent in {review.author_id for review in life.reviews} for life in lives) / len(lives) < 0.7
    )


def test_a_slower_team_waits_longer_for_the_same_draw() -> None:
    first = human(birth(1), Random(5))
    slower = human(birth(1, slowness=3.0), Random(5))
    assert first.created_at == slower.created_at
    assert slower.updated_at > first.updated_at


def test_a_revert_follows_its_merge_within_hours_and_names_it() -> None:
    reverted = next(life for n in range(9) if (life := human(birth(n), Random(n))).merged_at)
    undo = revert(birth(10), reverted, Random(1))
    assert undo.title == f'Revert "{reverted.title}"'
    assert reverted.merged_at
    assert undo.merged_at
    assert 0 < (undo.merged_at - reverted.merged_at).total_seconds() < 4 * 3600
    assert undo.reviews[0].author_id != undo.author_id


def test_an_update_is_a_robots_and_merged_by_somebody_or_given_up() -> None:
    updates = [update(birth(number), RENOVATE, Random(number)) for number in range(60)]
    assert {one.author_id for one in updates} == {account_id(RENOVATE)}
    members = {account_id(login) for login, _ in CREWS[0].people}
    assert {one.merged_by_id for one in updates if one.merged_at} <= members
    assert 3 < sum(one.merged_at is None for one in updates) < 30
