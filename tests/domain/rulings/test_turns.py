"""Whose turn an open pull request is, and since when."""

from datetime import datetime

import pytest
from hypothesis import given

from domain.people import Asker
from domain.records import PullRequest, ReviewState
from domain.rulings.turns import Patience, Step, Turn, asked, began_at, is_stuck, turn
from tests.builders import commit
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    PEOPLE,
    ROBOT,
    approved,
    closed,
    commented,
    draft,
    hour,
    objected,
    requested,
    reviewed,
    still_open,
    wrote,
)
from tests.domain.rulings.test_independent_reviews import reviewed_pull_requests

HOUR = 3600
REVIEWER = Asker(account_ids=(BOB.id,))


def told(pr: PullRequest) -> tuple[Step, datetime, set[str]]:
    """The step, since when, and the logins of those whose turn it is."""
    found = turn(pr, PEOPLE)
    return found.step, found.since, {PEOPLE[who].login for who in found.by}


def test_a_review_waits_since_the_latest_request() -> None:
    requests = (requested(1), requested(5), requested(9, CAROL))
    found = asked(still_open(review_requests=requests), REVIEWER)
    assert found == Turn(hour(5), "Your review is requested", frozenset({BOB.id}))


@pytest.mark.parametrize(
    "asker",
    [Asker(), Asker(account_ids=(ALICE.id,)), Asker(account_ids=(CAROL.id,))],
    ids=["nobody", "its author", "somebody else"],
)
def test_nobody_else_is_asked(asker: Asker) -> None:
    assert asked(still_open(review_requests=(requested(4),)), asker) is None


def test_a_request_that_was_taken_back_asks_nobody() -> None:
    assert asked(still_open(review_requests=(requested(4, removed_at=hour(5)),)), REVIEWER) is None


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        pytest.param({}, 0, id="opened"),
        pytest.param({"drafts": (draft(0, 5),)}, 5, id="left draft"),
        pytest.param({"drafts": (draft(0, 5), draft(7, 9))}, 9, id="left draft twice"),
        pytest.param({"closed_intervals": (closed(3, 6),)}, 6, id="reopened"),
        pytest.param({"commits": (wrote(4),)}, 0, id="pushed, and nobody asked"),
        pytest.param({"review_requests": (requested(4, ROBOT),)}, 0, id="a bot was asked"),
        pytest.param({"review_requests": (requested(4, ALICE),)}, 0, id="its author asked themselves"),
        pytest.param({"review_requests": (requested(4, removed_at=hour(5)),)}, 0, id="a request taken back"),
        pytest.param({"reviews": (approved(4, ROBOT),)}, 0, id="a bot approved"),
        pytest.param({"reviews": (approved(4, ALICE),)}, 0, id="approved by its author"),
        pytest.param({"comments": (commented(4, ALICE),)}, 0, id="its author's own comment"),
    ],
)
def test_what_nobody_was_asked_to_review_waits_for_somebody_to_be_asked(
    fields: dict[str, object], since: float
) -> None:
    assert told(still_open(**fields)) == (Step.ASK, hour(since), set())


@pytest.mark.parametrize(
    ("fields", "since", "by"),
    [
        pytest.param({"review_requests": (requested(4),)}, 4, {"bob"}, id="asked"),
        pytest.param(
            {"review_requests": (requested(4), requested(9, CAROL))}, 4, {"bob", "carol"}, id="two asked"
        ),
        pytest.param(
            {"review_requests": (requested(4),), "drafts": (draft(0, 6),)}, 6, {"bob"}, id="asked as a draft"
        ),
        pytest.param(
            {"review_requests": (requested(4),), "commits": (wrote(8),)}, 8, {"bob"}, id="pushed since"
        ),
        pytest.param({"review_requests": (requested(4), requested(5, ROBOT))}, 4, {"bob"}, id="and a bot"),
        pytest.param({"review_requests": (requested(4, None, team="core"),)}, 4, set(), id="a team"),
    ],
)
def test_the_first_review_waits_for_those_who_were_asked(
    fields: dict[str, object], since: float, by: set[str]
) -> None:
    assert told(still_open(**fields)) == (Step.FIRST_REVIEW, hour(since), by)


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        pytest.param({"reviews": (objected(4),)}, 4, id="objection"),
        pytest.param({"reviews": (objected(4), approved(9, CAROL))}, 4, id="beside an approval"),
        pytest.param({"reviews": (objected(4), objected(9, CAROL))}, 9, id="two objections"),
        pytest.param({"reviews": (objected(4),), "commits": (wrote(2),)}, 4, id="pushed before it"),
        pytest.param(
            {"reviews": (objected(4),), "commits": (wrote(6, headline="Merge branch 'main' into x"),)},
            4,
            id="brought up to date",
        ),
        pytest.param(
            {"reviews": (objected(4),), "commits": (commit("b", hour(6), author_id=ROBOT.id),)},
            4,
            id="a bot pushed",
        ),
        pytest.param({"reviews": (objected(4), reviewed(9))}, 4, id="a remark after it"),
        pytest.param(
            {"reviews": (objected(4),), "comments": (commented(9, ALICE),)}, 4, id="only words for an answer"
        ),
        pytest.param({"reviews": (reviewed(4),)}, 4, id="a comment without a decision"),
        pytest.param({"comments": (commented(4), commented(6, CAROL))}, 6, id="two top-level comments"),
    ],
)
def test_the_author_s_answer_is_waited_for(fields: dict[str, object], since: float) -> None:
    assert told(still_open(**fields)) == (Step.ANSWER, hour(since), {"alice"})


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        pytest.param({"reviews": (approved(4),)}, 4, id="approved"),
        pytest.param({"reviews": (approved(4), approved(9, CAROL))}, 9, id="by two"),
        pytest.param({"reviews": (objected(4), approved(9))}, 9, id="objection withdrawn"),
        pytest.param(
            {"reviews": (objected(4, dismissed_at=hour(6)), approved(9, CAROL))}, 9, id="objection dismissed"
        ),
        pytest.param({"reviews": (approved(4), reviewed(9))}, 4, id="a remark after the approval"),
        pytest.param(
            {"reviews": (approved(4),), "closed_intervals": (closed(5, 8),)}, 8, id="reopened since"
        ),
        pytest.param(
            {"reviews": (approved(4),), "review_requests": (requested(1, CAROL),)},
            4,
            id="another was asked too",
        ),
    ],
)
def test_an_approval_waits_for_the_merge(fields: dict[str, object], since: float) -> None:
    assert told(still_open(**fields)) == (Step.MERGE, hour(since), {"alice"})


@pytest.mark.parametrize(
    ("fields", "since", "by"),
    [
        pytest.param({"reviews": (objected(4),), "commits": (wrote(8), wrote(9))}, 8, {"bob"}, id="fixed"),
        pytest.param(
            {"reviews": (objected(4),), "review_requests": (requested(8),)}, 8, {"bob"}, id="asked again"
        ),
        pytest.param(
            {"reviews": (objected(4),), "review_requests": (requested(8, CAROL),)},
            8,
            {"carol"},
            id="asked another",
        ),
        pytest.param(
            {"reviews": (reviewed(4),), "commits": (wrote(8),)}, 8, {"bob"}, id="pushed after a comment"
        ),
        pytest.param(
            {"reviews": (reviewed(4),), "comments": (commented(8, ALICE),)},
            8,
            {"bob"},
            id="answered a comment",
        ),
        pytest.param(
            {"reviews": (reviewed(4),), "review_requests": (requested(2, CAROL),)},
            2,
            {"carol"},
            id="another has not looked yet",
        ),
        pytest.param({"reviews": (objected(4, dismissed_at=hour(6)),)}, 6, {"bob"}, id="objection dismissed"),
        pytest.param(
            {"reviews": (reviewed(4, state=ReviewState.DISMISSED, dismissed_at=hour(7)),)},
            7,
            {"bob"},
            id="dismissed, whatever it was",
        ),
    ],
)
def test_another_look_waits_for_those_who_looked_or_were_asked_to(
    fields: dict[str, object], since: float, by: set[str]
) -> None:
    assert told(still_open(**fields)) == (Step.NEXT_REVIEW, hour(since), by)


@pytest.mark.parametrize(
    ("requests", "why"),
    [
        ((requested(1, CAROL), requested(2), requested(3, ROBOT)), "Waits for bob and carol"),
        ((requested(1, None, team="core"),), "Waits for the team core"),
        ((requested(1, None),), "Waits for a reviewer whose account is gone"),
    ],
    ids=["two people and a bot", "a team", "a deleted account"],
)
def test_who_is_waited_for_is_named(requests: tuple[object, ...], why: str) -> None:
    assert turn(still_open(review_requests=requests), PEOPLE).why == why


@pytest.mark.parametrize(
    ("step", "hours"),
    [(Step.ASK, 8), (Step.FIRST_REVIEW, 8), (Step.NEXT_REVIEW, 8), (Step.ANSWER, 16), (Step.MERGE, 16)],
)
def test_it_is_stuck_after_a_day_for_a_review_and_two_for_its_author(step: Step, hours: int) -> None:
    assert not is_stuck(step, hours * HOUR, 0, Patience())
    assert is_stuck(step, hours * HOUR + 1, 0, Patience())


def test_it_is_stuck_after_ten_days_whoever_s_turn_it_is() -> None:
    assert not is_stuck(Step.MERGE, 0, 80 * HOUR, Patience())
    assert is_stuck(Step.MERGE, 0, 80 * HOUR + 1, Patience())


def test_patience_can_be_had_for_longer() -> None:
    assert not is_stuck(Step.FIRST_REVIEW, 20 * HOUR, 0, Patience(review=24 * HOUR))


@given(reviewed_pull_requests())
def test_there_is_always_one_step_and_it_never_began_before_it_could(pr: PullRequest) -> None:
    found = turn(pr, PEOPLE)
    assert found.since >= (pr.created_at if found.step is Step.NEXT_REVIEW else began_at(pr))
    assert found.by <= set(PEOPLE)
    if found.step in (Step.ANSWER, Step.MERGE):
        assert found.by == {ALICE.id}
    assert (found.step is Step.ASK) <= (not found.by)


@given(reviewed_pull_requests())
def test_the_merge_is_waited_for_only_with_an_approval_and_no_objection(pr: PullRequest) -> None:
    words = {
        each.author_id: each
        for each in sorted(pr.reviews, key=lambda each: (each.submitted_at, each.id))
        if each.state is not ReviewState.COMMENTED and each.author_id in (BOB.id, CAROL.id)
    }
    states = [each.state for each in words.values() if not each.dismissed_at]
    ready = ReviewState.APPROVED in states and ReviewState.CHANGES_REQUESTED not in states
    assert (turn(pr, PEOPLE).step is Step.MERGE) == ready
