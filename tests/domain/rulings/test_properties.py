"""What holds for every pull request, however it went."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Flag, Span
from domain.people import WorkingHours
from domain.records import Account, Comment, PullRequest, Review, ReviewState
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    NOT_HUMAN,
    commented,
    hour,
    reviewed,
    ruled,
)
from tests.domain.rulings.strategies import LATER, MERGE, WHO, pull_requests

EVERY_DAY = WorkingHours(weekdays=frozenset(range(7)))


@given(pull_requests())
def test_no_span_is_negative_and_sound_times_contradict_nothing(pr: PullRequest) -> None:
    facts = ruled(pr)
    assert all(seconds is None or seconds >= 0 for seconds in facts.calendar + facts.working)
    assert Flag.CONTRADICTORY not in facts.flags


@given(pull_requests())
def test_working_time_is_a_part_of_calendar_time(pr: PullRequest) -> None:
    facts = ruled(pr)
    for on_calendar, at_work in zip(facts.calendar, facts.working, strict=True):
        assert (on_calendar is None) == (at_work is None)
        assert (at_work or 0) <= (on_calendar or 0)


@given(pull_requests(), st.randoms(use_true_random=False))
def test_the_order_of_what_happened_in_a_record_changes_nothing(pr: PullRequest, random: Random) -> None:
    def mixed(values: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(random.sample(values, len(values)))

    lists = ("commits", "reviews", "comments", "drafts", "review_requests")
    told_otherwise = replace(pr, **{name: mixed(getattr(pr, name)) for name in lists})  # type: ignore[arg-type]  # names and values come from the record
    assert ruled(told_otherwise) == ruled(pr)


@given(pull_requests(), st.builds(reviewed, LATER, st.sampled_from(NOT_HUMAN), st.sampled_from(ReviewState)))
def test_a_bots_review_changes_nothing(pr: PullRequest, review: Review) -> None:
    assert ruled(replace(pr, reviews=(*pr.reviews, review))) == ruled(pr)


@given(pull_requests(), st.builds(commented, LATER, st.just(ALICE)))
def test_the_authors_own_comment_on_a_day_of_work_changes_nothing(pr: PullRequest, comment: Comment) -> None:
    before, after = pr, replace(pr, comments=(*pr.comments, comment))
    assert ruled(after, alice=EVERY_DAY) == ruled(before, alice=EVERY_DAY)


@given(pull_requests(), st.builds(reviewed, st.integers(MERGE + 1, MERGE + 100), WHO))
def test_a_review_after_the_merge_changes_no_time(pr: PullRequest, review: Review) -> None:
    before, after = ruled(pr), ruled(replace(pr, reviews=(*pr.reviews, review)))
    assert after.calendar == before.calendar
    assert after.flags == before.flags


@given(pull_requests())
def test_phases_never_take_longer_than_the_cycle(pr: PullRequest) -> None:
    cycle, *phases = ruled(pr).calendar
    assert sum(seconds or 0 for seconds in phases) <= (cycle or 0)


@given(pull_requests())
def test_milestones_come_in_their_order(pr: PullRequest) -> None:
    facts = ruled(pr)
    moments = [
        facts.work_began_at,
        facts.ready_at,
        facts.requested_at and max(facts.requested_at, facts.ready_at or facts.requested_at),
        facts.first_review_at,
        facts.approved_at,
        facts.merged_at,
    ]
    happened = [moment for moment in moments if moment]
    assert happened == sorted(happened)


@given(pull_requests(), st.sampled_from((BOB, CAROL)))
def test_a_review_at_the_opening_is_the_first_and_ends_the_wait_at_once(
    pr: PullRequest, who: Account
) -> None:
    facts = ruled(replace(pr, reviews=(*pr.reviews, reviewed(0, who))))
    assert facts.first_review_at == hour(0)
    assert not dict(zip(Span, facts.calendar, strict=True))[Span.PICKUP]


@given(pull_requests())
def test_there_is_a_review_time_exactly_when_there_is_a_review(pr: PullRequest) -> None:
    facts = ruled(pr)
    spans = dict(zip(Span, facts.calendar, strict=True))
    assert (spans[Span.REVIEW] is None) == (facts.first_review_at is None) == (Flag.UNREVIEWED in facts.flags)
    assert (spans[Span.MERGE] is None) == (facts.approved_at is None)
