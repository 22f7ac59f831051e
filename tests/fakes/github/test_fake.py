"""The fake is as strict as GitHub: who may ask, what for, and how much."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from integrations.github import queries
from tests.fakes.github import TOKEN, FakeGitHub, World, faults, serve
from tests.fakes.github.fake import NOW

VIEWER = "query Viewer { viewer { login } rateLimit { cost remaining } }"


def ask(github: FakeGitHub, query: str, token: str = TOKEN, **variables: Any) -> httpx.Response:  # noqa: ANN401 - variables
    with httpx.Client(transport=github) as client:
        return client.post(
            "https://api.github.com/graphql",
            headers={"authorization": f"Bearer {token}"},
            json={"query": query, "variables": variables},
        )


def world(n: int = 0) -> World:
    made = World()
    made.grow(made.add_repository("acme/pay"), n)
    return made


def test_a_query_is_answered_with_the_headers_of_the_limit() -> None:
    response = ask(FakeGitHub(world()), VIEWER)
    assert response.json()["data"] == {
        "viewer": {"login": "leadline"},
        "rateLimit": {"cost": 1, "remaining": 4999},
    }
    assert response.headers["x-ratelimit-remaining"] == "4999"
    assert response.headers["x-oauth-scopes"] == "repo, read:org"
    assert response.headers["date"] == "Tue, 24 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize("token", ["", "ghp_other"])
def test_nobody_comes_in_without_a_token_that_is_known(token: str) -> None:
    assert ask(FakeGitHub(world()), VIEWER, token).status_code == 401


@pytest.mark.parametrize(
    "query",
    ["query Bad { viewer { nonsense } }", "query Bad {", "query Bad { node(id: 7.5) { id } }"],
    ids=["a field that is not there", "no query", "a wrong argument"],
)
def test_a_query_that_is_not_valid_gets_no_data(query: str) -> None:
    body = ask(FakeGitHub(world()), query).json()
    assert "data" not in body
    assert body["errors"]


def test_a_page_that_is_too_large_is_refused_for_free() -> None:
    github = FakeGitHub(world())
    body = ask(github, queries.PULL_REQUESTS, repository="x", first=101).json()
    assert body["errors"][0]["type"] == "EXCESSIVE_PAGINATION"
    assert github.spent == 0


def test_a_limit_that_is_used_up_answers_two_hundred_with_an_error() -> None:
    github = FakeGitHub(world(), points=2)
    for _ in range(2):
        assert "errors" not in ask(github, VIEWER).json()
    response = ask(github, VIEWER)
    assert (response.status_code, response.json()["errors"][0]["type"]) == (200, "RATE_LIMITED")
    assert response.headers["x-ratelimit-remaining"] == "0"


def test_the_limit_begins_anew_after_an_hour() -> None:
    now = [NOW]
    github = FakeGitHub(world(), clock=lambda: now[0], points=1)
    ask(github, VIEWER)
    assert "errors" in ask(github, VIEWER).json()
    now[0] += timedelta(hours=1)
    assert "errors" not in ask(github, VIEWER).json()


def test_cursors_hold_their_place_while_things_move() -> None:
    made = world(4)
    place = made.repositories["acme/pay"]
    github = FakeGitHub(made)

    def page(after: str | None) -> tuple[list[int], str]:
        reply = ask(github, queries.PULL_REQUESTS, repository=place["id"], first=2, after=after).json()
        connection = reply["data"]["node"]["pullRequests"]
        return [node["number"] for node in connection["nodes"]], connection["pageInfo"]["endCursor"]

    first, cursor = page(None)
    made.touch(place["pullRequests"][0], NOW)
    second, _ = page(cursor)
    assert (first, second) == ([4, 3], [2])


def test_unknown_paths_are_not_found() -> None:
    with httpx.Client(transport=FakeGitHub(world())) as client:
        response = client.get("https://api.github.com/user", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 404


def test_it_serves_over_http_as_an_enterprise_server() -> None:
    github = FakeGitHub(world())
    with serve(github) as url, httpx.Client() as client:
        response = client.post(
            f"{url}/api/graphql", headers={"authorization": f"Bearer {TOKEN}"}, json={"query": VIEWER}
        )
        assert response.json()["data"]["viewer"] == {"login": "leadline"}
        assert response.headers["x-ratelimit-remaining"] == "4999"
        github.faults.append(faults.timeout)
        with pytest.raises(httpx.RemoteProtocolError):
            client.post(f"{url}/api/graphql", json={"query": VIEWER})


def test_faults_befall_one_request_each() -> None:
    github = FakeGitHub(world())
    github.faults.extend([faults.status(502), None, faults.truncated])
    assert ask(github, VIEWER).status_code == 502
    assert ask(github, VIEWER).json()["data"]
    with pytest.raises(json.JSONDecodeError):
        ask(github, VIEWER).json()
    assert ask(github, VIEWER).json()["data"]
