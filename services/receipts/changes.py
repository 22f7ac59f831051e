"""Receipts of deployed pull requests: those of the pull requests, and which deployment brought them."""

from collections.abc import Sequence
from dataclasses import replace

from domain.facts import NO_SPAN, ChangeColumns, Flag
from domain.records import Deployment
from domain.result import Receipt
from metrics.items import Items
from render.text import duration
from services.receipts import pull_requests
from storage.shelves import Shelves


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    columns: ChangeColumns = items.columns
    rows = {id_: row for row, id_ in enumerate(columns.id.tolist())}
    deployments = shelves.deployments.by_ids(int(columns.deployment_id[rows[id_]]) for id_ in ids)
    services = shelves.labels.names(int(columns.service_id[rows[id_]]) for id_ in ids)
    told = []
    for receipt in pull_requests.receipts(ids, items, shelves):
        row = rows[receipt.id]
        deployment = deployments.get(int(columns.deployment_id[row]))
        service = services.get(int(columns.service_id[row]), "")
        said = f"{receipt.ruling} {ruling(columns, row, deployment, service)}".strip()
        told.append(replace(receipt, ruling=said))
    return tuple(told)


def ruling(columns: ChangeColumns, row: int, deployment: Deployment | None, service: str) -> str:
    """Which deployment counts and why (docs/explain/definitions.md, "Lead time")."""
    named = f"{service} {deployment.sha[:7]}".strip() if deployment else service
    flags = Flag(int(columns.flags[row]))
    first = f"The first deployment to contain it was {named or 'one that is gone'}"
    if columns.deploy[row] != NO_SPAN:
        return f"{first}, which ended {duration(float(columns.deploy[row]))} after the merge."
    if flags & Flag.FIRST_DEPLOYMENT:
        return f"{first}, the first of that service that is known, so it has no lead time."
    if flags & Flag.LONG_GAP:
        return f"{first}, after a gap of 60 days or 5,000 commits, so it has no lead time."
    return f"{first}, which ended before the merge."
