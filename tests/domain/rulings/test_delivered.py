"""Facts of deployments, of recoveries from them, and of the changes they brought."""

from datetime import UTC, datetime, time

import pytest

from domain.facts import DeploymentFlag, Failure, FailureKind, Flag, Rank
from domain.people import WorkingHours
from domain.rulings.delivered import change_facts, deployment_facts, first_of, is_rework, repair
from domain.rulings.releases import Release
from tests.domain.rulings.shipments import (
    REPOSITORY,
    SERVICE,
    broken,
    deployed,
    landed,
    line,
    release,
    shipped,
)
from tests.domain.rulings.stories import NINE_TO_SIX, hour, ruled

HOUR = 3600


def second(**fields: object) -> Release:
    """A deployment of one hour, of the change that was merged in hour 1, after a first one."""
    found = shipped(
        [deployed("a", 0), deployed("b", 4, minutes=60, **fields)], line("ab"), [landed(1, "b", 1)]
    )
    return release(found, "b")


def failure(detected: float, recovered: float | None, evidence: int = 1) -> Failure:
    return Failure(
        deployment_id=second().made.id,
        kind=FailureKind.INCIDENT,
        evidence_id=evidence,
        repository_id=REPOSITORY.id,
        detected_at=hour(detected),
        recovered_at=None if recovered is None else hour(recovered),
        rank=Rank.LINKED,
    )


def test_a_deployment_is_told_by_its_end_its_service_and_what_it_brought() -> None:
    facts = deployment_facts(second(creator_id=7), ())
    assert (facts.at, facts.service_id, facts.place_id, facts.author_id) == (
        hour(5),
        SERVICE,
        REPOSITORY.id,
        7,
    )
    assert (facts.duration, facts.pipeline, facts.changes) == (HOUR, 4 * HOUR, 1)
    assert (facts.recovery, facts.detected) == (None, None)
    assert facts.flags == DeploymentFlag.SUCCEEDED


def test_a_failure_is_recovered_from_with_the_first_end_that_any_evidence_tells() -> None:
    facts = deployment_facts(second(), [failure(6, 9), failure(7, 8, evidence=2)])
    assert (facts.detected, facts.recovery) == (HOUR, 3 * HOUR)
    assert facts.flags & DeploymentFlag.FAILED_IN_PRODUCTION
    assert not facts.flags & DeploymentFlag.OPEN_FAILURE


def test_a_failure_that_nobody_has_ended_is_open() -> None:
    facts = deployment_facts(second(), [failure(6, None)])
    assert facts.flags & DeploymentFlag.OPEN_FAILURE
    assert facts.recovery is None
    assert repair(facts, [failure(6, None)]) is None


def test_one_end_is_enough_while_other_evidence_is_open() -> None:
    facts = deployment_facts(second(), [failure(6, None), failure(7, 8, evidence=2)])
    assert not facts.flags & DeploymentFlag.OPEN_FAILURE
    assert facts.recovery == 3 * HOUR


def test_a_repair_counts_at_the_recovery() -> None:
    evidence = [failure(6, 9)]
    facts = deployment_facts(second(), evidence)
    repaired = repair(facts, evidence)
    assert repaired
    assert (repaired.at, repaired.recovery, repaired.id) == (hour(9), 4 * HOUR, facts.id)


def test_what_was_over_before_it_was_deployed_contradicts_itself_and_repairs_nothing() -> None:
    evidence = [failure(2, 3)]
    facts = deployment_facts(second(), evidence)
    assert facts.flags & DeploymentFlag.CONTRADICTORY
    assert (facts.recovery, facts.detected) == (None, None)
    assert not facts.flags & DeploymentFlag.OPEN_FAILURE
    assert repair(facts, evidence) is None


def test_a_deployment_that_ended_before_it_began_has_no_duration() -> None:
    found = shipped([deployed("a", 2, finished_at=hour(1))], line("a"))
    facts = deployment_facts(found.releases[0], ())
    assert facts.duration is None
    assert facts.flags & DeploymentFlag.CONTRADICTORY


def test_a_pipeline_that_would_be_negative_is_none() -> None:
    found = shipped([deployed("a", 0), deployed("b", 2)], line("ab"), [landed(1, "b", 9)])
    facts = deployment_facts(release(found, "b"), ())
    assert facts.pipeline is None
    assert facts.flags & DeploymentFlag.CONTRADICTORY


@pytest.mark.parametrize(
    ("fields", "rework"),
    [
        pytest.param({}, False, id="a planned deployment"),
        pytest.param({"cause": "hotfix"}, True, id="a hotfix"),
        pytest.param({"cause": "rollback"}, True, id="a rollback"),
        pytest.param({"cause": "incident 12"}, True, id="an answer to an incident"),
    ],
)
def test_rework_is_what_was_made_to_mend(fields: dict[str, object], *, rework: bool) -> None:
    assert is_rework(second(**fields)) is rework
    assert bool(deployment_facts(second(**fields), ()).flags & DeploymentFlag.REWORK) is rework


def test_a_deployed_revert_is_rework() -> None:
    assert is_rework(second(), mends=True)


def test_a_pull_request_labelled_with_an_incident_makes_rework_of_all_that_goes_with_it() -> None:
    prs = [landed(1, "b", 1), landed(2, "c", 2, labels=("incident",))]
    found = shipped([deployed("a", 0), deployed("c", 3)], line("abc"), prs)
    assert is_rework(release(found, "c"))


def test_neither_the_first_nor_a_redeployment_is_rework() -> None:
    found = shipped([deployed("a", 0, cause="incident 12"), deployed("a", 5, cause="incident 12")], line("a"))
    assert [is_rework(each, mends=True) for each in found.releases] == [False, False]


def test_a_failed_attempt_is_no_rework() -> None:
    found = shipped([deployed("a", 0), broken("b", 2, cause="hotfix")], line("ab"))
    assert not is_rework(release(found, "b"))


def test_a_change_is_told_by_the_deployment_that_brought_it() -> None:
    pr = landed(1, "b", 1)
    facts = change_facts(ruled(pr), second(), {NINE_TO_SIX})
    assert (facts.id, facts.at, facts.deployment_id, facts.service_id) == (
        pr.id,
        hour(5),
        second().made.id,
        SERVICE,
    )
    assert (facts.deploy, facts.lead) == (4 * HOUR, 5 * HOUR)
    assert (facts.deploy_working, facts.lead_working) == (4 * HOUR, 5 * HOUR)
    assert facts.calendar == ruled(pr).calendar


def test_the_wait_for_a_deployment_is_told_in_the_authors_hours() -> None:
    mornings = WorkingHours("UTC", frozenset(range(5)), time(9), time(11))
    facts = change_facts(ruled(landed(1, "b", 1)), second(), {mornings})
    assert facts.deploy == 4 * HOUR
    assert facts.deploy_working == HOUR


@pytest.mark.parametrize(
    ("flag", "noticed"),
    [(DeploymentFlag.FIRST, Flag.FIRST_DEPLOYMENT), (DeploymentFlag.LONG_GAP, Flag.LONG_GAP)],
    ids=["with the first deployment of a service", "after a long gap"],
)
def test_some_deployments_tell_no_lead_times(flag: DeploymentFlag, noticed: Flag) -> None:
    found = second()
    found.flags |= flag
    facts = change_facts(ruled(landed(1, "b", 1)), found, {NINE_TO_SIX})
    assert (facts.lead, facts.deploy, facts.lead_working, facts.deploy_working) == (None,) * 4
    assert facts.flags & noticed
    assert not facts.flags & Flag.CONTRADICTORY


def test_what_was_deployed_before_it_was_merged_has_a_lead_time_and_no_wait() -> None:
    facts = change_facts(ruled(landed(1, "b", 8, created_at=hour(0))), second(), {NINE_TO_SIX})
    assert (facts.deploy, facts.lead) == (None, 5 * HOUR)
    assert facts.flags & Flag.CONTRADICTORY


def test_of_several_services_the_first_release_counts() -> None:
    found = shipped([deployed("a", 0), deployed("b", 4)], line("ab"))
    assert first_of(found.releases[::-1]).made.sha == "a"


def test_moments_are_aware() -> None:
    facts = deployment_facts(second(), ())
    assert facts.at.tzinfo is not None
    assert facts.at > datetime(2026, 1, 1, tzinfo=UTC)
