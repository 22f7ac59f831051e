"""What GitHub's answers mean, whose errors may come with status 200 and half the data."""

from typing import Any

import httpx

from domain.errors import LeadlineError, Misconfigured, Retryable, Unknown
from integrations.answers import OK, Answer, Judgement, Verdict, judge, rest

GONE, HIDDEN, STALE_CURSOR = "NOT_FOUND", "FORBIDDEN", "INVALID_CURSOR_ARGUMENTS"
"""Errors about one thing that was asked for, which is the client's to tell; the path says which."""

RAW = "leadline.raw"
"""Request extension: whatever comes is taken, rather than JSON alone."""

_LIMITS = {"RATE_LIMITED", "RATE_LIMIT"}

_SHRINKING = {502, 504}
"""GitHub gives up on a query after ten seconds, and takes points for it."""

_FORBIDDEN = 403
_SUCCESS = range(200, 300)
_DEEPEST_THING = 2
"""Steps of a path; errors further inside are holes in the data."""


def is_graphql(request: httpx.Request) -> bool:
    return request.url.path.endswith("/graphql")


def bucket(request: httpx.Request) -> str:
    """REST and GraphQL have limits of their own."""
    return "graphql" if is_graphql(request) else "core"


def verdict(request: httpx.Request, answer: Answer) -> Judgement:
    """By status first, then by the errors in the body; a page with holes is never taken as data."""
    found = judge(answer)
    if not is_graphql(request):
        is_json = found.verdict is Verdict.OK and not request.extensions.get(RAW)
        return _readable(answer) if is_json else found
    if answer.status in _SHRINKING:
        return Judgement(Verdict.SHRINK, f"it answered {answer.status}", found.wait)
    if found.verdict is not Verdict.OK:
        return found
    if answer.status == _FORBIDDEN:
        return Judgement(Verdict.FATAL, f"it forbids that: {said(answer)}")
    if answer.status not in _SUCCESS:
        return Judgement(Verdict.FATAL, f"it answered {answer.status}: {said(answer)}")
    found = _readable(answer)
    return _of_errors(answer) if found.verdict is Verdict.OK else found


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
    judgements = (_of_error(error, answer, has_data=bool(body.get("data"))) for error in errors)
    return next((found for found in judgements if found.verdict is not Verdict.OK), OK)


def _of_error(error: dict[str, Any], answer: Answer, *, has_data: bool) -> Judgement:
    kind, message = str(error.get("type", "")), str(error.get("message", ""))[:300]
    if kind in _LIMITS or "rate limit" in message.lower():
        return Judgement(Verdict.WAIT, message, rest(answer))
    if kind == "INSUFFICIENT_SCOPES":
        return Judgement(Verdict.FATAL, message)
    path = error.get("path")
    if kind == STALE_CURSOR or (kind in (GONE, HIDDEN) and _is_of_a_thing(path)):
        return OK
    if kind == HIDDEN:
        return (
            OK if _is_dispensable(path) else Judgement(Verdict.FATAL, f"it hides `{_last(path)}`: {message}")
        )
    extensions = error.get("extensions")
    if not has_data and isinstance(extensions, dict) and "code" in extensions:
        return Judgement(Verdict.FATAL, f"it does not understand the query, perhaps it is too old: {message}")
    return Judgement(Verdict.SHRINK, message or "its answer has holes")


def _is_of_a_thing(path: object) -> bool:
    """Whether it is about something that was asked for: `node`, or `nodes` and an index."""
    return isinstance(path, list) and len(path) <= _DEEPEST_THING and _are_steps(path)


def _are_steps(path: list[Any]) -> bool:
    return all(isinstance(step, str | int) for step in path)


def _is_dispensable(path: object) -> bool:
    """Without permission to read members a team that was asked to review has no name, yet it was asked."""
    return _last(path) == "requestedReviewer" and isinstance(path, list) and _are_steps(path)


def _last(path: object) -> object:
    return path[-1] if isinstance(path, list) and path else "something"


def said(answer: Answer) -> str:
    """What GitHub says, where it says it in JSON."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "what came is not JSON"
    message = body.get("message") if isinstance(body, dict) else None
    return str(message or "no reason given")[:300]


def unreadable(name: str, error: str) -> LeadlineError:
    """Why there is no node where the repository of this name should be."""
    if error == GONE:
        return Unknown(f"GitHub knows no repository {name} any more.")
    if error == HIDDEN:
        return Misconfigured(
            f"GitHub does not let us read {name}.",
            hint="See whether the organisation asks for single sign-on or approval of this token.",
        )
    return Retryable(f"GitHub gave nothing for {name}.")
