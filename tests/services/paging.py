"""A small organisation with a pager: services that alert, people in two zones, and their shifts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.people import Asker, WorkingHours
from domain.records import Deployment, Incident, Service, Shift
from domain.runs import RunOutcome
from metrics import BUILTIN
from services.answers import Answers
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from services.sync.position import Position
from services.sync.position import save as save_position
from storage.store import Store
from tests import builders as build
from tests.incidents import PAGERDUTY, service

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""A Tuesday afternoon."""

HOURS = WorkingHours("Europe/Berlin")
PAYMENTS, SEARCH = build.repository("acme/payments"), build.repository("acme/search")
ALICE, BOB, CAROL = (build.account(login) for login in ("alice", "bob", "carol"))
ALICE_PERSON = build.person("alice", slack_user="U1", zone="Europe/Berlin")
BOB_PERSON = build.person("bob", slack_user="U2", zone="America/Los_Angeles")
TEAMS = (
    build.team("payments", repositories=("acme/payments",), hours=HOURS),
    build.team("search", repositories=("acme/search",), hours=HOURS),
    build.team("helpers", members=(build.member("carol"),), hours=HOURS),
)
SERVICES = (service(), service("search", "acme/search", alerts_as=("search-api", "Search")))
ASKER = Asker(slack_user="U1", person_id=ALICE_PERSON.id, account_ids=(ALICE.id,), zone="Europe/Berlin")
STRANGER = Asker(slack_user="U9")


def fill(
    store: Store,
    incidents: Sequence[Incident] = (),
    shifts: Sequence[Shift] = (),
    *,
    deployments: Sequence[Deployment] = (),
    services: Sequence[Service] = SERVICES,
    now: datetime = NOW,
) -> None:
    """The organisation with these incidents and shifts, read to the end, and its facts derived."""
    with store.write() as shelves:
        for source in (build.GITHUB, PAGERDUTY):
            shelves.sources.save(source)
        shelves.repositories.save([PAYMENTS, SEARCH])
        shelves.people.save_accounts([ALICE, BOB, CAROL])
        for account, person in ((ALICE, ALICE_PERSON), (BOB, BOB_PERSON)):
            shelves.people.save(person)
            shelves.people.link(account.id, person.id)
        shelves.teams.replace(TEAMS)
        shelves.services.replace(services)
        shelves.deployments.save(deployments)
        shelves.incidents.save(incidents)
        shelves.shifts.save(shifts)
        for key, stream in ((build.GITHUB.key, "pull_requests"), (PAGERDUTY.key, "incidents")):
            shelves.runs.finish(shelves.runs.begin(key, stream, now), now, RunOutcome.SUCCEEDED)
        for repository in (PAYMENTS, SEARCH):
            save_position(shelves, repository, Position(watermark=now))
    refresh(store, now)


def refresh(store: Store, now: datetime = NOW) -> None:
    """Make anew what is out of date."""
    Derivations(store, lambda: now, Facts(store, lambda: now, HOURS), DERIVATIONS).refresh()


def answers(store: Store, now: datetime = NOW) -> Answers:
    return Answers(store, lambda: now, BUILTIN, "UTC", facts=Facts(store, lambda: now, HOURS))


def ago(**spans: float) -> datetime:
    """So long before `NOW`."""
    return NOW - timedelta(**spans)
