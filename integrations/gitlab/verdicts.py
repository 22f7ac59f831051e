"""What GitLab's answers mean; GraphQL's errors come with status 200."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from integrations.answers import (
    LONGEST_WAIT,
    OK,
    TOO_MANY_REQUESTS,
    Answer,
    Judgement,
    Verdict,
    judge,
    whole_number,
)

OLD_CODES = {"undefinedField", "argumentNotAccepted", "undefinedType"}
"""The server's schema lacks something that newer ones have."""

_TOO_MUCH = ("complexity", "timed out", "timeout on", "less complex", "max depth")
_SHRINKING = {502, 504}
_SUCCESS = range(200, 300)
_REDIRECTS = range(300, 400)
_FORBIDDEN = 403


def is_graphql(request: httpx.Request) -> bool:
    return request.url.path.endswith("/api/graphql")


def verdict(request: httpx.Request, answer: Answer) -> Judgement:
    """By status first, then by the errors in the body."""
    if answer.status == TOO_MANY_REQUESTS and answer.retry_after is None:
        return Judgement(Verdict.WAIT, "it asks for a rest", _until_reset(answer))
    if is_graphql(request) and answer.status in _SHRINKING:
        return Judgement(Verdict.SHRINK, f"it answered {answer.status}")
    found = judge(answer)
    if found.verdict is not Verdict.OK:
        return found
    if answer.status == _FORBIDDEN and "insufficient_scope" in said(answer):
        return Judgement(Verdict.FATAL, "the token lacks the scope `read_api`")
    return _of_graphql(answer) if is_graphql(request) else _readable(answer)


def _of_graphql(answer: Answer) -> Judgement:
    if answer.status in _REDIRECTS:
        return Judgement(Verdict.FATAL, "it sends us elsewhere; set `baseUrl` to where it is now")
    if answer.status not in _SUCCESS:
        return Judgement(Verdict.FATAL, f"it answered {answer.status}: {said(answer)}")
    found = _readable(answer)
    return _of_errors(answer) if found.verdict is Verdict.OK else found


def said(answer: Answer) -> str:
    """What GitLab says, where it says it in JSON."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "what came is not JSON"
    if not isinstance(body, dict):
        return "no reason given"
    words = (body.get("message"), body.get("error"), body.get("error_description"))
    return ", ".join(str(word) for word in words if word)[:300] or "no reason given"


def is_too_old(error: dict[str, Any]) -> bool:
    """Whether an error is about a field or argument that the server does not have yet, or no more."""
    extensions = error.get("extensions")
    return isinstance(extensions, dict) and extensions.get("code") in OLD_CODES


def is_about_the_cursor(error: dict[str, Any]) -> bool:
    return "cursor" in str(error.get("message", "")).lower()


def _until_reset(answer: Answer) -> timedelta:
    """GitLab's own header says when the window ends, in epoch seconds.

    See https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/.
    """
    reset = whole_number(answer.headers.get("ratelimit-reset"))
    if reset is None or reset >= 2**33:
        return timedelta(minutes=1)
    wait = datetime.fromtimestamp(reset, UTC) - (answer.at + answer.skew)
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _readable(answer: Answer) -> Judgement:
    """A success that holds no JSON was cut off, or comes from something in between."""
    if answer.status not in _SUCCESS:
        return OK
    try:
        answer.json()
    except (ValueError, RecursionError):
        return Judgement(Verdict.AGAIN, "its answer is not JSON")
    return OK


def _of_errors(answer: Answer) -> Judgement:
    body = answer.json()
    if not isinstance(body, dict) or not ("data" in body or body.get("errors")):
        return Judgement(Verdict.AGAIN, "its answer holds no data")
    errors = body.get("errors") or []
    if not (isinstance(errors, list) and all(isinstance(error, dict) for error in errors)):
        return Judgement(Verdict.AGAIN, "its answer holds errors that make no sense")
    judgements = (_of_error(error) for error in errors)
    return next((found for found in judgements if found.verdict is not Verdict.OK), OK)


def _of_error(error: dict[str, Any]) -> Judgement:
    message = str(error.get("message", ""))[:300]
    if any(word in message.lower() for word in _TOO_MUCH):
        return Judgement(Verdict.SHRINK, message)
    if is_too_old(error) or is_about_the_cursor(error):
        return OK
    return Judgement(Verdict.SHRINK, message or "its answer has holes")
