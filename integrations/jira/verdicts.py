"""What Jira's answers mean, and which of its limits a request counts against."""

import re
from datetime import datetime, timedelta

import httpx

from integrations.answers import LONGEST_WAIT, OK, Answer, Judgement, Verdict, judge

_SUCCESS = range(200, 300)
_PARTICULAR = re.compile(r"(?<=/)\d+(?=/|$)")
_DENIED = "authentication_denied"
_FAILED = "authenticated_failed"


def bucket(request: httpx.Request) -> str:
    """Jira limits each endpoint by itself (https://developer.atlassian.com/cloud/jira/platform/rate-limiting)."""
    return f"{request.method} {_PARTICULAR.sub('*', request.url.path)}"


def verdict(_: httpx.Request, answer: Answer) -> Judgement:
    """By its login headers and status; a success that holds no JSON comes from something in between."""
    reason = answer.headers.get("x-seraph-loginreason", "").lower()
    if _DENIED in reason or "captcha" in answer.headers.get("x-authentication-denied-reason", "").lower():
        why = "it wants this account to log in once in a browser, after too many failed logins"
        return Judgement(Verdict.FATAL, why)
    if _FAILED in reason:
        return Judgement(Verdict.AUTH, "it does not take the credentials")
    found = judge(answer)
    if found.verdict is Verdict.WAIT and answer.retry_after is None:
        until_reset = _until_reset(answer)
        return found if until_reset is None else Judgement(Verdict.WAIT, found.reason, until_reset)
    return _readable(answer) if found.verdict is Verdict.OK else found


def _until_reset(answer: Answer) -> timedelta | None:
    """Cloud tells a limit's reset as a date, unlike everybody else."""
    try:
        reset = datetime.fromisoformat(answer.headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return None
    if reset.tzinfo is None:
        return None
    return min(max(reset - (answer.at + answer.skew), timedelta()), LONGEST_WAIT)


def _readable(answer: Answer) -> Judgement:
    if answer.status not in _SUCCESS:
        return OK
    try:
        answer.json()
    except (ValueError, RecursionError):
        return Judgement(Verdict.AGAIN, "its answer is not JSON")
    return OK


def said(body: object) -> str:
    """Jira's own words about what it refuses."""
    found = body if isinstance(body, dict) else {}
    messages = found.get("errorMessages")
    errors = found.get("errors")
    words = [str(each) for each in messages] if isinstance(messages, list) else []
    words += [str(each) for each in errors.values()] if isinstance(errors, dict) else []
    words += [str(found[key]) for key in ("message", "errorMessage") if found.get(key)]
    return " ".join(words)[:300].rstrip(".") or "no reason given"
