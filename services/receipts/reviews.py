"""Receipts of reviews: which pull request, what was said to it and when; who said it stays on its page."""

from collections.abc import Mapping, Sequence

from domain.facts import RESPONSES
from domain.records import PullRequest, Repository, Review, ReviewState
from domain.result import Receipt
from metrics.items import Items
from storage.shelves import Shelves

_SAID: Mapping[ReviewState, str] = {
    ReviewState.APPROVED: "approved it",
    ReviewState.CHANGES_REQUESTED: "asked for changes",
    ReviewState.COMMENTED: "commented on it",
    ReviewState.DISMISSED: "gave a review that was dismissed later",
}


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these reviews, or of the responses that they are, in their order."""
    columns = items.columns
    rows = {id_: row for row, id_ in enumerate(columns.id.tolist())}
    owners = {id_: int(columns.kind_id[rows[id_]]) for id_ in ids}
    prs = shelves.pull_requests.by_ids(set(owners.values()))
    reviews = {review.id: review for pr in prs.values() for review in pr.reviews}
    repositories = shelves.repositories.by_ids({pr.repository_id for pr in prs.values()})
    told = _responded if items.metric.of.name == RESPONSES.name else _reviewed
    return tuple(
        _receipt(pr, reviews[id_], repositories, float(items.values[rows[id_]]), told(pr, reviews[id_]))
        for id_ in ids
        if (pr := prs.get(owners[id_])) and id_ in reviews
    )


def _receipt(
    pr: PullRequest, review: Review, repositories: Mapping[int, Repository], value: float, ruling: str
) -> Receipt:
    repository = repositories.get(pr.repository_id)
    full_name = repository.full_name if repository else ""
    return Receipt(
        id=review.id,
        title=pr.title,
        url=pr.url,
        repository=full_name,
        name=f"{full_name}#{pr.number}",
        author="",
        at=review.submitted_at,
        value=value,
        phases=(),
        ruling=ruling,
        happened="reviewed",
    )


def _reviewed(_pr: PullRequest, review: Review) -> str:
    return f"The reviewer {_SAID[review.state]}."


def _responded(pr: PullRequest, review: Review) -> str:
    """What ended the wait, and from when it counts (docs/explain/definitions.md, "Reviewer response")."""
    asked = [each for each in pr.review_requests if each.reviewer_id == review.author_id]
    before = [each for each in asked if each.requested_at <= review.submitted_at]
    told = [f"Who was asked {_SAID[review.state]}."]
    if len(before) > 1:
        told.append(f"They were asked {len(before)} times; the first request that stood counts.")
    if any(each.requested_at < pr.created_at for each in before):
        told.append("Asked before it was opened, they could begin when it was.")
    if any(draft.began_at < review.submitted_at for draft in pr.drafts):
        told.append("Time as a draft does not count.")
    return " ".join(told)
