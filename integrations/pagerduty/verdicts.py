"""What PagerDuty's answers mean; its limits are told in headers of its own.

https://developer.pagerduty.com/docs/rest-api-rate-limits
"""

from datetime import timedelta

import httpx

from integrations.answers import (
    OK,
    SECONDARY_WAIT,
    TOO_MANY_REQUESTS,
    Answer,
    Judgement,
    Verdict,
    judge,
    whole_number,
)

_SUCCESS = range(200, 300)
_LONGEST_RESET = 3_600


def verdict(_: httpx.Request, answer: Answer) -> Judgement:
    """A limit first, then the status; a success that holds no object was cut off, or is somebody else's."""
    if answer.status == TOO_MANY_REQUESTS:
        return Judgement(Verdict.WAIT, "it asks for a rest", _rest(answer))
    found = judge(answer)
    if found.verdict is not Verdict.OK or answer.status not in _SUCCESS:
        return found
    try:
        is_object = isinstance(answer.json(), dict)
    except (ValueError, RecursionError):
        is_object = False
    return OK if is_object else Judgement(Verdict.AGAIN, "its answer is no JSON object")


def _rest(answer: Answer) -> timedelta:
    """How long to rest: as asked for, else to the reset, in seconds from now, else a minute."""
    if answer.retry_after is not None:
        return answer.retry_after
    reset = whole_number(answer.headers.get("ratelimit-reset"))
    return SECONDARY_WAIT if reset is None else timedelta(seconds=min(reset, _LONGEST_RESET))


def said(answer: object) -> str:
    """What PagerDuty says of a refusal, where it says it in its way."""
    error = answer.get("error") if isinstance(answer, dict) else None
    parts = [error.get("message")] if isinstance(error, dict) else [error]
    parts += error["errors"] if isinstance(error, dict) and isinstance(error.get("errors"), list) else []
    return "; ".join(str(part) for part in parts if part)[:300] or "no reason given"
