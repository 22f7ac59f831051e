"""Who acts on a pull request: people and not bots, reviewers and not the author."""

from collections.abc import Iterable, Mapping

from domain.people import WorkingHours
from domain.records import Account, AccountKind, PullRequest

People = Mapping[int, Account]


def is_human(account_id: int | None, people: People) -> bool:
    """Whether a person acts under the account; deleted and unknown accounts are taken for people."""
    account = None if account_id is None else people.get(account_id)
    return account is None or account.kind is AccountKind.HUMAN


def may_review(account_id: int | None, pr: PullRequest, people: People) -> bool:
    """Whether it counts when this account reviews: nobody reviews their own work, and no bot does.

    When author and reviewer are both deleted they may be one, so it does not count.
    """
    return account_id != pr.author_id and is_human(account_id, people)


def author(pr: PullRequest) -> frozenset[int]:
    return frozenset() if pr.author_id is None else frozenset({pr.author_id})


def reviewers(pr: PullRequest, people: People) -> frozenset[int]:
    """The people who were asked to review and those who did, by account; teams are not unfolded."""
    asked = (request.reviewer_id for request in pr.review_requests)
    reviewed = (review.author_id for review in pr.reviews)
    commented = (comment.author_id for comment in pr.comments)
    seen = {account for group in (asked, reviewed, commented) for account in group if account is not None}
    return frozenset(account for account in seen if may_review(account, pr, people))


def hours_of(
    accounts: Iterable[int], calendars: Mapping[int, WorkingHours], default: WorkingHours
) -> frozenset[WorkingHours]:
    """The calendars of these accounts; of nobody in particular, the default."""
    return frozenset(calendars.get(account, default) for account in accounts) or frozenset({default})
