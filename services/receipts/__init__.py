"""Receipts: the items behind a figure, each with its spans and the rulings that were applied to it."""

from collections.abc import Callable, Mapping, Sequence

from domain.facts import (
    ACKNOWLEDGEMENTS,
    CALLS,
    CASES,
    CHANGES,
    DEPLOYMENTS,
    ENDINGS,
    INCIDENTS,
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    LIFETIMES,
    LINKS,
    POINTS,
    PULL_REQUESTS,
    RECOVERIES,
    REPAIRS,
    RESOLUTIONS,
    RESPONSES,
    REVIEWS,
    RUNS,
    SPRINTS,
)
from domain.result import Receipt
from metrics.items import Items
from services.receipts import (
    calls,
    cases,
    changes,
    deployments,
    incidents,
    issues,
    links,
    points,
    pull_requests,
    recoveries,
    reviews,
    runs,
    sprints,
)
from services.receipts.pull_requests import ruling
from storage.shelves import Shelves

__all__ = ["RECEIPTS", "ruling"]

Receipts = Callable[[Sequence[int], Items, Shelves], tuple[Receipt, ...]]
"""The receipts of these items, in their order."""

RECEIPTS: Mapping[str, Receipts] = {
    PULL_REQUESTS.name: pull_requests.receipts,
    CHANGES.name: changes.receipts,
    DEPLOYMENTS.name: deployments.receipts,
    REPAIRS.name: deployments.receipts,
    ENDINGS.name: pull_requests.receipts,
    LIFETIMES.name: pull_requests.receipts,
    REVIEWS.name: reviews.receipts,
    RESPONSES.name: reviews.receipts,
    INCIDENTS.name: incidents.receipts,
    ACKNOWLEDGEMENTS.name: incidents.receipts,
    RESOLUTIONS.name: incidents.receipts,
    CALLS.name: calls.receipts,
    RUNS.name: runs.receipts,
    RECOVERIES.name: recoveries.receipts,
    CASES.name: cases.receipts,
    ISSUES.name: issues.receipts,
    ISSUE_PULLS.name: issues.receipts,
    ISSUE_DEPLOYS.name: issues.receipts,
    LINKS.name: links.receipts,
    SPRINTS.name: sprints.receipts,
    POINTS.name: points.receipts,
}
"""What tells the receipts of each family of facts."""
