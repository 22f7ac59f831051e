"""Real issues with their changelogs, as Jira told them, ruled upon and walked through plainly beside that."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.facts import IssueFlag
from domain.people import WorkingHours
from domain.records import Category, Issue, Transition
from domain.rulings.issues import categorised, issue_facts

RECORDED = Path("/work/shared/data/jira")
GONE = {"10000": "new", "10020": "new", "10029": "new", "5": "done"}
"""To Do, Inbox, Ready for Dev and Resolved: statuses of the changelogs that the site has no more."""

CATEGORIES = {"new": Category.TO_DO, "indeterminate": Category.IN_PROGRESS, "done": Category.DONE}

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="the recorded payloads are not on this machine")


def payloads(name: str) -> Iterator[Any]:
    with (RECORDED / f"{name}.jsonl").open() as lines:
        yield from (json.loads(line)["payload"] for line in lines)


def statuses() -> dict[str, str]:
    """The key of each status's category, by the status's id; the changelogs tell ids and not categories."""
    return GONE | {each["id"]: each["statusCategory"]["key"] for each in payloads("status")}


def moves(raw: Any) -> list[tuple[datetime, Any]]:  # noqa: ANN401 - JSON
    """The changes of status, oldest first."""
    found = [
        (datetime.fromisoformat(entry["created"]).astimezone(UTC), item)
        for entry in raw["changelog"]["histories"]
        for item in entry["items"]
        if item["field"] == "status"
    ]
    return sorted(found, key=lambda each: each[0])


def issue(raw: Any, known: dict[str, str]) -> Issue:  # noqa: ANN401 - JSON
    fields = raw["fields"]
    transitions = tuple(
        Transition(
            at=at,
            from_status=f"{item['fromString']} ({item['from']})",
            to_status=f"{item['toString']} ({item['to']})",
            from_category=CATEGORIES[known[item["from"]]],
            to_category=CATEGORIES[known[item["to"]]],
        )
        for at, item in moves(raw)
    )
    return Issue(
        id=int(raw["id"]),
        source="jira",
        external_id=raw["id"],
        project_id=1,
        key=raw["key"],
        title=fields["summary"],
        url=raw["self"],
        type=fields["issuetype"]["name"],
        status=f"{fields['status']['name']} ({fields['status']['id']})",
        category=CATEGORIES[fields["status"]["statusCategory"]["key"]],
        created_at=datetime.fromisoformat(fields["created"]).astimezone(UTC),
        updated_at=datetime.fromisoformat(fields["updated"]).astimezone(UTC),
        transitions=transitions,
    )


def walked(raw: Any, known: dict[str, str]) -> tuple[datetime | None, datetime | None]:  # noqa: ANN401 - JSON
    """When it was first worked on and last finished, read off the raw changelog."""
    now_done = raw["fields"]["status"]["statusCategory"]["key"] == "done"
    begun = finished = None
    for at, item in moves(raw):
        if begun is None and known[item["to"]] == "indeterminate":
            begun = at
        if known[item["to"]] == "done" and known[item["from"]] != "done":
            finished = at
    return begun, finished if now_done else None


def recorded() -> list[Any]:
    """Issues all of whose statuses are known by id, each once."""
    known = statuses()
    whole = {
        raw["id"]: raw
        for raw in payloads("issues")
        if moves(raw) and all({item["from"], item["to"]} <= known.keys() for _, item in moves(raw))
    }
    return list(whole.values())


def test_there_are_real_histories_to_rule_on() -> None:
    assert len(recorded()) >= 20


def test_the_cycle_of_real_issues_is_what_a_plain_walk_finds() -> None:
    known = statuses()
    cycles = 0
    for raw in recorded():
        begun, finished = walked(raw, known)
        told = issue_facts(categorised(issue(raw, known), {}), (WorkingHours(),), 0, is_linked=False)
        if finished is None:
            assert told is None, raw["key"]
            continue
        assert told is not None
        assert told.at == finished, raw["key"]
        expected = None if begun is None else int((finished - begun).total_seconds())
        assert told.cycle == expected, raw["key"]
        assert bool(told.flags & IssueFlag.NEVER_STARTED) is (begun is None)
        cycles += told.cycle is not None
    assert cycles >= 7


def test_an_issue_whose_status_was_filed_anew_is_open_again() -> None:
    """EE-1 stands in a status that its tracker files under "new", whatever it is called."""
    known = statuses()
    altered = next(raw for raw in recorded() if raw["id"] == "10063")
    assert issue_facts(categorised(issue(altered, known), {}), (WorkingHours(),), 0, is_linked=False) is None
