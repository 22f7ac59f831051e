"""Our facts of real pull requests, and of chance ones, against a telling that shares no code with them."""

from statistics import median

import numpy as np
import pytest
from hypothesis import given

from domain.facts import PullRequestFacts, Span
from domain.people import WorkingHours
from domain.records import PullRequest, ReviewState
from domain.rulings import facts
from integrations.github.mapping import pull_request_page
from metrics.aggregates import ordered, percentile
from tests.domain.rulings.stories import NOT_HUMAN, PEOPLE, ruled
from tests.domain.rulings.strategies import pull_requests
from tests.independent import History, Retold, graphql_history, rest_histories, retell
from tests.metrics.recorded import BOTS, SHARED, bot_nodes, rest_nodes
from tests.metrics.samples import seconds

real = pytest.mark.skipif(not SHARED.exists(), reason="the recorded pull requests lie beside the project")


def spans_of(found: PullRequestFacts) -> dict[str, int | None]:
    return {span.value: value for span, value in zip(Span, found.calendar, strict=True)}


def milestones_of(found: PullRequestFacts) -> Retold:
    return Retold(found.work_began_at, found.ready_at, found.first_review_at, found.approved_at)


@pytest.fixture(scope="module")
def ours() -> dict[int, PullRequestFacts]:
    """The facts of the repository's pull requests by number, by way of the mapping."""
    page = pull_request_page("github", rest_nodes(SHARED))
    assert not page.unmappable
    people = {account.id: account for account in page.accounts}
    return {pr.number: facts(pr, people, {}, WorkingHours(), "master") for pr in page.pull_requests}


@real
def test_real_pull_requests_have_the_same_spans_to_the_second(ours: dict[int, PullRequestFacts]) -> None:
    told = {number: retell(history).spans for number, history in rest_histories(SHARED).items()}
    merged = {number: spans for number, spans in told.items() if spans}
    assert len(merged) == 26
    assert {number: spans_of(ours[number]) for number in merged} == merged


@real
def test_real_pull_requests_that_are_not_merged_have_no_spans(ours: dict[int, PullRequestFacts]) -> None:
    waiting = [number for number, history in rest_histories(SHARED).items() if not history.merged]
    assert len(waiting) == 23
    assert {value for number in waiting for value in ours[number].calendar} == {None}


@real
def test_the_real_median_is_the_same(ours: dict[int, PullRequestFacts]) -> None:
    told = [retell(history).spans.get("cycle") for history in rest_histories(SHARED).values()]
    found = ordered(seconds([facts.calendar[0] for facts in ours.values()]))
    assert percentile(found, 50) == median(value for value in told if value is not None)
    assert int(np.count_nonzero(found)) == 26


@real
def test_real_answers_of_the_graphql_interface_have_the_same_milestones() -> None:
    compared = 0
    for recorded, node in bot_nodes(BOTS):
        page = pull_request_page("github", [node])
        assert not page.unmappable
        people = {account.id: account for account in page.accounts}
        found = facts(page.pull_requests[0], people, {}, WorkingHours())
        assert milestones_of(found) == retell(graphql_history(recorded))
        compared += 1
    assert compared == 92


def history_of(pr: PullRequest) -> History:
    """A record as the plain list of what happened."""
    logins = {account.id: account.login for account in PEOPLE.values()}
    bots = {account.login for account in NOT_HUMAN}

    def who(account_id: int | None) -> str:
        return "a deleted account" if account_id is None else logins[account_id]

    said = {state: state.value for state in ReviewState} | {ReviewState.COMMENTED: "commented"}
    history = History(pr.number, who(pr.author_id), pr.created_at, pr.merged_at, bots=bots)
    history.opened_as_draft = any(draft.began_at == pr.created_at for draft in pr.drafts)
    history.events = [
        *((commit.authored_at, "written", "") for commit in pr.commits),
        *((commit.committed_at, "pushed", "") for commit in pr.commits),
        *((review.submitted_at, said[review.state], who(review.author_id)) for review in pr.reviews),
        *((comment.created_at, "commented", who(comment.author_id)) for comment in pr.comments),
        *((draft.began_at, "draft", "") for draft in pr.drafts),
        *((draft.ended_at, "ready", "") for draft in pr.drafts if draft.ended_at),
        *(
            (request.requested_at, "requested", "")
            for request in pr.review_requests
            if who(request.reviewer_id) not in bots
        ),
    ]
    return history


@given(pull_requests())
def test_chance_pull_requests_have_the_same_milestones_and_spans(pr: PullRequest) -> None:
    told = retell(history_of(pr))
    found = ruled(pr)
    assert spans_of(found) == told.spans
    assert (found.work_began_at, found.first_review_at) == (told.began, told.first_review)
    assert (found.ready_at, found.approved_at) == (told.ready, told.approved)
