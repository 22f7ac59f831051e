"""A store with repositories that are deployed, filled and derived for the tests of services."""

from collections.abc import Sequence
from datetime import datetime

from domain.facts import CHANGES, DEPLOYMENTS, REPAIRS, ChangeColumns, DeploymentColumns, DeploymentFlag
from domain.records import BranchCommit, Deployment, Incident, PullRequest, Service
from services.derivation import Derivations
from services.derivation.deployments import DEPLOYMENT_FACTS
from services.facts import Facts
from storage.store import Store
from tests import builders
from tests.domain.rulings.stories import ALICE, BOB, NINE_TO_SIX, hour

PAYMENTS, SEARCH = builders.repository(), builders.repository("acme/search")
NOW = hour(24 * 14)


def clock() -> datetime:
    return NOW


def fill(
    store: Store,
    deployments: Sequence[Deployment] = (),
    commits: Sequence[BranchCommit] = (),
    prs: Sequence[PullRequest] = (),
    *,
    incidents: Sequence[Incident] = (),
    services: Sequence[Service] | None = None,
) -> None:
    """Save these as a sync would, and derive what follows from them."""
    facts = Facts(store, clock, NINE_TO_SIX)
    with store.write() as shelves:
        shelves.sources.save(builders.GITHUB)
        shelves.sources.save(builders.source("pagerduty", provider="pagerduty"))
        shelves.repositories.save([PAYMENTS, SEARCH])
        shelves.people.save_accounts([ALICE, BOB])
        if services is not None:
            shelves.services.replace(services)
        shelves.pull_requests.save(prs, facts.of(prs, shelves))
        shelves.branch_commits.save(commits)
        shelves.deployments.save(deployments)
        shelves.incidents.save(incidents)
    derive(store)


def derive(store: Store) -> int:
    """Make anew what is out of date; how many places that were."""
    return Derivations(store, clock, Facts(store, clock, NINE_TO_SIX), (DEPLOYMENT_FACTS,)).refresh()


def deployments(store: Store) -> DeploymentColumns:
    with store.read() as shelves:
        return shelves.facts.in_places(DEPLOYMENTS, [PAYMENTS.id, SEARCH.id])


def repairs(store: Store) -> DeploymentColumns:
    with store.read() as shelves:
        return shelves.facts.in_places(REPAIRS, [PAYMENTS.id, SEARCH.id])


def changes(store: Store) -> ChangeColumns:
    with store.read() as shelves:
        return shelves.facts.in_places(CHANGES, [PAYMENTS.id, SEARCH.id])


def failed(store: Store) -> set[str]:
    """The shas of the deployments that failed in production."""
    found = deployments(store)
    ids = found.id[found.flags & int(DeploymentFlag.FAILED_IN_PRODUCTION) != 0]
    with store.read() as shelves:
        return {record.sha for record in shelves.deployments.by_ids(ids.tolist()).values()}


def brought(store: Store) -> dict[int, str]:
    """By the number of every deployed pull request, the sha of the deployment that brought it."""
    found = changes(store)
    with store.read() as shelves:
        prs = shelves.pull_requests.by_ids(found.id.tolist())
        records = shelves.deployments.by_ids(found.deployment_id.tolist())
    pairs = zip(found.id.tolist(), found.deployment_id.tolist(), strict=True)
    return {prs[pr].number: records[made].sha for pr, made in pairs}
