"""What GitHub's answers mean: errors may come with status 200, and with half the data."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from integrations.answers import Answer, Verdict
from integrations.github.verdicts import bucket, verdict
from tests.fakes.github.fake import NOW

GRAPHQL = httpx.Request("POST", "https://api.github.com/graphql")
REST = httpx.Request("GET", "https://git.acme.test/api/v3/installation/repositories")


def answer(body: object, status: int = 200, **headers: str) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Answer(status, httpx.Headers(named), content, NOW)


def failed(kind: str | None, message: str = "", path: list[Any] | None = None, data: object = None) -> Answer:
    error = {"type": kind, "message": message, "path": path}
    return answer(
        {"data": data, "errors": [{key: value for key, value in error.items() if value is not None}]}
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (answer({"data": {"viewer": {}}}), Verdict.OK),
        (failed("RATE_LIMITED", "API rate limit exceeded for user ID 1."), Verdict.WAIT),
        (failed("RATE_LIMIT", "API rate limit already exceeded"), Verdict.WAIT),
        (failed(None, "You have exceeded a secondary rate limit."), Verdict.WAIT),
        (failed("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded."), Verdict.SHRINK),
        (failed(None, "Something went wrong while executing your query."), Verdict.SHRINK),
        (failed("A_NEW_ONE", "?"), Verdict.SHRINK),
        (failed("INSUFFICIENT_SCOPES", "needs read:org"), Verdict.FATAL),
        (failed("NOT_FOUND", "", ["node"], {"node": None}), Verdict.OK),
        (failed("NOT_FOUND", "", ["nodes", 3], {"nodes": []}), Verdict.OK),
        (failed("FORBIDDEN", "", ["nodes", 3], {"nodes": []}), Verdict.OK),
        (failed("NOT_FOUND", "", ["node", "pullRequests", "nodes", 3], {"node": {}}), Verdict.SHRINK),
        (failed("FORBIDDEN", "", ["node", "pullRequests", "nodes"], {"node": {}}), Verdict.FATAL),
        (failed("FORBIDDEN", "", ["node", "x", 0, "requestedReviewer"], {"node": {}}), Verdict.OK),
        (failed("INVALID_CURSOR_ARGUMENTS", "", ["node", "pullRequests"], {"node": None}), Verdict.OK),
        (answer({"errors": [{"extensions": {"code": "undefinedField"}}]}), Verdict.FATAL),
        (answer({"data": {}, "errors": ["what"]}), Verdict.AGAIN),
        (answer({"data": {}, "errors": {"message": "what"}}), Verdict.AGAIN),
        (failed("NOT_FOUND", "", [{}], {"node": {}}), Verdict.SHRINK),
        (answer({}), Verdict.AGAIN),
        (answer([]), Verdict.AGAIN),
        (answer(7), Verdict.AGAIN),
        (answer(b"<html>"), Verdict.AGAIN),
        (answer(b'{"data": {"view'), Verdict.AGAIN),
        (answer(b"[" * 100_000), Verdict.AGAIN),
        (answer(b""), Verdict.AGAIN),
        (answer({}, 502), Verdict.SHRINK),
        (answer({}, 504), Verdict.SHRINK),
        (answer({}, 500), Verdict.AGAIN),
        (answer({}, 503), Verdict.AGAIN),
        (answer({"message": "Bad credentials"}, 401), Verdict.AUTH),
        (answer({"message": "IP not allowed"}, 403), Verdict.FATAL),
        (answer({"message": "secondary rate limit"}, 403), Verdict.WAIT),
        (answer(b"<html>", 404), Verdict.FATAL),
    ],
    ids=[
        "data", "primary limit", "primary limit by another name", "secondary limit", "resource limits",
        "something", "a new type", "scopes", "a node is gone", "one of the nodes is gone",
        "one of the nodes is hidden", "a hole where something is gone", "something hidden",
        "a reviewer who is hidden",
        "a stale cursor", "an old server", "errors of text",
        "errors that are no list", "a path that is none", "nothing", "a list", "a number", "HTML", "cut",
        "nested without end", "empty", "502", "504", "500", "503", "bad credentials", "not allowed",
        "403 limit", "no GitHub there",
    ],
)  # fmt: skip
def test_what_an_answer_to_a_query_means(found: Answer, expected: Verdict) -> None:
    assert verdict(GRAPHQL, found).verdict is expected


def test_a_primary_limit_is_waited_out_until_its_reset() -> None:
    found = failed("RATE_LIMITED", "API rate limit exceeded")
    found.headers["x-ratelimit-remaining"] = "0"
    found.headers["x-ratelimit-reset"] = str(int((NOW + timedelta(minutes=9)).timestamp()))
    assert verdict(GRAPHQL, found).wait == timedelta(minutes=9)


def test_a_refusal_gives_githubs_reason() -> None:
    found = answer({"message": "Although you appear to have the correct credentials, SAML is needed"}, 403)
    assert "SAML is needed" in verdict(GRAPHQL, found).reason


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (answer({}), Verdict.OK),
        (answer({"message": "Not Found"}, 404), Verdict.OK),
        (answer({"message": "Forbidden"}, 403), Verdict.OK),
        (answer(b"<html>"), Verdict.AGAIN),
        (answer({}, 502), Verdict.AGAIN),
        (answer({}, 429), Verdict.WAIT),
    ],
    ids=["data", "404", "403", "HTML", "502", "429"],
)
def test_what_an_answer_of_the_rest_api_means(found: Answer, expected: Verdict) -> None:
    assert verdict(REST, found).verdict is expected


def test_graphql_and_rest_have_limits_of_their_own() -> None:
    assert (bucket(GRAPHQL), bucket(REST)) == ("graphql", "core")
