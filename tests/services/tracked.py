"""A store with a tracker: issues of two projects, with pull requests and deployments of two repositories."""

from datetime import datetime, timedelta
from typing import Any

from domain.facts import CHANGES, ChangeFacts, Flag
from domain.people import WorkingHours
from domain.records import Issue, PullRequest
from services.derivation import Derivations
from services.derivation.issues import ISSUE_FACTS
from services.facts import Facts
from storage.store import Store
from tests import builders as build

NOW = build.NOW
HOUR = timedelta(hours=1)
REPOSITORY, OTHER = build.repository("acme/pay"), build.repository("acme/search")
PAY, LED = build.project("PAY"), build.project("LED")
NOT_ODD = Flag(0)
ALICE = build.account("alice")
ALICE_AT_JIRA = build.account("a1b2", source="jira")


def fill(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.sources.save(build.JIRA)
        shelves.repositories.save([REPOSITORY, OTHER])
        shelves.projects.save([PAY, LED])
        shelves.people.save_accounts([ALICE, ALICE_AT_JIRA])


def derive(store: Store) -> None:
    facts = Facts(store, lambda: NOW, WorkingHours())
    Derivations(store, lambda: NOW, facts, (ISSUE_FACTS,)).refresh()


def issue(key: str = "PAY-12", **fields: Any) -> Issue:  # noqa: ANN401 - as the builders take them
    """Done an hour ago after four in progress, created two days before that."""
    moves = (
        build.moved(NOW - 5 * HOUR, "todo", "in_progress"),
        build.moved(NOW - HOUR, "in_progress", "done"),
    )
    return build.issue(key, *moves, **build.told(fields, created_at=NOW - 48 * HOUR))


def pull(number: int = 1, **fields: Any) -> PullRequest:  # noqa: ANN401 - as the builders take them
    """Merged two hours ago, a day after its opening."""
    asked = build.told(fields, repository=REPOSITORY, merged_at=NOW - 2 * HOUR, created_at=NOW - 26 * HOUR)
    return build.pull_request(number, **asked)


def save(store: Store, *records: Issue | PullRequest, **facts: Any) -> None:  # noqa: ANN401 - as above
    pulls = [each for each in records if isinstance(each, PullRequest)]
    with store.write() as shelves:
        shelves.issues.save([each for each in records if isinstance(each, Issue)])
        shelves.pull_requests.save(pulls, [build.facts(each, **facts) for each in pulls])
    derive(store)


def deploy(store: Store, pr: PullRequest, at: datetime, flags: Flag = NOT_ODD) -> None:
    """As the derivation of deployments would, which marks the repository."""
    spans = (None,) * 5
    change = ChangeFacts(pr.id, pr.repository_id, None, at, flags, 5, 6, spans, spans, None, None, None, None)
    with store.write() as shelves:
        shelves.facts.put(CHANGES, [change])
        shelves.outdated.changed("deployments", {pr.repository_id})
    derive(store)
