"""Failures: which deployment is blamed by a rollback, a revert, a hotfix, an incident or a person."""

from collections.abc import Sequence

import pytest

from domain.facts import Failure, FailureKind, Rank
from domain.ids import identify
from domain.records import Deployment, Incident, PullRequest, Urgency
from domain.rulings.failures import (
    Alarm,
    by_hotfix,
    by_id,
    by_incident,
    by_revert,
    by_rollback,
    in_order,
    names,
)
from domain.rulings.releases import Track
from domain.rulings.reverted import Reverts
from tests.builders import Value, told
from tests.domain.rulings.shipments import (
    SERVICE,
    blamed,
    branch_commit,
    broken,
    deployed,
    landed,
    line,
    release,
    shipped,
)
from tests.domain.rulings.stories import hour

ELSEWHERE = identify("service", "search")


def incident(at: float, resolved: float | None = None, **fields: Value) -> Incident:
    return Incident(
        **told(
            fields,
            id=identify("pagerduty", "incident", f"P{at}"),
            source="pagerduty",
            external_id=f"P{at}",
            number=1,
            title="Payments fail",
            url="https://acme.pagerduty.com/incidents/P1",
            service="pay",
            urgency=Urgency.HIGH,
            created_at=hour(at),
            resolved_at=None if resolved is None else hour(resolved),
        )
    )


def alarm(at: float, resolved: float | None = None, *, said: int | None = None, **fields: Value) -> Alarm:
    return Alarm(incident(at, resolved, **fields), frozenset({SERVICE}), 24, said)


def heard(found: Track, each: Alarm) -> Failure | None:
    counted = [release for release in in_order(found.releases) if release.is_counted]
    return by_incident(each, counted, names(found.releases))


def accused(found: Track, each: Alarm) -> str | None:
    failure = heard(found, each)
    return blamed([failure], found)[0] if failure else None


def reverted(found: Track, prs: Sequence[PullRequest]) -> list[Failure]:
    return list(by_revert(found, Reverts.among(prs)))


@pytest.mark.parametrize(
    ("deployments", "who"),
    [
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("a", 2)], ["b"], id="the one after that version"
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("c", 2), deployed("a", 3)],
            ["b"],
            id="of several after it the first, for the others were built on it",
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("c", 2), deployed("b", 3)],
            ["c"],
            id="only what came after that version",
        ),
        pytest.param(
            [deployed("a", 0), deployed("a", 3), deployed("b", 5), deployed("a", 6)],
            ["b"],
            id="a redeployment of that version is none to blame",
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("a", 2), deployed("c", 3), deployed("a", 4)],
            ["b", "c"],
            id="each rollback blames its own",
        ),
        pytest.param(
            [deployed("a", 0), deployed("c", 1), deployed("b", 2)],
            ["c"],
            id="a version that never was deployed was first held by the one to blame",
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("c", 2, cause="rollback")],
            ["b"],
            id="a rollback to something new blames the latest",
        ),
        pytest.param(
            [deployed("a", 0), broken("b", 1), deployed("c", 2), deployed("a", 3)],
            ["c"],
            id="an attempt that never got there is not to blame",
        ),
        pytest.param([deployed("a", 0), deployed("b", 1)], [], id="no rollback blames nobody"),
    ],
)
def test_a_rollback_blames_the_first_after_the_version_it_went_back_to(
    deployments: list[Deployment], who: list[str]
) -> None:
    found = shipped(deployments, line("abcd"))
    assert blamed(list(by_rollback(found)), found) == who


def test_a_rollback_blames_nothing_of_another_environment() -> None:
    eu, us = {"environment": "production-eu"}, {"environment": "production-us"}
    deployments = [
        deployed("a", 0, **eu),
        deployed("b", 3, **us),
        deployed("c", 6, **eu),
        deployed("a", 9, **eu),
    ]
    found = shipped(deployments, line("abc"))
    assert blamed(list(by_rollback(found)), found) == ["c"]


def test_a_rollback_is_noticed_when_it_begins_and_recovers_when_it_ends() -> None:
    found = shipped([deployed("a", 0), deployed("b", 1), deployed("a", 2, minutes=30)], line("ab"))
    (failure,) = by_rollback(found)
    assert (failure.kind, failure.rank) == (FailureKind.ROLLBACK, Rank.ROLLBACK)
    assert failure.evidence_id == release(found, "a", 1).made.id
    assert (failure.detected_at, failure.recovered_at) == (hour(2), hour(2.5))


def test_a_deployed_revert_blames_what_brought_the_reverted_change() -> None:
    prs = [
        landed(1, "b", 1, title="Pay once"),
        landed(2, "c", 2),
        landed(3, "d", 5, title='Revert "Pay once"'),
    ]
    deployments = [deployed("a", 0), deployed("b", 1.5), deployed("c", 3), deployed("d", 6)]
    found = shipped(deployments, line("abcd"), prs)
    (failure,) = reverted(found, prs)
    assert blamed([failure], found) == ["b"]
    assert (failure.kind, failure.evidence_id) == (FailureKind.REVERT, prs[2].id)
    assert failure.detected_at == hour(4)
    assert failure.recovered_at == release(found, "d").made.ended_at


def test_a_revert_that_is_not_deployed_blames_nobody_yet() -> None:
    prs = [landed(1, "b", 1, title="Pay once"), landed(2, "c", 5, title='Revert "Pay once"')]
    assert reverted(shipped([deployed("a", 0), deployed("b", 1.5)], line("abc"), prs), prs) == []


def test_a_change_and_its_revert_in_one_deployment_hurt_nobody() -> None:
    prs = [landed(1, "b", 1, title="Pay once"), landed(2, "c", 2, title='Revert "Pay once"')]
    assert reverted(shipped([deployed("a", 0), deployed("c", 3)], line("abc"), prs), prs) == []


def test_a_revert_of_what_came_with_the_first_deployment_blames_nobody() -> None:
    prs = [landed(1, "a", 0, title="Pay once"), landed(2, "b", 2, title='Revert "Pay once"')]
    assert reverted(shipped([deployed("a", 1), deployed("b", 3)], line("ab"), prs), prs) == []


def test_a_revert_opened_before_what_it_reverts_was_deployed_is_noticed_with_its_deployment() -> None:
    prs = [
        landed(1, "b", 1, title="Pay once"),
        landed(2, "c", 5, title='Revert "Pay once"', created_at=hour(1)),
    ]
    found = shipped([deployed("a", 0), deployed("b", 1.5), deployed("c", 6)], line("abc"), prs)
    (failure,) = reverted(found, prs)
    assert failure.detected_at == hour(6)


@pytest.mark.parametrize(
    ("deployments", "who"),
    [
        pytest.param([deployed("a", 0), deployed("b", 1, cause="hotfix")], ["a"], id="the one before it"),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("b", 3), deployed("c", 4, cause="hotfix")],
            ["b"],
            id="not its redeployment",
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("a", 2), deployed("c", 3, cause="hotfix")],
            ["b"],
            id="not the rollback in between",
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1, cause="hotfix"), deployed("c", 2, cause="hotfix")],
            ["a", "b"],
            id="a hotfix that needed one itself",
        ),
        pytest.param(
            [deployed("a", 0), broken("b", 1), deployed("c", 2, cause="hotfix")],
            ["a"],
            id="not an attempt that never got there",
        ),
        pytest.param([deployed("a", 0, cause="hotfix")], [], id="nobody before the first"),
    ],
)
def test_a_hotfix_blames_the_deployment_before_it(deployments: list[Deployment], who: list[str]) -> None:
    found = shipped(deployments, line("abc"))
    assert blamed(list(by_hotfix(found.releases)), found) == who


def test_a_hotfix_is_noticed_when_its_pull_request_is_opened() -> None:
    fix = landed(1, "b", 5, title="Hotfix: pay once", created_at=hour(2))
    found = shipped([deployed("a", 0), deployed("b", 6)], line("ab"), [fix])
    (failure,) = by_hotfix(found.releases)
    assert (failure.detected_at, failure.recovered_at) == (hour(2), release(found, "b").made.ended_at)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        pytest.param(0.5, "a", id="the one before it"),
        pytest.param(2.5, "b", id="of several the latest"),
        pytest.param(0.1, None, id="none that had not ended"),
        pytest.param(26, "b", id="within the service's hours"),
        pytest.param(26.5, None, id="none after them"),
    ],
)
def test_an_incident_blames_the_latest_deployment_in_time(at: float, who: str | None) -> None:
    found = shipped([deployed("a", 0), deployed("b", 2)], line("ab"))
    assert accused(found, alarm(at)) == who


def test_an_incident_never_blames_another_service() -> None:
    found = shipped([deployed("a", 0)], line("a"))
    counted = in_order(found.releases)
    elsewhere = Alarm(incident(1), frozenset({ELSEWHERE}))
    assert by_incident(elsewhere, counted, names(counted)) is None


def test_an_incident_of_no_known_service_blames_nobody() -> None:
    found = shipped([deployed("a", 0)], line("a"))
    assert by_incident(Alarm(incident(1)), in_order(found.releases), names(found.releases)) is None


def test_an_incident_of_low_urgency_is_not_guessed_about() -> None:
    found = shipped([deployed("a", 0)], line("a"))
    assert accused(found, alarm(1, urgency=Urgency.LOW)) is None


def test_an_incident_blames_no_redeployment() -> None:
    found = shipped([deployed("a", 0), deployed("b", 2), deployed("b", 5)], line("ab"))
    assert accused(found, alarm(6)) == "b"
    failure = heard(found, alarm(6))
    assert failure
    assert failure.deployment_id == release(found, "b", 0).made.id


@pytest.mark.parametrize("by", ["url", "external_id", "sha"])
def test_an_incident_that_names_its_deployment_is_believed(by: str) -> None:
    first = deployed("a", 0, external_id="D_1")
    found = shipped([first, deployed("b", 2)], line("ab"))
    each = alarm(100, deployment=f" {getattr(first, by)} ".upper(), urgency=Urgency.LOW)
    failure = heard(found, each)
    assert failure
    assert (blamed([failure], found), failure.rank) == (["a"], Rank.LINKED)


def test_an_incident_that_names_a_redeployment_blames_what_that_repeats() -> None:
    again = deployed("a", 3)
    found = shipped([deployed("a", 0), again, deployed("b", 4)], line("ab"))
    failure = heard(found, alarm(5, deployment=again.url))
    assert failure
    assert failure.deployment_id == release(found, "a", 0).made.id


def test_an_incident_that_names_what_nobody_knows_is_not_guessed_about() -> None:
    found = shipped([deployed("a", 0)], line("a"))
    assert accused(found, alarm(1, deployment="https://elsewhere.example/1")) is None


def test_an_incident_that_names_a_failed_attempt_blames_nobody() -> None:
    found = shipped([deployed("a", 0), broken("b", 2)], line("ab"))
    assert accused(found, alarm(3, deployment="b")) is None


def test_what_somebody_said_beats_what_the_incident_names() -> None:
    first, second = deployed("a", 0), deployed("b", 2)
    found = shipped([first, second], line("ab"))
    failure = heard(found, alarm(3, said=first.id, deployment="b"))
    assert failure
    assert (blamed([failure], found), failure.rank) == (["a"], Rank.BY_HAND)


def test_somebody_may_say_that_none_caused_it() -> None:
    found = shipped([deployed("a", 0, external_id="0")], line("a"))
    assert accused(found, alarm(1, said=0)) is None


def test_a_merged_incident_is_spoken_for_by_what_it_was_folded_into() -> None:
    found = shipped([deployed("a", 0)], line("a"))
    assert accused(found, alarm(1, merged_into="P9")) is None


def test_an_incident_is_over_when_it_is_resolved() -> None:
    found = shipped([deployed("a", 0)], line("a"))
    failure, still_open = heard(found, alarm(1, 3)), heard(found, alarm(1))
    assert failure
    assert still_open
    assert (failure.detected_at, failure.recovered_at) == (hour(1), hour(3))
    assert still_open.recovered_at is None


def test_a_record_of_any_region_names_the_deployment() -> None:
    eu, us = deployed("a", 0, part="eu", run_id=7), deployed("a", 1, part="us", run_id=7)
    found = shipped([eu, us], line("a"))
    called = names(found.releases)
    assert called[by_id(us.id)] is called[by_id(eu.id)]


def test_of_several_deployments_of_one_commit_the_first_is_meant() -> None:
    found = shipped([deployed("a", 0), deployed("b", 1), deployed("a", 2)], line("ab"))
    assert names(found.releases)["a"] is found.releases[0]


def test_releases_of_several_repositories_are_in_the_order_of_their_ends() -> None:
    one = shipped([deployed("a", 0), deployed("b", 4)], line("ab"))
    other = shipped([deployed("x", 2)], [branch_commit("x")])
    assert [each.made.sha for each in in_order([*one.releases, *other.releases])] == ["a", "x", "b"]
