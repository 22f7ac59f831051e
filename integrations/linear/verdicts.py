"""What Linear's answers mean, whose limits come as status 400 with a code.

https://linear.app/developers/rate-limiting
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from integrations.answers import (
    LAST_RESET,
    LONGEST_WAIT,
    OK,
    SECONDARY_WAIT,
    Answer,
    Judgement,
    Verdict,
    judge,
    whole_number,
)

LIMITED = "RATELIMITED"
GONE = "ENTITY_NOT_FOUND"
_UNSIGNED = {"AUTHENTICATION_ERROR", "UNAUTHENTICATED"}
_PASSING = {"INTERNAL_SERVER_ERROR", "INTERNAL_ERROR", "LOCK_TIMEOUT", "NETWORK_ERROR", "BOOTSTRAP_ERROR"}
_SUCCESS = range(200, 300)
_KINDS = ("requests", "complexity", "endpoint-requests")


def verdict(_: httpx.Request, answer: Answer) -> Judgement:
    """By the errors in the body, whatever the status; a page with holes is never taken as data."""
    errors = errors_of(answer)
    if any(code(error) == LIMITED for error in errors):
        return Judgement(Verdict.WAIT, "it asks for a rest", _rest(answer))
    found = judge(answer)
    if found.verdict is not Verdict.OK:
        return found
    if errors:
        return next((one for error in errors if (one := _of_error(error)).verdict is not Verdict.OK), OK)
    if answer.status not in _SUCCESS:
        return Judgement(Verdict.FATAL, f"it answered {answer.status}")
    body = _body(answer)
    has_data = isinstance(body, dict) and isinstance(body.get("data"), dict)
    return OK if has_data else Judgement(Verdict.AGAIN, "its answer holds no data")


def errors_of(answer: Answer) -> list[dict[str, Any]]:
    body = _body(answer)
    errors = body.get("errors") if isinstance(body, dict) else None
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def code(error: dict[str, Any]) -> str:
    """Linear's word for an error."""
    extensions = error.get("extensions")
    return str(extensions.get("code", "")) if isinstance(extensions, dict) else ""


def is_of_cursor(error: dict[str, Any]) -> bool:
    """Whether a cursor is taken no more, which Linear tells in words alone."""
    return "cursor" in str(error.get("message", "")).lower()


def _of_error(error: dict[str, Any]) -> Judgement:
    kind, message = code(error), str(error.get("message", ""))[:300]
    if kind in _UNSIGNED:
        return Judgement(Verdict.AUTH, message)
    if "complex" in message.lower():
        return Judgement(Verdict.SHRINK, message)
    if kind == GONE or is_of_cursor(error):
        return OK
    if not kind or kind in _PASSING:
        return Judgement(Verdict.AGAIN, message or "its answer has holes")
    return Judgement(Verdict.FATAL, f"it says: {message}" if message else f"it says {kind}")


def _rest(answer: Answer) -> timedelta:
    """Until the latest reset, in milliseconds, of what nothing remains of; of all where that is not told."""
    if answer.retry_after is not None:
        return answer.retry_after
    resets = {kind: _reset(answer, kind) for kind in _KINDS}
    used = [kind for kind in _KINDS if _header(answer, kind, "remaining") == 0]
    moments = [at for kind in used or _KINDS if (at := resets[kind])]
    if not moments:
        return SECONDARY_WAIT
    return min(max(max(moments) - (answer.at + answer.skew), timedelta()), LONGEST_WAIT)


def _reset(answer: Answer, kind: str) -> datetime | None:
    told = _header(answer, kind, "reset")
    if told is None or told // 1000 > LAST_RESET:
        return None
    return datetime.fromtimestamp(told / 1000, UTC)


def _header(answer: Answer, kind: str, what: str) -> int | None:
    return whole_number(answer.headers.get(f"x-ratelimit-{kind}-{what}"))


def _body(answer: Answer) -> Any:  # noqa: ANN401 - whatever Linear sends
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None
