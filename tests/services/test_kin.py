"""Kin: facts of one item stand aside and come back together, and an item is called what people call it."""

from datetime import datetime, timedelta

import pytest

from domain import facts as families
from domain.correction import NOTHING, Action, Correction, Link, Override
from domain.errors import Unknown
from domain.facts import FAMILIES, Columns, Failure, FailureKind, Family
from domain.ids import identify
from domain.records import PullRequest, ReviewRequest, Sprint, SprintState
from services.corrections import Corrections
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from services.kin import kin, name_of, places_of
from storage.rests_on import EVERYWHERE
from storage.store import Store
from tests import builders as build
from tests import ci
from tests.incidents import PAGERDUTY, deployment, incident, service
from tests.services.asking import ANA, ASKER, BOB, HOURS, NOW, answers, merged

HOME, PAY = build.repository(), build.project("PAY")
ISSUE = build.issue("PAY-12")
MADE = deployment(7, NOW - timedelta(hours=9), "c0ffee1234")
WENT_DOWN = incident(42, NOW - timedelta(hours=8))
RED = ci.run(5, attempt=2)
TEST, JOB = ci.case(RED), ci.job(RED, "ui")
SPRINT = Sprint(identify("jira", "sprint", "3"), "jira", "3", PAY.id, "Board", "Sprint 3", SprintState.CLOSED)


def asked(days_ago: int) -> PullRequest:
    """Bob was asked four hours after it was opened, and answered eight hours later."""
    opened = NOW - timedelta(days=days_ago + 1)
    request = ReviewRequest(opened + timedelta(hours=4), BOB.id)
    return merged(days_ago, days_ago, repository=HOME, review_requests=(request,))


PRS = tuple(asked(days) for days in range(1, 8))


class Clock:
    """A clock that goes on by a second each time it is read, as clocks do."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def facts(store: Store) -> Facts:
    return Facts(store, lambda: NOW, HOURS)


@pytest.fixture
def filled(store: Store, facts: Facts) -> Store:
    """One item at least of every kind."""
    with store.write() as shelves:
        for source in (build.GITHUB, build.JIRA, PAGERDUTY):
            shelves.sources.save(source)
        shelves.repositories.save([HOME])
        shelves.projects.save([PAY])
        shelves.people.save_accounts([ANA, BOB])
        shelves.services.replace([service()])
        shelves.pull_requests.save(PRS, facts.of(PRS, shelves))
        shelves.issues.save([ISSUE])
        shelves.sprints.save([SPRINT])
        shelves.deployments.save([MADE])
        shelves.incidents.save([WENT_DOWN])
        shelves.builds.save([RED])
        shelves.jobs.save([JOB])
        shelves.cases.save([TEST])
    Derivations(store, lambda: NOW, facts, DERIVATIONS).refresh()
    return store


@pytest.fixture
def corrections(filled: Store, facts: Facts) -> Corrections:
    clock = Clock()
    derivations = Derivations(filled, clock, facts, DERIVATIONS)
    return Corrections(filled, clock, answers=answers(filled), facts=facts, derivations=derivations)


def items(store: Store, slug: str) -> int:
    return answers(store).ask(f"{slug} everyone 30d", ASKER).summary.n


@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("pull_requests", ["pull_requests", "changes", "links"]),
        ("changes", ["pull_requests", "changes", "links"]),
        ("lifetimes", ["pull_requests", "changes", "links"]),
        ("endings", ["pull_requests", "changes", "links"]),
        ("deployments", ["deployments", "repairs"]),
        ("repairs", ["deployments", "repairs"]),
        ("resolutions", ["incidents", "acknowledgements", "resolutions"]),
        ("issue_pulls", ["issues", "issue_pulls", "issue_deploys"]),
        ("runs", ["runs"]),
        ("cases", ["cases"]),
        ("sprints", ["sprints"]),
    ],
)
def test_facts_of_the_same_item_are_kin(family: str, names: list[str]) -> None:
    assert [each.name for each in kin(family)] == names


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.name))
def test_whose_kin_a_family_is_are_its_kin(family: Family[Columns]) -> None:
    theirs = kin(family.name)
    assert theirs
    assert all(kin(each.name) == theirs for each in theirs)


def test_what_is_no_family_has_no_kin() -> None:
    with pytest.raises(Unknown, match="no facts called “weather”"):
        kin("weather")


@pytest.mark.parametrize(
    ("family", "item_id", "name"),
    [
        pytest.param(families.PULL_REQUESTS, PRS[2].id, "acme/payments#3", id="a pull request"),
        pytest.param(families.ENDINGS, PRS[2].id, "acme/payments#3", id="a pull request at its end"),
        pytest.param(families.LINKS, PRS[2].id, "acme/payments#3", id="a pull request and its issue"),
        pytest.param(families.DEPLOYMENTS, MADE.id, "deployment c0ffee1 to production", id="a deployment"),
        pytest.param(families.REPAIRS, MADE.id, "deployment c0ffee1 to production", id="one that failed"),
        pytest.param(families.RUNS, RED.id, "ci run 5, attempt 2", id="a run"),
        pytest.param(families.RECOVERIES, RED.id, "ci run 5, attempt 2", id="a run that broke its branch"),
        pytest.param(families.INCIDENTS, WENT_DOWN.id, "incident 42", id="an incident"),
        pytest.param(families.ACKNOWLEDGEMENTS, WENT_DOWN.id, "incident 42", id="an incident, answered"),
        pytest.param(families.ISSUES, ISSUE.id, "PAY-12", id="an issue"),
        pytest.param(families.ISSUE_DEPLOYS, ISSUE.id, "PAY-12", id="an issue in production"),
        pytest.param(families.SPRINTS, SPRINT.id, "Sprint 3", id="a sprint"),
        pytest.param(families.CASES, TEST.id, "rounds half up", id="a test"),
        pytest.param(families.CASES, JOB.id, "ui", id="a job in the place of tests"),
        pytest.param(families.CALLS, 77, "item 77", id="a call, which has no name"),
    ],
)
def test_an_item_is_called_what_people_call_it(
    filled: Store, family: Family[Columns], item_id: int, name: str
) -> None:
    with filled.read() as shelves:
        assert name_of(family.name, item_id, shelves) == name


@pytest.mark.parametrize(
    "family",
    [
        families.PULL_REQUESTS, families.DEPLOYMENTS, families.RUNS, families.INCIDENTS,
        families.ISSUES, families.SPRINTS, families.CASES,
    ],
    ids=lambda family: str(family.name),
)  # fmt: skip
def test_what_is_gone_is_told_to_be(filled: Store, family: Family[Columns]) -> None:
    with filled.read() as shelves, pytest.raises(Unknown, match="no such item any more"):
        name_of(family.name, 404, shelves)


@pytest.mark.parametrize("family", ["pull_requests", "changes", "links", "lifetimes", "endings"])
def test_a_pull_request_set_aside_takes_all_that_is_told_of_it_along(
    filled: Store, corrections: Corrections, family: str
) -> None:
    slugs = ("cycle-time", "throughput", "pr-size", "linked-prs", "reviewer-response", "review-load")
    assert [items(filled, slug) for slug in slugs] == [7] * len(slugs)
    done = corrections.make(Correction(Action.EXCLUDE, family, PRS[0].id), "U1")
    assert [items(filled, slug) for slug in slugs] == [6] * len(slugs)
    corrections.undo(done.entry.id, "U1")
    assert [items(filled, slug) for slug in slugs] == [7] * len(slugs)


def test_what_takes_it_back_after_a_sync_brings_its_responses_back_too(
    filled: Store, corrections: Corrections, facts: Facts
) -> None:
    done = corrections.make(Correction(Action.EXCLUDE, "pull_requests", PRS[0].id), "U1")
    with filled.write() as shelves:
        shelves.pull_requests.save(PRS, facts.of(PRS, shelves))
    assert items(filled, "reviewer-response") == 6
    corrections.undo(done.entry.id, "U1")
    assert items(filled, "reviewer-response") == 7


def test_the_responses_of_others_stay(filled: Store, corrections: Corrections) -> None:
    before = answers(filled).ask("reviewer-response everyone 30d", ASKER, with_ids=True)
    corrections.make(Correction(Action.EXCLUDE, "pull_requests", PRS[0].id), "U1")
    after = answers(filled).ask("reviewer-response everyone 30d", ASKER, with_ids=True)
    gone = {review.id for review in PRS[0].reviews}
    assert set(before.ids) - set(after.ids) == gone


def test_a_failed_deployment_set_aside_is_no_recovery_either(filled: Store, corrections: Corrections) -> None:
    """It failed, as the incident an hour after it says, and was recovered from when that was resolved."""
    resolved = incident(
        42, WENT_DOWN.created_at, resolved_at=NOW - timedelta(hours=6), resolved_by_human=True
    )
    with filled.write() as shelves:
        shelves.incidents.save([resolved])
    Derivations(filled, lambda: NOW, Facts(filled, lambda: NOW, HOURS), DERIVATIONS).refresh()
    assert [items(filled, slug) for slug in ("change-failure-rate", "recovery-time")] == [1, 1]
    done = corrections.make(Correction(Action.EXCLUDE, "repairs", MADE.id), "U1")
    assert done.sentence == "deployment c0ffee1 to production is set aside."
    assert [items(filled, slug) for slug in ("change-failure-rate", "recovery-time")] == [0, 0]
    corrections.undo(done.entry.id, "U1")
    assert [items(filled, slug) for slug in ("change-failure-rate", "recovery-time")] == [1, 1]


def link(kind: Link, item_id: int, target: int) -> Correction:
    return Correction(Action.LINK, kind, item_id, target=target)


def test_a_link_to_an_issue_touches_where_both_are(filled: Store) -> None:
    said = link(Link.PULL_REQUEST_ISSUE, PRS[0].id, ISSUE.id)
    with filled.read() as shelves:
        assert set(places_of(said, shelves)) == {HOME.id, PAY.id}


def test_a_link_that_is_taken_away_touches_where_it_led(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.overrides.put(
            Override(Link.PULL_REQUEST_ISSUE, PRS[0].id, ISSUE.id, actor="U1", at=NOW, reason="")
        )
        away = link(Link.PULL_REQUEST_ISSUE, PRS[0].id, NOTHING)
        assert set(places_of(away, shelves)) == {HOME.id, PAY.id}


def test_a_cause_touches_the_deployment_and_where_the_incident_is(filled: Store) -> None:
    with filled.read() as shelves:
        said = link(Link.INCIDENT_DEPLOYMENT, WENT_DOWN.id, MADE.id)
        assert set(places_of(said, shelves)) == {HOME.id}


def test_a_cause_that_is_no_more_touches_what_failed_by_it(filled: Store) -> None:
    stray = incident(43, NOW - timedelta(hours=7), service="nobody's")
    failure = Failure(MADE.id, FailureKind.INCIDENT, stray.id, HOME.id, NOW - timedelta(hours=7), None, 1)
    with filled.write() as shelves:
        shelves.incidents.save([stray])
        shelves.failures.replace([failure], [HOME.id])
        away = link(Link.INCIDENT_DEPLOYMENT, stray.id, NOTHING)
        assert set(places_of(away, shelves)) == {HOME.id}


def test_what_belongs_nowhere_touches_everywhere(filled: Store) -> None:
    away = link(Link.INCIDENT_DEPLOYMENT, 404, NOTHING)
    with filled.read() as shelves:
        assert set(places_of(away, shelves)) == {EVERYWHERE}
