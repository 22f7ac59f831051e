"""What breaks at Harbour: believable, the same for the same seed, and told only when it has happened."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.demo.alarms import Trouble, incident, of_deployments, of_the_week, seen
from bot.demo.organisation import CREWS
from domain.records import Deployment, DeploymentStatus, Incident, Urgency
from tests.builders import told
from tests.incidents import deployment

CREW = CREWS[0]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEKS = [date(2026, 6, 1) + timedelta(weeks=n) for n in range(24)]
TROUBLES = [
    trouble for crew in CREWS for monday in WEEKS for trouble in of_the_week(crew, ("api", "web"), monday, 7)
]
LIVES = [incident(trouble, 7) for trouble in TROUBLES]


def trouble(**fields: Any) -> Trouble:  # noqa: ANN401 - fields of a trouble
    return Trouble(**told(fields, key="k", crew=CREW, service="api", at=NOON, title="It broke"))


def test_a_team_meets_about_one_a_week() -> None:
    assert 0.7 < len(TROUBLES) / len(WEEKS) / len(CREWS) < 1.6


def test_they_come_in_their_week_at_any_hour() -> None:
    hours = {each.at.hour for each in TROUBLES}
    assert len(hours) > 15
    for monday in WEEKS:
        found = of_the_week(CREW, ("api",), monday, 7)
        assert all(monday <= each.at.date() < monday + timedelta(weeks=1) for each in found)


def test_the_same_seed_tells_the_same_and_another_one_something_else() -> None:
    again = [each for monday in WEEKS for each in of_the_week(CREW, ("api", "web"), monday, 7)]
    other = [each for monday in WEEKS for each in of_the_week(CREW, ("api", "web"), monday, 8)]
    assert again == [each for each in TROUBLES if each.crew is CREW]
    assert again != other


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.external_id))
def test_no_incident_contradicts_itself(life: Incident) -> None:
    assert life.resolved_at is not None
    assert life.created_at < life.resolved_at
    assert all(life.created_at <= each.at <= life.resolved_at for each in life.acknowledgements)
    assert all(life.created_at <= each.at <= life.resolved_at for each in life.interruptions)
    assert life.ack_timeouts == max(0, len(life.acknowledgements) - 1)


def test_low_urgency_calls_nobody_but_by_mail() -> None:
    low = [each for each in LIVES if each.urgency is Urgency.LOW]
    assert low
    assert {call.channel for each in low for call in each.interruptions} == {"email"}
    assert {each.resolved_by_human for each in low} == {True}


def test_some_recover_by_themselves_some_are_never_taken_on_and_some_wake_the_next_in_turn() -> None:
    high = [each for each in LIVES if each.urgency is Urgency.HIGH]
    assert 0.05 < sum(not each.resolved_by_human for each in high) / len(high) < 0.35
    assert any(not each.acknowledgements for each in high)
    assert any(len({call.account_id for call in each.interruptions}) == 2 for each in high)
    assert any(each.ack_timeouts for each in high)


def made(*told: tuple[str, str, float]) -> list[Deployment]:
    """Deployments of (sha, cause, hours after noon)."""
    return [
        deployment(number, NOON + timedelta(hours=hours), sha, cause=cause)
        for number, (sha, cause, hours) in enumerate(told)
    ]


@pytest.mark.parametrize("cause", ["rollback", "hotfix"])
def test_what_was_rolled_back_or_mended_broke_before_and_is_over_after(cause: str) -> None:
    found = []
    for n in range(20):
        deployments = made(("good", "", n * 90), ("bad", "", n * 90 + 20), (f"mend{n}", cause, n * 90 + 22))
        found += [(each, deployments) for each in of_deployments(CREW, "api", deployments, seed=n)]
    assert 10 < len(found) <= 20, "now and then it is seen before it alerts"
    for each, (_, bad, mend) in found:
        assert bad.finished_at is not None
        assert bad.finished_at < each.at < mend.created_at
        assert each.mended_at is not None
        assert each.mended_at > (mend.finished_at or mend.created_at)
        assert each.deployment in (None, bad.url)
    assert {each.deployment is None for each, _ in found} == {True, False}


def test_an_ordinary_or_failed_deployment_breaks_nothing() -> None:
    ordinary = made(("one", "", 0), ("two", "", 5))
    failed = [deployment(9, NOON, "bad", cause="rollback", status=DeploymentStatus.FAILURE)]
    assert list(of_deployments(CREW, "api", ordinary, seed=7)) == []
    assert list(of_deployments(CREW, "api", [*ordinary, *failed], seed=7)) == []
    assert list(of_deployments(CREW, "api", made(("one", "rollback", 0)), seed=7)) == []


def test_what_a_deployment_mended_ends_then() -> None:
    mended_at = NOON + timedelta(hours=2)
    life = incident(trouble(mended_at=mended_at), 7)
    assert (life.resolved_at, life.resolved_by_human) == (mended_at, True)


def test_before_it_has_happened_nothing_of_it_is_told() -> None:
    life = incident(trouble(mended_at=NOON + timedelta(hours=2)), 7)
    assert seen(life, NOON - timedelta(seconds=1)) is None
    begun = seen(life, NOON)
    assert begun is not None
    assert (begun.resolved_at, begun.acknowledgements, begun.ack_timeouts) == (None, (), 0)
    assert {each.at for each in begun.interruptions} == {NOON}
    assert seen(life, NOON + timedelta(days=9)) == life
