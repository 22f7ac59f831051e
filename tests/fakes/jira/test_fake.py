"""The fake Jira is as strict as the real one: what it would refuse, the fake refuses."""

import json
from base64 import b64encode
from typing import Any

import httpx
import pytest

from tests.fakes.jira import EMAIL, TOKEN, FakeJira, World

AUTH = {True: f"Basic {b64encode(f'{EMAIL}:{TOKEN}'.encode()).decode()}", False: f"Bearer {TOKEN}"}


def ask(jira: FakeJira, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:  # noqa: ANN401 - JSON
    given = headers or {"authorization": AUTH[jira.is_cloud]}
    content = None if body is None else json.dumps(body)
    return jira.handle_request(httpx.Request(method, f"https://x.test{path}", headers=given, content=content))


def stocked(*, is_cloud: bool = True) -> FakeJira:
    world = World()
    world.grow(world.add_project("PAY", "7"), 120)
    return FakeJira(world, is_cloud=is_cloud)


ALL = 'project in ("PAY") ORDER BY created ASC, key ASC'
SEARCH, CHANGES, ISSUES = (
    f"/rest/api/3/{path}" for path in ("search/jql", "changelog/bulkfetch", "issue/bulkfetch")
)


def searched(**told: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"jql": ALL, "maxResults": 1, "fields": ["id"], **told}


def changes(**told: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"issueIdsOrKeys": ["1"], "fieldIds": [], "maxResults": 1, **told}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/rest/api/3/search", {"jql": ALL}, 410),
        ("GET", "/rest/api/2/myself", None, 404),
        ("POST", SEARCH, searched(jql="ORDER BY created"), 400),
        ("POST", SEARCH, searched(jql=ALL.replace("PAY", "NONE")), 400),
        ("POST", SEARCH, searched(fields=["*all"]), 400),
        ("POST", SEARCH, searched(startAt=0), 400),
        ("POST", CHANGES, changes(issueIdsOrKeys=[]), 400),
        ("POST", CHANGES, changes(issueIdsOrKeys=["1"] * 1_001), 400),
        ("POST", CHANGES, changes(fieldIds=["x"] * 11), 400),
        ("POST", CHANGES, changes(maxResults=10_001), 400),
        ("POST", ISSUES, {"issueIdsOrKeys": ["1"] * 101, "fields": ["id"]}, 400),
        ("GET", "/rest/api/3/project/search?startAt=0&maxResults=50&orderBy=key&x=1", None, 400),
        ("GET", "/rest/agile/1.0/board/9/sprint?startAt=0&maxResults=50", None, 404),
        ("GET", "/rest/api/3/issue/1", None, 404),
        ("DELETE", "/rest/agile/1.0/board", None, 404),
    ],
)
def test_what_jira_would_refuse_is_refused(method: str, path: str, body: Any, status: int) -> None:  # noqa: ANN401 - JSON
    assert ask(stocked(), method, path, body).status_code == status


def test_no_page_is_larger_than_a_hundred_and_tokens_lead_to_the_end() -> None:
    jira, token = stocked(), None
    seen: list[int] = []
    while token or not seen:
        body = {
            "jql": ALL,
            "maxResults": 5_000,
            "fields": ["summary"],
            **({"nextPageToken": token} if token else {}),
        }
        page = ask(jira, "POST", "/rest/api/3/search/jql", body).json()
        seen.append(len(page["issues"]))
        assert page["isLast"] is ("nextPageToken" not in page)
        token = page.get("nextPageToken")
    assert seen == [100, 20]


def test_a_server_tells_users_by_name_and_knows_nothing_of_the_clouds_search() -> None:
    jira = stocked(is_cloud=False)
    body = {"jql": ALL, "startAt": 100, "maxResults": 5, "fields": ["reporter"], "expand": ["changelog"]}
    page = ask(jira, "POST", "/rest/api/2/search", body).json()
    assert (page["total"], page["startAt"], len(page["issues"])) == (120, 100, 5)
    assert page["issues"][0]["fields"]["reporter"]["name"] == "ada"
    assert page["issues"][0]["changelog"]["total"] == 0
    assert ask(jira, "POST", "/rest/api/2/search/jql", body).status_code == 404


def test_times_are_told_in_the_askers_zone() -> None:
    jira = stocked()
    body = {"jql": ALL, "maxResults": 1, "fields": ["created"]}
    page = ask(jira, "POST", "/rest/api/3/search/jql", body).json()
    assert page["issues"][0]["fields"]["created"] == "2026-01-05T10:00:00.000+0100"
