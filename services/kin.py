"""Kin: which facts are of one item, what the item is called, and where it belongs."""

from collections.abc import Callable, Collection, Mapping

from domain.correction import Correction, Link
from domain.errors import Unknown
from domain.facts import (
    ACKNOWLEDGEMENTS,
    CASES,
    CHANGES,
    DEPLOYMENTS,
    FAMILIES,
    INCIDENTS,
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    LINKS,
    PULL_REQUESTS,
    RECOVERIES,
    REPAIRS,
    RESOLUTIONS,
    RUNS,
    SPRINTS,
    Columns,
    Family,
)
from storage.rests_on import EVERYWHERE
from storage.shelves import Shelves

Kin = tuple[Family[Columns], ...]

_KIN: tuple[Kin, ...] = (
    (PULL_REQUESTS, CHANGES, LINKS),
    (DEPLOYMENTS, REPAIRS),
    (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS),
    (ISSUES, ISSUE_PULLS, ISSUE_DEPLOYS),
)
"""Families whose facts are of the same items, under the same ids."""


def kin(family: str) -> Kin:
    """The families in which an item of this one stands too; whoever sets it aside means all of them."""
    own = next((each for each in FAMILIES if each.name == family), None)
    if own is None:
        raise Unknown(f"There are no facts called “{family}”.")
    read_from_pull_requests = (own,) if own.name in ("lifetimes", "endings") else ()
    if read_from_pull_requests:
        return _KIN[0]
    return next((group for group in _KIN if own in group), (own,))


def name_of(family: str, item_id: int, shelves: Shelves) -> str:
    """What people call the item; Unknown when there is none."""
    told = _NAMES[kin(family)[0].name](item_id, shelves)
    if told is None:
        raise Unknown("There is no such item any more.", hint="It may have been deleted at its source.")
    return told


def places_of(correction: Correction, shelves: Shelves) -> Collection[int]:
    """Where the facts that rest on a link have to be made anew."""
    ids = {correction.target} if isinstance(correction.target, int) else set()
    known = shelves.overrides.get(correction.subject, correction.item_id)
    ids |= {known.to_id} if known else set()
    if correction.subject == Link.PULL_REQUEST_ISSUE:
        prs = shelves.pull_requests.by_ids([correction.item_id]).values()
        issues = shelves.issues.by_ids(ids).values()
        return {pr.repository_id for pr in prs} | {issue.project_id for issue in issues}
    failures = shelves.failures.by_evidence([correction.item_id])
    ids |= {failure.deployment_id for failure in failures.values()}
    found = {deployment.repository_id for deployment in shelves.deployments.by_ids(ids).values()}
    at = {int(place) for place in shelves.facts.by_ids(INCIDENTS, [correction.item_id]).place_id}
    return (found | at) - {EVERYWHERE} or {EVERYWHERE}


def _pull_request(item_id: int, shelves: Shelves) -> str | None:
    pr = shelves.pull_requests.by_ids([item_id]).get(item_id)
    if pr is None:
        return None
    where = shelves.repositories.by_ids([pr.repository_id]).get(pr.repository_id)
    return f"{where.full_name if where else ''}#{pr.number}"


def _deployment(item_id: int, shelves: Shelves) -> str | None:
    found = shelves.deployments.by_ids([item_id]).get(item_id)
    return f"deployment {found.sha[:7]} to {found.environment}" if found else None


def _run(item_id: int, shelves: Shelves) -> str | None:
    found = shelves.builds.by_ids([item_id]).get(item_id)
    return f"{found.workflow} run {found.external_id}, attempt {found.attempt}" if found else None


def _incident(item_id: int, shelves: Shelves) -> str | None:
    found = shelves.incidents.by_ids([item_id]).get(item_id)
    return f"incident {found.number}" if found else None


def _issue(item_id: int, shelves: Shelves) -> str | None:
    found = shelves.issues.by_ids([item_id]).get(item_id)
    return found.key if found else None


def _sprint(item_id: int, shelves: Shelves) -> str | None:
    found = shelves.sprints.by_ids([item_id]).get(item_id)
    return found.name if found else None


def _case(item_id: int, shelves: Shelves) -> str | None:
    found = shelves.cases.by_ids([item_id]).get(item_id) or shelves.jobs.by_ids([item_id]).get(item_id)
    return found.name if found else None


def _nameless(item_id: int, _shelves: Shelves) -> str | None:
    return f"item {item_id}"


_NAMES: Mapping[str, Callable[[int, Shelves], str | None]] = {
    **dict.fromkeys((family.name for family in FAMILIES), _nameless),
    PULL_REQUESTS.name: _pull_request,
    DEPLOYMENTS.name: _deployment,
    RUNS.name: _run,
    RECOVERIES.name: _run,
    INCIDENTS.name: _incident,
    ISSUES.name: _issue,
    SPRINTS.name: _sprint,
    CASES.name: _case,
}
"""By the first family of kin, what its items are called."""
