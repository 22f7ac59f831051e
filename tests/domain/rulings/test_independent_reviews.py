"""Our rounds and responses, on histories as chance makes them, against walks that share no code with them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.records import AccountKind, Commit, PullRequest
from tests.builders import commit
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    PEOPLE,
    ROBOT,
    hour,
    requested,
    reviewed,
    ruled,
)
from tests.domain.rulings.strategies import MERGE, pull_requests
from tests.independent_reviews import responses_again, rounds_again

PERSONS = {id_ for id_, account in PEOPLE.items() if account.kind is AccountKind.HUMAN}
HEADLINES = ("Mend it", "Merge branch 'main' into pay-once", "Merge the ledgers")
WHO = st.sampled_from((BOB, CAROL))
MOMENTS = st.integers(0, 40)


@st.composite
def pushes(draw: st.DrawFn) -> Commit:
    by = draw(st.sampled_from((ALICE.id, BOB.id, ROBOT.id, None)))
    at, headline = hour(draw(MOMENTS)), draw(st.sampled_from(HEADLINES))
    return commit(f"{at}{headline}{by}", at, author_id=by, headline=headline)


@st.composite
def reviewed_pull_requests(draw: st.DrawFn) -> PullRequest:
    """Pull requests that go back and forth within few hours, so that things fall together."""
    asked = [
        requested(at, who, removed_at=None if gone is None else hour(at + gone))
        for at, who, gone in draw(
            st.lists(st.tuples(st.integers(-5, 40), WHO, st.none() | st.integers(0, 30)), max_size=5)
        )
    ]
    reviews = draw(st.lists(st.builds(reviewed, MOMENTS, WHO), max_size=6, unique_by=lambda each: each.id))
    merged_at, closed_at = draw(st.sampled_from(((hour(MERGE), None), (None, hour(30)), (None, None))))
    return replace(
        draw(pull_requests()),
        commits=tuple(draw(st.lists(pushes(), max_size=5))),
        reviews=tuple(reviews),
        review_requests=tuple(asked),
        merged_at=merged_at,
        closed_at=closed_at,
    )


@given(pull_requests() | reviewed_pull_requests())
def test_rounds_are_as_a_plain_walk_counts_them(pr: PullRequest) -> None:
    assert ruled(pr).rounds == rounds_again(pr, PERSONS)


@given(pull_requests() | reviewed_pull_requests())
def test_responses_are_as_a_plain_walk_measures_them(pr: PullRequest) -> None:
    found = {each.author_id: each.span for each in ruled(pr).responses}
    assert found == responses_again(pr, PERSONS)


@given(reviewed_pull_requests())
def test_nobody_responds_twice_and_never_for_longer_at_work_than_by_the_calendar(pr: PullRequest) -> None:
    facts = ruled(pr).responses
    assert len({each.author_id for each in facts}) == len({each.id for each in facts}) == len(facts)
    assert all(0 <= (each.span_working or 0) <= (each.span or 0) for each in facts)
    assert all(each.at <= (pr.merged_at or pr.closed_at or hour(MERGE)) for each in facts)


@given(reviewed_pull_requests())
def test_there_are_rounds_exactly_when_there_was_a_first_review(pr: PullRequest) -> None:
    facts = ruled(pr)
    assert (facts.rounds is None) == (facts.first_review_at is None)
