"""Real issues, read through the whole client and compared with the recording itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.ids import identify
from domain.records import Category, Issue, Project, Sprint, SprintState
from integrations.jira.mapping import issue_page
from tests.fakes.jira.fake import FakeJira
from tests.fakes.jira.recorded import MISSING, RECORDED, changelogs, rows, world
from tests.integrations.jira.connecting import connected
from tests.integrations.jira.terms import TERMS

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=MISSING)

MEANINGS = {"new": Category.TO_DO, "indeterminate": Category.IN_PROGRESS, "done": Category.DONE}


@pytest.fixture(scope="module", params=["cloud", "data center"])
def issues(request: pytest.FixtureRequest) -> dict[str, Issue]:
    """Every issue that the client reads, by key; nothing may be set aside."""
    client = connected(FakeJira(world(), is_cloud=request.param == "cloud", most=10))
    pages = list(client.read("issues"))
    assert [aside for page in pages for aside in page.unmappable] == []
    return {issue.key: issue for page in pages for issue in page.of(Issue)}


def utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def replayed(histories: list[dict[str, Any]]) -> Iterator[tuple[datetime, str, str]]:
    """Moves between statuses by a plain loop over the recording, oldest first, as (at, from id, to id)."""
    for history in sorted(histories, key=lambda each: (utc(each["created"]), int(each["id"]))):
        for item in history["items"]:
            if item["field"] == "status":
                at = utc(history["created"])
                assert at
                yield at, item["from"], item["to"]


def test_every_recorded_issue_is_read_with_its_own_facts(issues: dict[str, Issue]) -> None:
    recorded = list(rows("issues"))
    assert len(recorded) == len(issues) == 33
    for row in recorded:
        issue, fields = issues[row["key"]], row["fields"]
        assert (issue.external_id, issue.title) == (row["id"], fields["summary"].replace("\0", "\ufffd"))
        assert issue.category is MEANINGS[fields["status"]["statusCategory"]["key"]]
        assert (issue.created_at, issue.updated_at) == (utc(fields["created"]), utc(fields["updated"]))
        assert issue.resolved_at == utc(fields["resolutiondate"])
        assert (issue.type, issue.is_subtask) == (fields["issuetype"]["name"], fields["issuetype"]["subtask"])
        assert list(issue.labels) == fields["labels"]
        assert issue.parent_key == (fields.get("parent") or {}).get("key")
        sprints = fields.get("customfield_10020") or []
        assert issue.sprint_ids == tuple(identify("jira", "sprint", str(each["id"])) for each in sprints)


def test_the_recorded_moves_are_those_of_a_plain_replay(issues: dict[str, Issue]) -> None:
    names = {row["id"]: row["name"] for row in rows("status")}
    meanings = {row["id"]: MEANINGS[row["statusCategory"]["key"]] for row in rows("status")}
    known = 0
    for row in rows("issues"):
        moves = list(replayed(row["changelog"]["histories"]))
        found = issues[row["key"]].transitions
        assert [each.at for each in found] == [at for at, _, _ in moves]
        for transition, (_, before, after) in zip(found, moves, strict=True):
            if before in names and after in names:
                known += 1
                assert (transition.from_status, transition.to_status) == (names[before], names[after])
                assert (transition.from_category, transition.to_category) == (
                    meanings[before],
                    meanings[after],
                )
    assert known > 40, "the others are between statuses that were deleted since"


def test_an_issue_comes_to_the_status_that_its_last_recorded_move_leads_to(issues: dict[str, Issue]) -> None:
    assert all(
        issue.transitions[-1].to_status == issue.status for issue in issues.values() if issue.transitions
    )


def test_the_recorded_sprints_of_an_issue_are_those_that_it_came_into(issues: dict[str, Issue]) -> None:
    for issue in issues.values():
        within: set[int] = set()
        for change in issue.sprint_changes:
            (within.add if change.is_added else within.discard)(change.sprint_id)
        if issue.sprint_changes:
            assert within == set(issue.sprint_ids)


@pytest.mark.parametrize("newest_first", [True, False], ids=["newest first", "oldest first"])
def test_long_recorded_histories_are_replayed_whole(*, newest_first: bool) -> None:
    found = changelogs()
    assert {id_: len(histories) for id_, histories in found.items()} == {
        "13383": 100,
        "13954": 100,
        "13491": 79,
    }
    for id_, histories in found.items():
        ordered = sorted(histories, key=lambda each: each["created"], reverse=newest_first)
        fields = next(rows("issues"))["fields"]
        node = {"id": id_, "key": "EE-1", "fields": fields, "changelog": {"histories": ordered}}
        page = issue_page(TERMS, [node])
        assert page.unmappable == ()
        (issue,) = page.of(Issue)
        moves = list(replayed(histories))
        assert [each.at for each in issue.transitions] == [at for at, _, _ in moves]
        sprints = sum(item["field"] == "Sprint" for each in histories for item in each["items"])
        assert len({change.at for change in issue.sprint_changes}) == sprints


def test_every_recorded_sprint_and_project_is_read() -> None:
    client = connected(FakeJira(world()))
    projects = [record for page in client.read("projects") for record in page.of(Project)]
    assert {row["key"] for row in rows("projects")} < {project.key for project in projects}
    sprints = {record.external_id: record for page in client.read("sprints") for record in page.of(Sprint)}
    recorded = list(rows("sprints"))
    assert len(recorded) == len(sprints) + 1 == 30, "one is of a board that shows nothing of its own here"
    for row in recorded:
        if str(row["id"]) in sprints:
            sprint = sprints[str(row["id"])]
            assert (sprint.name, sprint.state) == (row["name"], SprintState.CLOSED)
            times = (sprint.began_at, sprint.ends_at, sprint.closed_at)
            assert times == (utc(row["startDate"]), utc(row["endDate"]), utc(row["completeDate"]))
