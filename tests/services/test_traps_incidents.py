"""The traps that other tools fall into about incidents (metric definitions, section 9), each as a test."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.store import Store
from tests.incidents import ack, call, deployment, incident
from tests.services.paging import SEARCH, STRANGER, ago, answers, fill, refresh


def value(store: Store, text: str) -> float | None:
    return answers(store).ask(text, STRANGER).summary.value


def linked(store: Store) -> int:
    """How many incidents a deployment is known to have caused."""
    found = answers(store).ask("incidents-per-deployment @org 30d", STRANGER)
    return next((each.n for each in found.quality if "deployment" in each.reason), 0)


def test_a_note_after_the_resolution_does_not_move_it(store: Store) -> None:
    """DevLake's `incidents_converter.go` takes updated_at for the resolution."""
    resolved = incident(1, ago(hours=9), resolved_at=ago(hours=8))
    fill(store, [resolved])
    with store.write() as shelves:
        shelves.incidents.save([replace(resolved, title="Postmortem: payments were refused", priority="P1")])
    refresh(store)
    assert value(store, "mttr team:payments 7d") == 3600


def test_what_is_acknowledged_or_called_about_later_does_not_move_the_resolution(store: Store) -> None:
    """Whatever is logged of an incident renews its last status change; only the resolution ends it."""
    resolved = incident(1, ago(hours=9), resolved_at=ago(hours=8), acknowledgements=(ack(ago(hours=8.5)),))
    again = (*resolved.acknowledgements, ack(ago(hours=2), "bob"))
    fill(store, [replace(resolved, acknowledgements=again, interruptions=(call(ago(hours=1)),))])
    assert value(store, "mttr team:payments 7d") == 3600
    assert value(store, "mtta team:payments 7d") == 1800


def test_a_reopened_incident_is_resolved_when_it_is_over_for_good(store: Store) -> None:
    first = incident(1, ago(hours=9), resolved_at=ago(hours=8))
    fill(store, [first])
    with store.write() as shelves:
        shelves.incidents.save([replace(first, resolved_at=None)])
    refresh(store)
    assert value(store, "mttr team:payments 7d") is None
    with store.write() as shelves:
        shelves.incidents.save([replace(first, resolved_at=ago(hours=4))])
    refresh(store)
    assert value(store, "mttr team:payments 7d") == 5 * 3600


def test_a_deployment_of_its_service_within_a_day_caused_an_incident(store: Store) -> None:
    """The same story as those below that find no cause: only age, service or order differ there."""
    made = [deployment(1, ago(days=30), "one"), deployment(2, ago(hours=2), "two")]
    fill(store, [incident(1, ago(hours=1))], deployments=made)
    assert linked(store) == 1


@pytest.mark.parametrize("days", [2, 40, 400], ids=["two days", "forty days", "a year"])
def test_an_old_deployment_caused_no_incident(store: Store, days: int) -> None:
    """DevLake's `incident_deploy_connector.go` takes the project's last deployment, however old."""
    made = [deployment(1, ago(days=days + 9), "one"), deployment(2, ago(days=days), "two")]
    fill(store, [incident(1, ago(hours=1))], deployments=made)
    assert linked(store) == 0


def test_a_deployment_of_another_service_caused_no_incident(store: Store) -> None:
    """Middleware's `incidents.py` pairs by time across repositories."""
    made = [
        deployment(n, ago(hours=hours), f"sha{n}", repository_id=SEARCH.id) for n, hours in enumerate((90, 2))
    ]
    fill(store, [incident(1, ago(hours=1))], deployments=made)
    assert linked(store) == 0


def test_a_deployment_after_the_incident_did_not_cause_it(store: Store) -> None:
    made = [deployment(1, ago(days=30), "one"), deployment(2, ago(minutes=30), "two")]
    fill(store, [incident(1, ago(hours=1))], deployments=made)
    assert linked(store) == 0


def test_an_unacknowledged_incident_is_no_zero_in_the_mean(store: Store) -> None:
    """A null that is averaged as zero halves the time to acknowledge."""
    taken = incident(1, ago(hours=9), acknowledgements=(ack(ago(hours=8)),), resolved_at=ago(hours=7))
    fill(store, [taken, incident(2, ago(hours=9), resolved_at=ago(hours=7)), incident(3, ago(hours=9))])
    found = answers(store).ask("mtta team:payments 7d", STRANGER).summary
    assert (found.n, found.value, found.mean) == (1, 3600, 3600)


def test_a_week_without_incidents_is_a_true_zero_and_one_without_resolutions_a_gap(store: Store) -> None:
    fill(store, [incident(1, ago(days=1), resolved_at=ago(hours=1))])
    often = answers(store).ask("incident-frequency team:payments 28d", STRANGER)
    length = answers(store).ask("mttr team:payments 28d", STRANGER)
    assert [point.value for point in often.trend] == [0, 0, 0, 0, 1]
    assert [point.value for point in length.trend] == [None, None, None, None, 23 * 3600]


def test_a_tools_acknowledgement_stops_no_clock(store: Store) -> None:
    by_tool = ack(ago(hours=9) + timedelta(seconds=1), None, is_human=False)
    fill(store, [incident(1, ago(hours=9), acknowledgements=(by_tool, ack(ago(hours=8))))])
    assert value(store, "mtta team:payments 7d") == 3600
