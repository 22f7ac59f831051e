"""The flow of an issue: one statement from its key over pull requests and deployments to incidents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from domain.facts import CHANGES, INCIDENTS, ChangeFacts, Flag, IncidentFacts, IncidentFlag
from domain.ids import identify
from domain.records import (
    Deployment,
    DeploymentStatus,
    Incident,
    Outcome,
    PullRequestState,
    Run,
    Source,
    Urgency,
)
from domain.rulings.links import FoundIn, Mention
from domain.views.flow import Trace
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import BOB, PAYMENTS

NOW = build.NOW
HOUR = timedelta(hours=1)
ISSUE = build.issue("PAY-12")
FIRST = build.pull_request(
    1,
    repository=PAYMENTS,
    created_at=NOW - 30 * HOUR,
    merged_at=NOW - 9 * HOUR,
    commits=(build.commit("abc"), build.commit("def")),
    reviews=(build.review("one", BOB, NOW - 20 * HOUR), build.review("two", BOB, NOW - 10 * HOUR)),
)
SECOND = build.pull_request(2, repository=PAYMENTS, created_at=NOW - 20 * HOUR)
DEPLOYMENT = Deployment(
    id=identify("github", "deployment", "7"),
    source="github",
    external_id="7",
    repository_id=PAYMENTS.id,
    environment="production",
    sha="abc",
    status=DeploymentStatus.SUCCESS,
    created_at=NOW - 8 * HOUR,
    finished_at=NOW - 7 * HOUR,
    url="https://github.com/acme/payments/deployments/7",
)
CHANGE = ChangeFacts(
    FIRST.id, PAYMENTS.id, None, NOW - 7 * HOUR, Flag(0), DEPLOYMENT.id, 3, (None,) * 5, (None,) * 5,
    None, None, None, None,
)  # fmt: skip


def run(name: str, sha: str, hours_ago: float, outcome: Outcome | None) -> Run:
    return Run(
        id=identify("github", "run", name),
        source="github",
        external_id=name,
        attempt=1,
        repository_id=PAYMENTS.id,
        workflow="ci",
        branch="change-1",
        sha=sha,
        event="push",
        url="",
        created_at=NOW - hours_ago * HOUR,
        outcome=outcome,
    )


def incident(number: int, hours_ago: float, resolved_after: float | None = 1) -> Incident:
    at = NOW - hours_ago * HOUR
    return Incident(
        id=identify("pagerduty", "incident", str(number)),
        source="pagerduty",
        external_id=str(number),
        number=number,
        title=f"Trouble {number}",
        url=f"https://acme.pagerduty.com/incidents/{number}",
        service="payments",
        urgency=Urgency.HIGH,
        created_at=at,
        resolved_at=None if resolved_after is None else at + resolved_after * HOUR,
    )


def caused(of: Incident, flags: IncidentFlag = IncidentFlag.LINKED) -> IncidentFacts:
    return IncidentFacts(of.id, PAYMENTS.id, None, of.created_at, flags, 3, DEPLOYMENT.id, None, None, None)


@pytest.fixture
def filled(seeded: Store) -> Store:
    with seeded.write() as shelves:
        shelves.sources.save(build.JIRA)
        shelves.sources.save(Source("pagerduty", "pagerduty", "https://acme.pagerduty.com", "PagerDuty"))
        shelves.projects.save([build.project("PAY")])
        shelves.issues.save([ISSUE, build.issue("PAY-13")])
        seen = build.facts(FIRST, first_review_at=NOW - 20 * HOUR)
        shelves.pull_requests.save([FIRST, SECOND], [seen, build.facts(SECOND)])
        shelves.mentions.replace(
            {
                FIRST.id: [Mention("PAY-12", FoundIn.BRANCH), Mention("UTF-8", FoundIn.TITLE)],
                SECOND.id: [Mention("PAY-12", FoundIn.TITLE)],
            }
        )
    return seeded


def ship(store: Store, *incidents: Incident, flags: IncidentFlag = IncidentFlag.LINKED) -> None:
    with store.write() as shelves:
        shelves.deployments.save([DEPLOYMENT])
        shelves.incidents.save(incidents)
        shelves.facts.put(CHANGES, [CHANGE])
        shelves.facts.put(INCIDENTS, [caused(each, flags) for each in incidents])


def flow(store: Store) -> list[Trace]:
    with store.read() as shelves:
        return shelves.flows.of(ISSUE.id)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    said: list[str] = []

    def note(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(store._engine, "before_cursor_execute", note)
    yield said
    event.remove(store._engine, "before_cursor_execute", note)


def test_an_issue_leads_to_its_pull_requests_the_first_opened_first(filled: Store) -> None:
    first, second = flow(filled)
    assert first == Trace(
        pull_request_id=FIRST.id,
        repository="acme/payments",
        number=1,
        title=FIRST.title,
        url=FIRST.url,
        state=PullRequestState.MERGED,
        found_in=FoundIn.BRANCH,
        opened_at=FIRST.created_at,
        first_review_at=NOW - 20 * HOUR,
        merged_at=FIRST.merged_at,
        closed_at=FIRST.closed_at,
        reviews=2,
    )
    assert first.name == "acme/payments#1"
    assert (second.pull_request_id, second.found_in) == (SECOND.id, FoundIn.TITLE)
    assert (second.state, second.merged_at, second.reviews) == (PullRequestState.OPEN, None, 0)


def test_a_pull_request_leads_to_its_deployment_and_that_to_each_incident(filled: Store) -> None:
    ship(filled, incident(2, 3, None), incident(1, 6))
    one, two, undeployed = flow(filled)
    for row in (one, two):
        assert (row.pull_request_id, row.deployment_id) == (FIRST.id, DEPLOYMENT.id)
        assert (row.deployed_at, row.environment, row.sha) == (NOW - 7 * HOUR, "production", "abc")
        assert row.deployment_url == DEPLOYMENT.url
    assert (one.incident, one.incident_at, one.resolved_at) == ("Trouble 1", NOW - 6 * HOUR, NOW - 5 * HOUR)
    assert (two.incident, two.incident_url, two.resolved_at) == ("Trouble 2", incident(2, 3).url, None)
    assert (undeployed.pull_request_id, undeployed.deployed_at) == (SECOND.id, None)


@pytest.mark.parametrize("flag", [IncidentFlag.MERGED, IncidentFlag.EXCLUDED_BY_HAND])
def test_incidents_that_count_nowhere_are_not_shown(filled: Store, flag: IncidentFlag) -> None:
    ship(filled, incident(1, 6), flags=IncidentFlag.LINKED | flag)
    assert [row.incident_id for row in flow(filled)] == [None, None]


def test_the_last_run_of_any_of_its_commits_tells_how_ci_went(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.builds.save(
            [
                run("old", "abc", 20, Outcome.SUCCESS),
                run("new", "def", 10, Outcome.FAILURE),
                run("other", "123", 5, Outcome.SUCCESS),
            ]
        )
    assert [row.run for row in flow(filled)] == [Outcome.FAILURE, None]


def test_a_revert_is_told_as_one(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.pull_requests.save([SECOND], [build.facts(SECOND, flags=Flag.REVERT | Flag.BOT_AUTHOR)])
    assert [row.is_revert for row in flow(filled)] == [False, True]


def test_what_was_removed_is_in_no_flow(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.pull_requests.remove([FIRST.id])
    assert [row.pull_request_id for row in flow(filled)] == [SECOND.id]
    with filled.write() as shelves:
        shelves.issues.remove([ISSUE.id])
    assert flow(filled) == []


def test_an_issue_without_pull_requests_flows_nowhere(filled: Store) -> None:
    with filled.read() as shelves:
        assert shelves.flows.of(build.issue("PAY-13").id) == []


def test_an_issue_that_was_renamed_keeps_what_its_new_key_says(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.issues.save([replace(ISSUE, key="pay-12")])
    assert len(flow(filled)) == 2


def test_the_whole_flow_is_one_statement(filled: Store) -> None:
    ship(filled, incident(1, 6), incident(2, 3))
    with filled.read() as shelves, counted(filled) as said:
        assert len(shelves.flows.of(ISSUE.id)) == 3
    assert len([each for each in said if each.lstrip().upper().startswith(("SELECT", "WITH"))]) == 1
    assert len(said) == 1
