"""A small organisation to ask about: Harbour's payments team, its people and what they merged."""

from datetime import UTC, datetime, timedelta

from domain.people import Asker, WorkingHours
from domain.records import AccountKind, PullRequest
from metrics import BUILTIN
from services.answers import Answers
from services.facts import Facts
from storage.store import Store
from tests.builders import account, commit, member, person, pull_request, repository, review, source, team

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
HOURS = WorkingHours("Europe/Berlin")
API, WEB = repository("acme/api"), repository("acme/web")
ANA, BOB, BOT = account("ana"), account("bob"), account("robo", kind=AccountKind.BOT)
ANA_PERSON = person("ana", slack_user="U1")
PAYMENTS = team("payments", repositories=("acme/api",), hours=HOURS, channel="C1", members=(member("ana"),))
WEB_TEAM = team("web", members=(member("bob"),))
ASKER = Asker(
    slack_user="U1", channel="C1", person_id=ANA_PERSON.id, account_ids=(ANA.id,), zone="Europe/Berlin"
)


def clock() -> datetime:
    return NOW


def merged(number: int, days_ago: float, hours: float = 24, **fields: object) -> PullRequest:
    """Merged so long ago, after so many hours, reviewed and approved by bob half-way."""
    merged_at = NOW - timedelta(days=days_ago)
    created_at = merged_at - timedelta(hours=hours)
    half = created_at + timedelta(hours=hours / 2)
    told: dict[str, object] = {
        "repository": API,
        "author": ANA,
        "created_at": created_at,
        "merged_at": merged_at,
        "commits": (commit(f"c{number}", created_at),),
        "reviews": (review(f"r{number}", BOB, half),),
    }
    return pull_request(number, **(told | fields))


def fill(store: Store, *prs: PullRequest) -> None:
    """The organisation with these pull requests, ruled on."""
    facts = Facts(store, clock, HOURS)
    with store.write() as shelves:
        shelves.sources.save(source())
        shelves.repositories.save([API, WEB])
        shelves.people.save_accounts([ANA, BOB, BOT])
        shelves.people.save(ANA_PERSON)
        shelves.people.link(ANA.id, ANA_PERSON.id)
        shelves.teams.replace([PAYMENTS, WEB_TEAM])
        shelves.pull_requests.save(prs, facts.of(prs, shelves))


def answers(store: Store) -> Answers:
    return Answers(store, clock, BUILTIN, "UTC")
