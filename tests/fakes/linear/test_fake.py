"""The fake Linear is strict: what Linear would refuse, it refuses."""

from typing import Any

import httpx
import pytest

from tests.fakes.linear import TOKEN, FakeLinear, World
from tests.fakes.linear.fake import NOW

VIEWER = "query Viewer { viewer { name } }"
ISSUES = """query Issues($first: Int!, $after: String) {
  issues(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { identifier } }
}"""


def asked(fake: FakeLinear, query: str, token: str = TOKEN, **variables: Any) -> httpx.Response:  # noqa: ANN401 - variables
    body = {"query": query, "variables": variables}
    headers = {"authorization": token}
    return fake.handle_request(
        httpx.Request("POST", "https://api.linear.app/graphql", json=body, headers=headers)
    )


def grown(n: int = 3) -> FakeLinear:
    world = World()
    world.grow(world.add_team("PAY", "Payments"), n, NOW)
    return FakeLinear(world)


def code(response: httpx.Response) -> str:
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found


def test_a_key_is_needed_as_it_is() -> None:
    assert asked(grown(), VIEWER).json() == {"data": {"viewer": {"name": "Leadline"}}}
    for token in ("", "wrong", f"Bearer {TOKEN}"):
        response = asked(grown(), VIEWER, token)
        assert (response.status_code, code(response)) == (401, "AUTHENTICATION_ERROR")


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("query X { nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query X {", {}, "GRAPHQL_VALIDATION_FAILED"),
        (ISSUES, {"first": 251}, "INVALID_INPUT"),
        (ISSUES, {"first": 2, "after": "stale"}, "INVALID_INPUT"),
        ('query X { issue(id: "gone") { id } }', {}, "ENTITY_NOT_FOUND"),
    ],
    ids=["no such field", "no query", "too large a page", "a stale cursor", "what is gone"],
)
def test_what_linear_refuses_is_refused(query: str, variables: dict[str, Any], expected: str) -> None:
    response = asked(grown(), query, **variables)
    assert (response.status_code, code(response)) == (400, expected)


def test_too_complex_a_query_is_refused_and_costs_nothing() -> None:
    fake = grown()
    fake.most = 100
    assert "too complex" in asked(fake, ISSUES, first=100).json()["errors"][0]["message"]
    assert fake.asked == []


def test_a_limit_comes_as_400_with_its_reset_in_milliseconds() -> None:
    fake = grown()
    fake.per_hour = 1
    asked(fake, VIEWER)
    response = asked(fake, VIEWER)
    assert (response.status_code, code(response)) == (400, "RATELIMITED")
    assert int(response.headers["x-ratelimit-requests-reset"]) == int(NOW.timestamp() + 3_600) * 1_000


def test_pages_follow_one_another_by_their_cursors() -> None:
    fake, keys, after = grown(5), [], None
    for _ in range(3):
        page = asked(fake, ISSUES, first=2, after=after).json()["data"]["issues"]
        keys += [node["identifier"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert keys == ["PAY-1", "PAY-2", "PAY-3", "PAY-4", "PAY-5"]
    assert not page["pageInfo"]["hasNextPage"]
