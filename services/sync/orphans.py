"""Records that belong to something that was never read are set aside: they would have nowhere to lie."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from domain.errors import Unmappable
from domain.records import (
    BranchCommit,
    CodeOwners,
    Deployment,
    Issue,
    Job,
    Project,
    PullRequest,
    Run,
    Sprint,
    TestCase,
)
from integrations.pages import Page
from storage.shelves import Shelves

Known = Callable[[Shelves, set[int]], Mapping[int, Any]]

_HOMES: tuple[tuple[tuple[type, ...], str, tuple[type, ...], Known], ...] = (
    (
        (PullRequest, BranchCommit, CodeOwners, Deployment, Run),
        "repository_id",
        (),
        lambda shelves, ids: shelves.repositories.by_ids(ids),
    ),
    ((Issue, Sprint), "project_id", (Project,), lambda shelves, ids: shelves.projects.by_ids(ids)),
    ((Job, TestCase), "run_id", (Run,), lambda shelves, ids: shelves.builds.by_ids(ids)),
)
"""Kinds of records, what names their home, its kind where a page may bring it along, and where it is kept."""

_PAYLOAD = 64_000


def without_orphans(source: str, stream: str, page: Page, shelves: Shelves) -> Page:
    """The page without records whose repository, project or run neither it nor the store knows."""
    kept: list[Any] = list(page.records)
    lost: list[Any] = []
    for kinds, home, brought, known in _HOMES:
        here = {record.id for record in kept if type(record) in brought}
        absent = {getattr(record, home) for record in kept if isinstance(record, kinds)} - here
        absent -= known(shelves, absent).keys() if absent else set()
        if absent:
            lost += [each for each in kept if isinstance(each, kinds) and getattr(each, home) in absent]
            kept = [each for each in kept if not isinstance(each, kinds) or getattr(each, home) not in absent]
    aside = tuple(_aside(source, stream, record) for record in lost)
    return replace(page, records=tuple(kept), unmappable=(*page.unmappable, *aside)) if lost else page


def _aside(source: str, stream: str, record: Any) -> Unmappable:  # noqa: ANN401 - any of those above
    home = next(home for kinds, home, _, _ in _HOMES if isinstance(record, kinds))
    payload = json.dumps(asdict(record), default=str, sort_keys=True)
    return Unmappable(
        source=source,
        stream=stream,
        external_id=str(getattr(record, "external_id", "") or getattr(record, "sha", "")),
        path=home,
        reason=f"it belongs to a {home.removesuffix('_id')} that was never read",
        payload_hash=sha256(payload.encode()).hexdigest(),
        payload=payload[:_PAYLOAD],
    )
