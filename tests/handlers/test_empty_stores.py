"""Stores that hold nothing, only code, or only incidents: every view and figure says what it lacks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.records import Incident
from tests.bot.slack.house import House
from tests.builders import NOW, issue
from tests.handlers.stores import bare, coded, paged, said, tell
from tests.incidents import ack, incident

HOUR = timedelta(hours=1)
NO_CODE = "No data yet: no repository is connected."
NO_INCIDENTS = "no incident source has been read."
NO_ISSUES = "no issue tracker has been read."
OF_CODE = (
    "dora", "pipelines", "flaky", "prs stuck", "prs open", "why lead-time", "cycle-time", "lead-time",
    "deployment-frequency", "change-failure-rate", "build-success-rate", "flaky-tests", "wip",
)  # fmt: skip
OF_INCIDENTS = ("incidents", "oncall", "why time-to-resolve", "time-to-resolve", "time-to-acknowledge",
                "incident-frequency", "oncall-load")  # fmt: skip
OF_ISSUES = ("sprint", "burndown", "why velocity", "velocity", "issue-cycle-time", "issue-throughput")


def several() -> list[Incident]:
    """Seven incidents, one a day, each acknowledged after one hour and resolved after three."""
    return [
        incident(
            n,
            NOW - timedelta(days=n),
            acknowledgements=(ack(NOW - timedelta(days=n) + HOUR, None),),
            resolved_at=NOW - timedelta(days=n) + 3 * HOUR,
        )
        for n in range(1, 8)
    ]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[House]:
    with bare(tmp_path) as bot:
        yield bot


@pytest.fixture
def code_only(tmp_path: Path) -> Iterator[House]:
    with coded(tmp_path) as bot:
        yield bot


@pytest.fixture
def incidents_only(tmp_path: Path) -> Iterator[House]:
    with paged(tmp_path, several()) as bot:
        yield bot


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        *((each, NO_CODE) for each in OF_CODE),
        *((each, f"No data yet: {NO_INCIDENTS}") for each in OF_INCIDENTS),
        *((each, f"No data yet: {NO_ISSUES}") for each in OF_ISSUES),
    ],
)
def test_an_empty_store_says_what_nothing_was_read_from(empty: House, asked: str, told: str) -> None:
    answered = said(empty, asked)
    assert told in answered
    assert "all 0" not in answered
    assert "Try 90 days" not in answered, "a longer window of nothing is nothing"
    assert " 0 %" not in answered


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "I don't know which team"),
        ("list", "ycle time"),
        ("teams", "team"),
        ("health", "No source is connected yet."),
        ("check", "No source is connected yet, so there is nothing to check."),
        ("flow PAY-1", "No issues have been read yet."),
        ("pr acme/pay-api#1", "I know no pull request"),
        ("pipelines workflow:ci", "None ran at all"),
    ],
)
def test_the_other_commands_of_an_empty_store_say_how_to_begin(empty: House, text: str, told: str) -> None:
    answered = said(empty, text)
    assert told in answered
    assert "my fault" not in answered


@pytest.mark.parametrize("asked", OF_INCIDENTS)
def test_code_without_incidents_lacks_the_source_of_incidents(code_only: House, asked: str) -> None:
    """No incident source is no week without incidents: that is not known, and not zero."""
    answered = said(code_only, f"{asked} everyone")
    assert f"No data yet: {NO_INCIDENTS}" in answered
    assert "no incident source · not synced yet" in answered


@pytest.mark.parametrize("asked", OF_ISSUES)
def test_code_without_a_tracker_lacks_the_tracker(code_only: House, asked: str) -> None:
    answered = said(code_only, f"{asked} everyone")
    assert f"No data yet: {NO_ISSUES}" in answered
    assert "no issue tracker · not synced yet" in answered


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("cycle-time payments", "Payments' median cycle time is"),
        ("prs open payments", "No pull request is open for Payments."),
        ("dora payments", "No deployments to production are known for Payments in this window."),
        ("dora payments", "12 pull requests merged and not deployed."),
        ("flaky payments", "No tests ran for Payments in the 14 days up to 24 Nov."),
        ("pipelines payments", "No runs"),
        ("pr acme/pay-api#1", "No deployments of its repository have been read."),
        ("pr acme/pay-api#1", "None is known to come from it."),
        ("flow PAY-1", "No issues have been read yet."),
    ],
)
def test_code_alone_answers_what_code_can_tell(code_only: House, asked: str, told: str) -> None:
    assert told in said(code_only, asked)


@pytest.mark.parametrize("asked", OF_CODE)
def test_incidents_alone_say_that_no_code_is_connected(incidents_only: House, asked: str) -> None:
    assert NO_CODE in said(incidents_only, asked)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("incidents", "Everyone had 7 incidents of high urgency"),
        ("time-to-resolve", "Everyone's median time to resolve is 3 h"),
        ("time-to-acknowledge", "Everyone's median time to acknowledge is 1 h"),
        ("incident-frequency", "7 incidents"),
        ("why time-to-resolve", "Everyone's median time to resolve is 3 h"),
        ("oncall", "Nobody was on call"),
    ],
)
def test_incidents_alone_are_told_with_the_freshness_of_their_source(
    incidents_only: House, asked: str, told: str
) -> None:
    """The last sync of the pager began five minutes before noon."""
    answered = said(incidents_only, asked)
    assert told in answered
    assert "1 incident source" in answered
    assert "24 Nov, 11:55 UTC" in answered
    assert "repositor" not in answered


def test_incidents_alone_are_what_health_tells_that_the_source_holds(incidents_only: House) -> None:
    answered = said(incidents_only, "health")
    assert "PagerDuty is well, with 7 incidents." in answered
    assert "pull request" not in answered
    assert "repositor" not in answered


def test_issues_alone_are_told_with_their_tracker(empty: House) -> None:
    tell(empty, issues=[issue(f"PAY-{n}") for n in range(1, 4)])
    assert "Jira is well, with 1 project and 3 issues." in said(empty, "health")
    assert "1 issue tracker" in said(empty, "issue-cycle-time")
    nope = said(empty, "flow PAY-9")
    assert "There is no issue “PAY-9”." in nope
    assert "flow PAY-1" in nope
    assert "PAY-1" in said(empty, "flow pay-1"), "keys are told in any case"
