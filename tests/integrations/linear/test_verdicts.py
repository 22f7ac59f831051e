"""What Linear's answers mean, by the codes of their errors and whatever the status."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from integrations.answers import Answer, Verdict
from integrations.linear.verdicts import verdict

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = httpx.Request("POST", "https://api.linear.app/graphql")
LATER = int((AT + timedelta(minutes=20)).timestamp() * 1000)
SOON = int((AT + timedelta(minutes=5)).timestamp() * 1000)


def answer(status: int, body: Any, **headers: str) -> Answer:  # noqa: ANN401 - JSON
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, httpx.Headers(told), content, AT)


def error(code: str | None, message: str = "No.") -> dict[str, Any]:
    extensions = {} if code is None else {"extensions": {"code": code}}
    return {"data": None, "errors": [{"message": message, **extensions}]}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"data": {"viewer": {}}}, Verdict.OK),
        (400, error("RATELIMITED"), Verdict.WAIT),
        (200, error("RATELIMITED"), Verdict.WAIT),
        (429, {}, Verdict.WAIT),
        (401, {}, Verdict.AUTH),
        (400, error("AUTHENTICATION_ERROR"), Verdict.AUTH),
        (400, error("INPUT_ERROR", "Query too complex"), Verdict.SHRINK),
        (400, error("GRAPHQL_VALIDATION_FAILED"), Verdict.FATAL),
        (403, error("FORBIDDEN"), Verdict.FATAL),
        (403, {}, Verdict.FATAL),
        (404, {}, Verdict.FATAL),
        (200, error("INTERNAL_SERVER_ERROR"), Verdict.AGAIN),
        (200, error(None), Verdict.AGAIN),
        (500, {}, Verdict.AGAIN),
        (200, {"data": None}, Verdict.AGAIN),
        (200, [], Verdict.AGAIN),
        (200, b"<html>", Verdict.AGAIN),
        (400, error("ENTITY_NOT_FOUND"), Verdict.OK),
        (400, error("INVALID_INPUT", "Invalid cursor"), Verdict.OK),
    ],
)
def test_an_answer_means(status: int, body: object, expected: Verdict) -> None:
    assert verdict(ASKED, answer(status, body)).verdict is expected


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"x_ratelimit_requests_reset": f"{SOON}", "x_ratelimit_complexity_reset": f"{LATER}"}, 20),
        (
            {
                "x_ratelimit_requests_reset": f"{SOON}",
                "x_ratelimit_requests_remaining": "0",
                "x_ratelimit_complexity_reset": f"{LATER}",
                "x_ratelimit_complexity_remaining": "9",
            },
            5,
        ),
        ({"retry_after": "120", "x_ratelimit_requests_reset": f"{LATER}"}, 2),
        ({"x_ratelimit_requests_reset": f"{SOON - 10**9}"}, 0),
        ({"x_ratelimit_requests_reset": "9" * 15}, 1),
        ({"x_ratelimit_requests_reset": f"{LATER + 10**10}"}, 60),
        ({}, 1),
    ],
    ids=["the later reset", "of what is used up", "as asked for", "in the past", "garbage", "too far away",
         "nothing told"],
)  # fmt: skip
def test_a_limit_is_rested_for(headers: dict[str, str], minutes: int) -> None:
    assert verdict(ASKED, answer(400, error("RATELIMITED"), **headers)).wait == timedelta(minutes=minutes)
