"""Our facts of real pull requests, and of chance ones, against a telling that shares no code with them."""

import pytest
from hypothesis import given

from domain.facts import PullRequestFacts, Span
from domain.people import WorkingHours
from domain.records import PullRequest, ReviewState
from domain.rulings import facts
from integrations.github.mapping import pull_request_page
from tests.domain.rulings.stories import NOT_HUMAN, PEOPLE, ruled
from tests.domain.rulings.strategies import pull_requests
from tests.fakes.github.recorded import ANSWERS, MISSING, RECORDED
from tests.independent import History, Retold, graphql_history, retell
from tests.metrics.recorded import bot_nodes


def spans_of(found: PullRequestFacts) -> dict[str, int | None]:
    return {span.value: value for span, value in zip(Span, found.calendar, strict=True)}


def milestones_of(found: PullRequestFacts) -> Retold:
    return Retold(found.work_began_at, found.ready_at, found.first_review_at, found.approved_at)


@pytest.mark.skipif(not RECORDED.exists(), reason=MISSING)
def test_real_answers_of_the_graphql_interface_have_the_same_milestones() -> None:
    compared = 0
    for recorded, node in bot_nodes(RECORDED / ANSWERS):
        page = pull_request_page("github", [node])
        assert not page.unmappable
        people = {account.id: account for account in page.accounts}
        found = facts(page.of(PullRequest)[0], people, {}, WorkingHours())
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
