"""What GitHub's answers mean, whose errors may come with status 200 and half the data."""

from datetime import timedelta
from typing import Any

import httpx

from integrations.answers import SECONDARY_WAIT, Answer, Judgement, Verdict, judge

GONE, HIDDEN, STALE_CURSOR = "NOT_FOUND", "FORBIDDEN", "INVALID_CURSOR_ARGUMENTS"

_TO_THE_CLIENT = {GONE, HIDDEN, STALE_CURSOR}
"""Errors about one thing that was asked for; which one, the path tells."""

_SHRINKING = {502, 504}
"""GitHub gives up on a query after ten seconds, and takes points for it."""

_FORBIDDEN = 403
_SUCCESS = range(200, 300)
_DEEPEST_THING = 2
"""`node`, or `nodes` and its index: deeper errors are holes in the data."""


def is_graphql(request: httpx.Request) -> bool:
    return request.url.path.endswith("/graphql")


def bucket(request: httpx.Request) -> str:
    """REST and GraphQL have limits of their own."""
    return "graphql" if is_graphql(request) else "core"


def verdict(request: httpx.Request, answer: Answer) -> Judgement:
    """By status first, then by the errors in the body; a page with holes is never taken as data."""
    found = judge(answer)
    if not is_graphql(request):
        return _readable(answer) if found.verdict is Verdict.OK else found
    if answer.status in _SHRINKING:
        return Judgement(Verdict.SHRINK, f"it answered {answer.status}", found.wait)
    if found.verdict is not Verdict.OK:
        return found
    if answer.status == _FORBIDDEN:
        return Judgement(Verdict.FATAL, f"it forbids that: {_message(answer)}")
    if answer.status not in _SUCCESS:
        return Judgement(Verdict.FATAL, f"it answered {answer.status}: {_message(answer)}")
    found = _readable(answer)
    return _of_errors(answer) if found.verdict is Verdict.OK else found


def _readable(answer: Answer) -> Judgement:
    """A success that holds no JSON was cut off, or comes from something in between."""
    if answer.status not in _SUCCESS:
        return Judgement(Verdict.OK)
    try:
        answer.json()
    except (ValueError, RecursionError):
        return Judgement(Verdict.AGAIN, "its answer is not JSON")
    return Judgement(Verdict.OK)


def _of_errors(answer: Answer) -> Judgement:
    body = answer.json()
    if not isinstance(body, dict) or not ("data" in body or body.get("errors")):
        return Judgement(Verdict.AGAIN, "its answer holds no data")
    errors = [error for error in body.get("errors") or () if isinstance(error, dict)]
    for error in errors:
        judgement = _of_error(error, answer, has_data=bool(body.get("data")))
        if judgement.verdict is not Verdict.OK:
            return judgement
    return Judgement(Verdict.OK)


def _of_error(error: dict[str, Any], answer: Answer, *, has_data: bool) -> Judgement:
    kind, message = str(error.get("type", "")), str(error.get("message", ""))[:300]
    if kind in ("RATE_LIMITED", "RATE_LIMIT") or "rate limit" in message.lower():
        return Judgement(Verdict.WAIT, message, _until(answer))
    if kind == "INSUFFICIENT_SCOPES":
        return Judgement(Verdict.FATAL, message)
    path = error.get("path")
    if kind == STALE_CURSOR or (
        kind in _TO_THE_CLIENT and isinstance(path, list) and len(path) <= _DEEPEST_THING
    ):
        return Judgement(Verdict.OK)
    if not has_data and isinstance(error.get("extensions"), dict) and "code" in error["extensions"]:
        return Judgement(Verdict.FATAL, f"it does not understand the query, perhaps it is too old: {message}")
    return Judgement(Verdict.SHRINK, message or "its answer has holes")


def _until(answer: Answer) -> timedelta:
    return answer.retry_after or answer.until_reset or SECONDARY_WAIT


def _message(answer: Answer) -> str:
    """What GitHub says, where it says it in JSON."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "an answer that is not JSON"
    return str(body.get("message", ""))[:300] if isinstance(body, dict) else ""
