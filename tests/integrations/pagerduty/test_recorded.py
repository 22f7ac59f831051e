"""Real incidents, read through the whole client and compared with the recording itself."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.ids import identify
from domain.records import Incident, Urgency
from tests.integrations.pagerduty.bench import Bench

RECORDED = Path("/work/shared/data/pagerduty/incidents.jsonl")

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=f"{RECORDED} is not on this machine")


def rows() -> list[dict[str, Any]]:
    return [json.loads(line)["payload"] for line in RECORDED.read_text().splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[str, Incident]:
    """By id; what the recording tells within an incident is the account's log at PagerDuty."""
    bench = Bench()
    for row in rows():
        bench.world.log += row.pop("log_entries")
        bench.world.incidents.append(row)
    pages = bench.pages()
    assert [aside for page in pages for aside in page.unmappable] == []
    return {each.external_id: each for page in pages for each in page.of(Incident)}


def test_every_recorded_incident_is_read_with_its_own_facts(found: dict[str, Incident]) -> None:
    assert found.keys() == {row["id"] for row in rows()}
    for row in rows():
        incident = found[row["id"]]
        assert (incident.number, incident.title) == (row["incident_number"], row["title"])
        assert (incident.url, incident.service) == (row["html_url"], row["service"]["summary"])
        assert incident.created_at == datetime.fromisoformat(row["created_at"])
        assert (incident.urgency is Urgency.LOW) == (row["urgency"] == "low")
        assert (incident.resolved_at is None) == (row["status"] != "resolved")


def test_every_recorded_answer_and_call_is_there(found: dict[str, Incident]) -> None:
    for row in rows():
        kinds = Counter(entry["type"] for entry in row["log_entries"])
        incident = found[row["id"]]
        assert len(incident.acknowledgements) == kinds["acknowledge_log_entry"]
        assert len(incident.interruptions) == kinds["notify_log_entry"]
        assert all(each.is_human for each in incident.acknowledgements)
        assert {each.channel for each in incident.interruptions} <= {"email"}


def test_the_resolution_is_the_logs_and_by_whom_it_says(found: dict[str, Incident]) -> None:
    resolved = found["Q1OHFWFP3GPXOG"]
    assert resolved.resolved_at == datetime(2022, 11, 3, 6, 51, 44, tzinfo=UTC)
    assert resolved.resolved_by_human
    keon = identify("pagerduty", "account", "PQYACO3")
    assert [each.account_id for each in resolved.acknowledgements] == [keon]
