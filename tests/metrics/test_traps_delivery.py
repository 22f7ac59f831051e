"""Traps that others fell into with deployments and incidents (metric definitions, section 9)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.facts import Flag, PullRequestFacts
from domain.records import BranchCommit, Deployment, Incident, PullRequest
from domain.result import Result
from domain.rulings.delivered import change_facts, deployment_facts
from domain.rulings.failures import Alarm, by_incident, in_order, names
from domain.window import Window
from metrics.delivery import lead_time
from metrics.deployments import change_failure_rate, deployment_frequency, rework_rate
from tests.domain.rulings.shipments import SERVICE, branch_commit, broken, deployed, landed, line, shipped
from tests.domain.rulings.stories import NINE_TO_SIX, hour, ruled
from tests.domain.rulings.test_failures import ELSEWHERE, incident
from tests.metrics.deploying import answer, made
from tests.metrics.samples import FIRST, question

HOUR = 3600
DAY = 24
EU, US = {"environment": "production-eu"}, {"environment": "production-us"}


def lead_times(deployments: list[Deployment], commits: list[BranchCommit], prs: list[PullRequest]) -> Result:
    """The answer about what these deployments brought."""
    facts = [
        change_facts(ruled(pr), release, {NINE_TO_SIX})
        for release in shipped(deployments, commits, prs).releases
        for pr in release.pull_requests
    ]
    return answer(lead_time, facts)


def frequency(deployments: list[Deployment], commits: list[BranchCommit]) -> int:
    found = shipped(deployments, commits)
    return answer(deployment_frequency, [deployment_facts(each, ()) for each in found.releases]).summary.n


def failure_rate(deployments: list[Deployment], alarms: list[Alarm]) -> float | None:
    found = shipped(deployments, line("abcdefgh"))
    counted, called = [each for each in in_order(found.releases) if each.is_counted], names(found.releases)
    blamed = [failure for alarm in alarms if (failure := by_incident(alarm, counted, called))]
    facts = [
        deployment_facts(each, [one for one in blamed if one.deployment_id == each.made.id])
        for each in found.releases
    ]
    return answer(change_failure_rate, facts).summary.value


def heard(each: Incident, *services: int) -> Alarm:
    return Alarm(each, frozenset(services or (SERVICE,)))


def test_the_total_of_a_deployed_change_holds_its_wait_for_the_deployment() -> None:
    result = lead_times([deployed("a", 0), deployed("b", 9, minutes=60)], line("ab"), [landed(1, "b", 1)])
    assert result.summary.value == 10 * HOUR
    assert result.phases[-1].mean == 9 * HOUR


def test_a_change_that_is_not_deployed_is_not_told_with_a_shorter_total() -> None:
    assert lead_times([deployed("a", 0)], line("ab"), [landed(1, "b", 1)]).summary.n == 0


def test_what_came_with_the_first_deployment_is_left_out_and_counted() -> None:
    result = lead_times([deployed("b", 5)], line("ab"), [landed(1, "b", 1)])
    assert result.summary.n == 0
    assert [(each.reason, each.n) for each in result.excluded] == [
        ("pull requests in the first deployment of a service", 1)
    ]


def test_a_change_is_not_paired_with_the_next_deployment_in_time() -> None:
    deployments = [deployed("a", 0), deployed("b", 3, minutes=0), deployed("c", 30, minutes=0)]
    result = lead_times(deployments, line("abc"), [landed(1, "c", 2)])
    assert result.summary.value == 29 * HOUR


def test_a_copy_of_an_environment_is_no_second_deployment() -> None:
    made = [deployed("a", 0, **EU), deployed("a", 3, **US), deployed("b", 6, **EU), deployed("b", 9, **US)]
    assert frequency(made, line("ab")) == 2


def test_a_copy_that_lags_behind_is_no_rollback_and_brings_nothing_twice() -> None:
    made = [deployed("a", 0, **EU), deployed("c", 3, **EU), deployed("b", 6, **US)]
    assert lead_times(made, line("abc"), [landed(1, "b", 1)]).summary.n == 1
    assert frequency(made, line("abc")) == 2, "the copy brings what is in production already"
    facts = [deployment_facts(each, ()) for each in shipped(made, line("abc")).releases]
    assert answer(rework_rate, facts).summary.value == 0


def test_a_copy_that_goes_back_itself_is_a_rollback() -> None:
    """The same order of commits as above, but each of them reached this copy."""
    made = [deployed("a", 0, **EU), deployed("c", 3, **EU), deployed("b", 6, **EU)]
    facts = [deployment_facts(each, ()) for each in shipped(made, line("abc")).releases]
    assert frequency(made, line("abc")) == 3
    assert answer(rework_rate, facts).summary.value == pytest.approx(1 / 3)


def test_a_redeploy_is_no_deployment() -> None:
    assert frequency([deployed("a", 0), deployed("a", 5), deployed("b", 9)], line("ab")) == 2


def test_a_deployment_that_failed_on_the_way_is_none() -> None:
    assert frequency([deployed("a", 0), broken("b", 5), deployed("b", 20)], line("ab")) == 2


@pytest.mark.parametrize(
    ("first", "last", "deployments"),
    [
        pytest.param(date(2026, 9, 15), date(2026, 10, 15), 2, id="thirty-one days with both"),
        pytest.param(date(2026, 10, 1), date(2026, 10, 15), 1, id="fifteen days with the second"),
        pytest.param(date(2026, 9, 1), date(2026, 9, 30), 1, id="thirty days with the first"),
        pytest.param(date(2026, 9, 18), date(2026, 9, 18), 1, id="the day of the first"),
    ],
)
def test_a_frequency_is_by_the_weeks_of_its_own_window(first: date, last: date, deployments: int) -> None:
    """Deployed on the eighteenth of September and on the first of October, as middleware's users were."""
    window = Window(first, last + timedelta(days=1))
    facts = [made(1, -38), made(2, -25)]
    assert [each.at.date() for each in facts] == [date(2026, 9, 18), date(2026, 10, 1)]
    result = answer(deployment_frequency, facts, asked=question(deployment_frequency, window=window))
    days = (last - first).days + 1
    assert result.summary.n == deployments
    assert result.summary.value == pytest.approx(7 * deployments / days)


def test_a_window_that_is_not_over_is_divided_by_all_of_its_days_and_told_as_running() -> None:
    window = Window(date(2026, 11, 16), date(2026, 11, 30))
    result = answer(
        deployment_frequency, [made(1, 22), made(2, 28)], asked=question(deployment_frequency, window=window)
    )
    assert result.summary.value == 1
    assert [(point.value, point.complete) for point in result.trend] == [(1, True), (1, False)]


def test_regions_of_one_run_are_one_deployment() -> None:
    made = [deployed("a", at, part=part, run_id=7) for at, part in ((0, "eu"), (1, "us"), (2, "asia"))]
    assert frequency(made, line("a")) == 1


def test_an_incident_does_not_blame_the_last_deployment_of_any_age() -> None:
    assert failure_rate([deployed("a", 0)], [heard(incident(10 * DAY))]) == 0


def test_an_incident_does_not_blame_the_last_deployment_of_another_service() -> None:
    assert failure_rate([deployed("a", 0)], [heard(incident(1), ELSEWHERE)]) == 0


def test_an_incident_nobody_can_attribute_changes_no_failure_rate() -> None:
    assert failure_rate([deployed("a", 0)], [Alarm(incident(1))]) == 0


def test_more_incidents_than_deployments_are_no_rate_over_one() -> None:
    alarms = [heard(incident(1 + number / 10)) for number in range(5)]
    assert failure_rate([deployed("a", 0), deployed("b", 20)], alarms) == 0.5


def test_one_incident_blames_one_deployment() -> None:
    made = [deployed(sha, at) for at, sha in enumerate("abcd")]
    assert failure_rate(made, [heard(incident(3.5, 9))]) == 0.25


def test_an_incident_resolved_later_than_it_was_last_deployed_does_not_blame_what_came_after_it() -> None:
    assert failure_rate([deployed("a", 0), deployed("b", 5)], [heard(incident(1, 30))]) == 0.5


def test_nothing_deployed_is_no_lead_time_of_zero() -> None:
    assert lead_times([], [], []).summary.value is None


def test_commits_of_a_squash_are_not_looked_for_on_the_branch() -> None:
    """The squash is what landed; the pull request's own commits tell when work began."""
    pr = landed(1, "b", 2, commits=())
    began = replace(ruled(pr), work_began_at=hour(-30))
    assert _lead(began, pr) == 34 * HOUR + 600


def test_a_clock_that_is_ahead_makes_no_negative_wait() -> None:
    """The provider says that it was merged after the deployment that contains it."""
    pr = landed(1, "b", 9, created_at=hour(0))
    found = shipped([deployed("a", 0), deployed("b", 4)], line("ab"), [pr])
    facts = change_facts(ruled(pr), found.releases[1], {NINE_TO_SIX})
    assert facts.deploy is None
    assert facts.flags & Flag.CONTRADICTORY
    assert answer(lead_time, [facts]).quality[0].n == 1


def test_a_branch_that_was_merged_with_a_merge_commit_is_contained_in_it() -> None:
    commits = [branch_commit("a"), branch_commit("x", "a", at=1), branch_commit("m", "a", "x", at=2)]
    result = lead_times([deployed("a", 0), deployed("m", 4, minutes=0)], commits, [landed(1, "m", 2)])
    assert result.summary.value == 3 * HOUR


def test_the_week_is_that_of_the_deployment_and_not_of_the_merge() -> None:
    """Merged in the first week, deployed in the second."""
    prs = [landed(1, "b", 1)]
    result = lead_times([deployed("a", 0), deployed("b", 8 * DAY, minutes=0)], line("ab"), prs)
    (week,) = [point for point in result.trend if point.n]
    assert week.window.first == (FIRST + timedelta(weeks=2)).date()


def _lead(facts: PullRequestFacts, pr: PullRequest) -> int | None:
    found = shipped([deployed("a", 0), deployed("b", 4)], line("ab"), [pr])
    return change_facts(facts, found.releases[1], {NINE_TO_SIX}).lead
