"""The rulings on deployments agree with a plain recomputation, on whatever history one can make up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import DeploymentFlag, Failure
from domain.rulings.delivered import deployment_facts
from domain.rulings.failures import Alarm, by_hotfix, by_incident, by_revert, by_rollback, in_order, names
from domain.rulings.releases import Track
from domain.rulings.reverted import Reverts
from tests.domain.rulings.shipments import SERVICE, shipped
from tests.domain.rulings.voyages import Voyage
from tests.independent_deployments import retell

WORDS = {
    DeploymentFlag.FIRST: "first",
    DeploymentFlag.REDEPLOY: "redeploy",
    DeploymentFlag.ROLLBACK: "rollback",
    DeploymentFlag.HOTFIX: "hotfix",
}


def ruled(voyage: Voyage) -> dict[str, dict[str, object]]:
    """What the rulings say, in the words of the independent computation."""
    found = shipped(voyage.deployments, voyage.commits, voyage.prs)
    against: dict[int, list[Failure]] = {}
    for failure in evidence(found, voyage):
        against.setdefault(failure.deployment_id, []).append(failure)
    told: dict[str, dict[str, object]] = {}
    for release in found.releases:
        facts = deployment_facts(release, against.get(release.made.id, ()))
        kinds = [word for flag, word in WORDS.items() if release.flags & flag]
        succeeded = bool(release.flags & DeploymentFlag.SUCCEEDED)
        told[release.made.records[0].external_id] = {
            "kind": (kinds or ["new"])[0] if succeeded else "attempt",
            "brought": sorted(pr.number for pr in release.pull_requests),
            "failed": bool(facts.flags & DeploymentFlag.FAILED_IN_PRODUCTION),
            "recovery": None if facts.recovery is None else facts.recovery / 3600,
        }
    return told


def evidence(found: Track, voyage: Voyage) -> list[Failure]:
    called = names(found.releases)
    counted = [release for release in in_order(found.releases) if release.is_counted]
    alarms = [Alarm(incident, frozenset({SERVICE})) for incident in voyage.incidents]
    heard = (by_incident(alarm, counted, called) for alarm in alarms)
    return [
        *by_rollback(found),
        *by_revert(found, Reverts.among(voyage.prs)),
        *by_hotfix(found.releases),
        *(failure for failure in heard if failure),
    ]


def agree(voyage: Voyage) -> None:
    expected, found = retell(voyage.world), ruled(voyage)
    assert found.keys() == expected.keys()
    for name, told in expected.items():
        recovery = told["recovery"]
        if recovery is not None and recovery < 0:
            told["recovery"] = None  # an incident that was over before what it names: contradictory
        assert found[name]["recovery"] == pytest.approx(told["recovery"], abs=0.001), name
        assert {**found[name], "recovery": None} == {**told, "recovery": None}, name


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_every_deployment_is_what_the_plain_computation_says(seed: int, length: int) -> None:
    agree(Voyage.of(seed, length))


@given(st.integers(0, 2**32))
def test_no_more_deployments_fail_than_there_are(seed: int) -> None:
    told = ruled(Voyage.of(seed, 60)).values()
    counted = [each for each in told if each["kind"] not in ("attempt", "redeploy")]
    assert all(each in counted for each in told if each["failed"])


@given(st.integers(0, 2**32))
def test_every_change_is_brought_at_most_once(seed: int) -> None:
    told = ruled(Voyage.of(seed, 60)).values()
    numbers = [number for each in told for number in each["brought"]]  # type: ignore[attr-defined] # a list
    assert len(numbers) == len(set(numbers))


def test_the_histories_hold_all_that_can_happen() -> None:
    """Else agreeing would prove little."""
    told = [each for seed in range(40) for each in ruled(Voyage.of(seed, 60)).values()]
    assert {each["kind"] for each in told} == {*WORDS.values(), "new", "attempt"}
    assert sum(bool(each["failed"]) for each in told) > 100
    assert sum(each["recovery"] is not None for each in told) > 100
    assert sum(bool(each["brought"]) for each in told) > 100
