"""Review and flow, from what somebody types to figures and their receipts, over a real store."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.facts import RESPONSES
from domain.people import Asker
from domain.question import TimeBase
from domain.records import DraftInterval, PullRequest, ReviewRequest, ReviewState
from domain.result import Receipt, Result
from services.facts import Facts
from services.sync import position
from storage.store import Store
from tests.builders import Value, account, commit, pull_request, review
from tests.services.asking import ANA, API, ASKER, BOB, BOT, HOURS, NOW, WEB, answers, clock, fill, merged

HOUR = 3600
CLEO, DAN = account("cleo"), account("dan")


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def open_pr(number: int, hours: float, **fields: object) -> PullRequest:
    told: dict[str, object] = {"repository": API, "author": ANA, "created_at": ago(hours), "commits": ()}
    return pull_request(number, **(told | fields))


def ask(store: Store, text: str) -> Result:
    return answers(store).ask(text, ASKER)


def opened(store: Store, text: str) -> tuple[Receipt, ...]:
    service = answers(store)
    return service.receipts(service.ask(text, ASKER).question, ASKER).receipts


def asked(number: int, days_ago: float, waited: float, **fields: Value) -> PullRequest:
    """Merged after 24 h, half-way reviewed by bob, who had been asked so many hours before."""
    pr = merged(number, days_ago, **fields)
    half = pr.created_at + timedelta(hours=12)
    return replace(pr, review_requests=(ReviewRequest(half - timedelta(hours=waited), BOB.id),))


def test_a_response_is_counted_from_the_request_on_the_reviewers_clock(store: Store) -> None:
    fill(store, *(asked(n, days_ago=n, waited=2 * n) for n in range(1, 6)))
    result = ask(store, "reviewer-response payments calendar")
    assert (result.summary.n, result.summary.value) == (5, 6 * HOUR)
    usual = ask(store, "reviewer-response payments")
    assert usual.question.time_base is TimeBase.WORKING
    assert (usual.summary.value or 0) <= 6 * HOUR


def test_a_response_opens_to_its_review_without_a_name(store: Store) -> None:
    fill(
        store,
        asked(1, 1, waited=3, drafts=(DraftInterval(NOW - timedelta(days=2), NOW - timedelta(hours=37)),)),
    )
    (receipt,) = opened(store, "reviewer-response payments calendar")
    assert (receipt.name, receipt.happened, receipt.value) == ("acme/api#1", "reviewed", HOUR)
    assert receipt.ruling == "Who was asked approved it. Time as a draft does not count."
    assert "bob" not in f"{receipt.ruling}{receipt.author}"


def test_a_request_made_twice_is_told_to_count_from_the_first(store: Store) -> None:
    pr = asked(1, 1, waited=3)
    again = ReviewRequest(pr.review_requests[0].requested_at + timedelta(hours=1), BOB.id)
    early = ReviewRequest(pr.created_at - timedelta(hours=1), BOB.id)
    fill(store, replace(pr, review_requests=(early, *pr.review_requests, again)))
    (receipt,) = opened(store, "reviewer-response payments calendar")
    assert "asked 3 times; the first request that stood counts" in receipt.ruling
    assert "could begin when it was" in receipt.ruling
    assert receipt.value == 12 * HOUR


def test_responses_follow_their_pull_request_when_it_is_saved_again(store: Store) -> None:
    pr = asked(1, 1, waited=3)
    fill(store, pr)
    fill(store, replace(pr, review_requests=()))
    assert ask(store, "reviewer-response payments").is_empty
    fill(store, pr)
    assert ask(store, "reviewer-response payments").summary.n == 1


def test_responses_go_with_a_pull_request_that_is_removed(store: Store) -> None:
    pr = asked(1, 1, waited=3)
    fill(store, pr, asked(2, 1, waited=5))
    with store.write() as shelves:
        shelves.pull_requests.remove([pr.id])
    with store.read() as shelves:
        left = shelves.facts.columns(RESPONSES, 0, NOW - timedelta(days=9), NOW)
    assert (left.span // HOUR).tolist() == [5]


def test_responses_are_made_anew_with_all_facts(store: Store) -> None:
    pr = asked(1, 1, waited=3)
    fill(store, pr)
    with store.write() as shelves:
        shelves.facts.drop(RESPONSES, [pr.reviews[0].id])
    Facts(store, clock, HOURS).recompute()
    assert ask(store, "reviewer-response payments calendar").summary.value == 3 * HOUR


def test_rounds_are_told_of_what_was_merged(store: Store) -> None:
    pr = merged(1, 1)
    first = pr.reviews[0].submitted_at
    later = commit("later", first + timedelta(hours=1))
    again = review("again", BOB, first + timedelta(hours=2))
    fill(store, replace(pr, commits=(later,), reviews=(*pr.reviews, again)), merged(2, 2))
    result = ask(store, "review-rounds payments")
    assert (result.summary.n, result.summary.value) == (2, 1.5)


@pytest.mark.parametrize("words", ["merged-without-review", "unreviewed merges", "merged without review"])
def test_what_nobody_reviewed_is_a_share_of_what_was_merged(store: Store, words: str) -> None:
    fill(store, merged(1, 1, reviews=()), merged(2, 2), merged(3, 3), merged(4, 3, author=BOT, reviews=()))
    result = ask(store, f"{words} payments")
    assert result.summary.n == 3
    assert result.summary.value == pytest.approx(1 / 3)
    assert {receipt.name for receipt in opened(store, f"{words} payments")} == {
        f"acme/api#{n}" for n in (1, 2, 3)
    }


def test_the_size_is_what_was_added_and_deleted(store: Store) -> None:
    fill(store, *(merged(n, n, additions=10 * n, deletions=n) for n in range(1, 6)))
    assert ask(store, "pr-size payments").summary.value == 33


def test_the_load_is_told_of_three_reviewers_and_opens_to_reviews_without_names(store: Store) -> None:
    prs = [
        merged(n, n, reviews=(review(f"r{n}", who, ago(24 * n + 5)),))
        for n, who in enumerate((BOB, CLEO, DAN), 1)
    ]
    fill(store, *prs[:2])
    with store.write() as shelves:
        shelves.people.save_accounts([CLEO, DAN])
    assert ask(store, "review-load payments").summary.value is None
    fill(store, *prs)
    result = ask(store, "review-load payments")
    assert result.summary.value == pytest.approx(1 / (30 / 7))
    assert {receipt.ruling for receipt in opened(store, "review-load payments")} == {
        "The reviewer approved it."
    }


def test_ones_own_load_is_told_to_oneself(store: Store) -> None:
    fill(store, merged(1, 1, author=BOB, reviews=(review("r", ANA, ago(30)),)), merged(2, 2))
    assert answers(store).ask("review-load me", ASKER).summary.value == pytest.approx(1 / (30 / 7))


def test_reviews_of_ones_own_by_bots_and_dismissed_ones_are_no_load(store: Store) -> None:
    when = ago(30)
    dismissed = review("d", BOB, when, state=ReviewState.DISMISSED)
    reviews = (review("own", ANA, when), review("bot", BOT, when), dismissed)
    fill(store, merged(1, 1, reviews=reviews))
    assert ask(store, "review-load payments").summary.n == 0


def test_throughput_is_by_the_week(store: Store) -> None:
    fill(store, *(merged(n, n) for n in range(1, 13)))
    assert ask(store, "throughput payments 14d").summary.value == pytest.approx(12 / 2)


def test_what_is_open_is_told_as_it_is_now_drafts_apart(store: Store) -> None:
    fill(
        store,
        open_pr(1, 30),
        open_pr(2, 50, is_draft=True, drafts=(DraftInterval(NOW - timedelta(hours=50)),)),
        open_pr(3, 10, author=BOT),
        merged(4, 1),
        open_pr(5, 24 * 20, closed_at=ago(5)),
    )
    assert ask(store, "open-prs payments").summary.value == 1
    assert ask(store, "wip payments").summary.value == 2
    assert ask(store, "pr-age payments").summary.value == 30 * HOUR
    assert [receipt.name for receipt in opened(store, "open-prs payments")] == ["acme/api#1"]
    assert [receipt.happened for receipt in opened(store, "open-prs payments")] == ["opened"]


def test_where_nothing_is_open_it_is_0_and_no_last_one_is_looked_for(store: Store) -> None:
    fill(store, merged(1, 5), open_pr(2, 24 * 20, closed_at=ago(5)))
    assert ask(store, "open-prs payments").is_empty, "nothing was read yet, so it may be more"
    with store.write() as shelves:
        position.save(shelves, API, position.Position(watermark=NOW))
    found = ask(store, "open-prs payments")
    assert (found.summary.n, found.summary.value, found.is_zero) == (0, 0, True)
    assert found.last_item_at is None
    assert ask(store, "pr-age payments").is_empty, "of none there is no age"


def test_a_review_in_the_evening_took_no_working_time_and_is_told_on_the_calendar(store: Store) -> None:
    """Opened on Monday after hours, reviewed and merged three hours later."""
    began = NOW.replace(day=23, hour=18)
    evening = merged(1, 0, created_at=began, merged_at=began + timedelta(hours=4))
    fill(store, replace(evening, reviews=(review("r1", BOB, began + timedelta(hours=3)),)))
    (told,) = opened(store, "time-to-first-review payments")
    assert told.value == 0
    assert told.off_hours == {"": 3 * HOUR}
    (told,) = opened(store, "time-to-first-review payments calendar")
    assert (told.value, told.off_hours) == (3 * HOUR, {})


def test_what_was_open_two_weeks_ago_is_told_by_the_trend(store: Store) -> None:
    fill(store, open_pr(1, 24 * 20), merged(2, days_ago=1, hours=24 * 25), merged(3, days_ago=15, hours=24))
    trend = ask(store, "wip payments 21d").trend
    assert [point.value for point in trend] == [1, 2, 2, 1] or [point.value for point in trend][1:] == [
        2,
        2,
        1,
    ]


def test_it_is_open_for_review_since_it_left_draft_or_was_reviewed_as_one(store: Store) -> None:
    began = NOW - timedelta(days=20)
    left = open_pr(1, 24 * 20, drafts=(DraftInterval(began, NOW - timedelta(days=2)),))
    seen = replace(left, reviews=(review("early", BOB, NOW - timedelta(days=9)),))
    fill(store, left)
    assert [point.n for point in ask(store, "open-prs payments 14d").trend] == [0, 1, 1]
    fill(store, seen)
    assert [point.n for point in ask(store, "open-prs payments 14d").trend] == [1, 1, 1]


def test_what_was_closed_unmerged_is_a_share_of_what_ended(store: Store) -> None:
    fill(store, merged(1, 1), merged(2, 2), merged(3, 3), open_pr(4, 90, closed_at=ago(9)))
    result = ask(store, "abandon-rate payments")
    assert (result.summary.n, result.summary.value) == (4, 0.25)
    (first, *_) = opened(store, "abandon-rate payments")
    assert (first.name, first.happened) == ("acme/api#4", "ended")


def test_nobody_sees_somebody_elses_load(store: Store) -> None:
    fill(store, merged(1, 1))
    stranger = Asker(slack_user="U2", person_id=1, account_ids=(BOB.id,))
    own = answers(store).ask("review-load me", ASKER).question
    with pytest.raises(Exception, match="teams, not people"):
        answers(store).answer(own, stranger)


def test_by_team_each_team_has_the_days_of_its_own_zone(store: Store) -> None:
    """Merged at 00:30 in Berlin, which is the evening before in London and in UTC."""
    late = NOW.replace(day=17, hour=23, minute=30)
    one = merged(1, 0, created_at=late - timedelta(hours=8), merged_at=late)
    fill(store, one, merged(2, 0.1, repository=WEB, author=BOB))
    asked = "throughput everyone 2026-11-18..2026-11-24 by team"
    rows = {row.label: row.summary.n for row in ask(store, asked).breakdown}
    assert rows["Payments"] == ask(store, asked.replace("everyone", "payments")).summary.n == 1
    assert ask(store, asked).summary.n == 1, (
        "of everyone days are the organisation's, in which it was the 17th"
    )
