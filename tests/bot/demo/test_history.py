"""A life as it looks on a given day."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.history import seen
from domain.records import (
    ClosedInterval,
    Comment,
    Commit,
    DraftInterval,
    PullRequest,
    PullRequestState,
    Review,
    ReviewRequest,
    ReviewState,
)

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIFE = PullRequest(
    id=1,
    source="github",
    external_id="PR_1",
    repository_id=2,
    number=3,
    title="Add payouts",
    url="https://github.example/harbour/ledger/pull/3",
    state=PullRequestState.MERGED,
    is_draft=False,
    author_id=4,
    created_at=OPENED,
    updated_at=OPENED + 9 * HOUR,
    merged_at=OPENED + 9 * HOUR,
    closed_at=OPENED + 9 * HOUR,
    merged_by_id=4,
    merge_sha="f" * 40,
    commits=(
        Commit("a" * 40, OPENED - HOUR, OPENED - HOUR),
        Commit("b" * 40, OPENED + 3 * HOUR, OPENED + 3 * HOUR),
    ),
    reviews=(Review(5, 6, ReviewState.APPROVED, OPENED + 8 * HOUR),),
    comments=(Comment(7, 6, OPENED + 4 * HOUR),),
    drafts=(DraftInterval(OPENED, OPENED + 2 * HOUR),),
    review_requests=(ReviewRequest(OPENED + 2 * HOUR, 6),),
    closed_intervals=(ClosedInterval(OPENED + 5 * HOUR, OPENED + 6 * HOUR),),
)


def at(hours: float) -> PullRequest:
    past = seen(LIFE, OPENED + hours * HOUR)
    assert past
    return past


def test_before_it_is_opened_there_is_nothing_to_see() -> None:
    assert seen(LIFE, OPENED - HOUR / 2) is None


def test_at_the_end_the_whole_life_is_seen() -> None:
    assert at(9) == LIFE


def test_a_draft_is_a_draft_until_it_is_ready() -> None:
    assert at(1).is_draft
    assert at(1).drafts == (DraftInterval(OPENED, None),)
    assert not at(2).is_draft


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        pytest.param(4, PullRequestState.OPEN, id="open before it is closed"),
        pytest.param(5, PullRequestState.CLOSED, id="closed for an hour"),
        pytest.param(6, PullRequestState.OPEN, id="reopened"),
        pytest.param(9, PullRequestState.MERGED, id="merged"),
    ],
)
def test_the_state_follows_from_what_has_happened(hours: float, state: PullRequestState) -> None:
    past = at(hours)
    assert past.state is state
    assert (past.closed_at is None) == (state is PullRequestState.OPEN)
    assert (past.merged_by_id is None) == (past.merge_sha is None) == (state is not PullRequestState.MERGED)


@pytest.mark.parametrize(
    ("hours", "last_change"),
    [
        pytest.param(0.5, 0, id="opened"),
        pytest.param(3.5, 3, id="a commit"),
        pytest.param(4.5, 4, id="a comment"),
        pytest.param(7, 6, id="reopened"),
        pytest.param(8.5, 8, id="a review"),
    ],
)
def test_the_last_change_is_the_last_event_seen(hours: float, last_change: float) -> None:
    assert at(hours).updated_at == OPENED + last_change * HOUR


def test_what_lies_in_the_future_is_left_out() -> None:
    past = at(2.5)
    assert len(past.commits) == 1
    assert (past.reviews, past.comments, past.closed_intervals) == ((), (), ())
    assert past.review_requests == LIFE.review_requests
