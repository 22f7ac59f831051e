"""A provider's answer, read to its end, and what is to be made of it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

import httpx

TOO_MANY_REQUESTS = 429
FORBIDDEN = 403
UNAUTHORISED = 401
SERVER_ERRORS = 500

SECONDARY_WAIT = timedelta(minutes=1)
"""How long to rest when the provider does not say
(https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api)."""

LONGEST_WAIT = timedelta(hours=1)
"""No limit's window is longer; a reset further away comes from a wrong clock."""

LAST_RESET = 2**33
"""The year 2242 in epoch seconds: a reset behind it is garbage."""


class Verdict(StrEnum):
    OK = "ok"
    """To be read by the client, also when it says no."""
    WAIT = "wait"
    """The provider wants a rest; the same request is sent again after it."""
    AGAIN = "again"
    """A hiccup; the same request is sent again, a few times."""
    SHRINK = "shrink"
    """Too much was asked for at once."""
    AUTH = "auth"
    """The credentials are not taken."""
    FATAL = "fatal"
    """Asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer means; `wait` is how long to rest, `reason` is for people and free of secrets."""

    verdict: Verdict
    reason: str = ""
    wait: timedelta = timedelta()


OK = Judgement(Verdict.OK)


@dataclass(slots=True)
class Answer:
    """A whole answer; `at` is when it arrived, by our clock."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)
    at: datetime
    _json: Any = field(default=None, repr=False)

    def json(self) -> Any:  # noqa: ANN401 - whatever the provider sends
        """The body as JSON, read once.

        Raises:
            ValueError: it is none.
        """
        if self._json is None:
            self._json = json.loads(self.body)
        return self._json

    @property
    def skew(self) -> timedelta:
        """How far the provider's clock is ahead of ours, by its Date header."""
        sent_at = http_date(self.headers.get("date", ""))
        return sent_at - self.at if sent_at else timedelta()

    @property
    def remaining(self) -> int | None:
        return whole_number(self.headers.get("x-ratelimit-remaining"))

    @property
    def until_reset(self) -> timedelta | None:
        """How long until the limit's window begins anew, told by the provider's own clock."""
        reset = whole_number(self.headers.get("x-ratelimit-reset"))
        if reset is None or reset > LAST_RESET:
            return None
        return _bounded(datetime.fromtimestamp(reset, UTC) - (self.at + self.skew))

    @property
    def retry_after(self) -> timedelta | None:
        """What Retry-After asks for, in seconds or as a date; None when it is absent or garbage."""
        value = self.headers.get("retry-after", "").strip()
        seconds = whole_number(value)
        if seconds is not None:
            return _bounded(timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds())))
        date = http_date(value)
        return _bounded(date - (self.at + self.skew)) if date else None


def judge(answer: Answer) -> Judgement:
    """What an HTTP status means anywhere; a provider's own signs are judged by the provider first."""
    if answer.status == TOO_MANY_REQUESTS or (answer.status == FORBIDDEN and limited(answer)):
        return Judgement(Verdict.WAIT, "it asks for a rest", rest(answer))
    if answer.status == UNAUTHORISED:
        return Judgement(Verdict.AUTH, "it does not take the credentials")
    if answer.status >= SERVER_ERRORS:
        return Judgement(Verdict.AGAIN, f"it answered {answer.status}", answer.retry_after or timedelta())
    return OK


def limited(answer: Answer) -> bool:
    """Whether a refusal is about how much was asked, rather than about what."""
    return (
        answer.retry_after is not None
        or answer.remaining == 0
        or b"rate limit" in answer.body[:2_000].lower()
    )


def rest(answer: Answer) -> timedelta:
    """How long to rest: as asked for, else to the reset when nothing remains, else a minute."""
    if answer.retry_after is not None:
        return answer.retry_after
    if answer.remaining == 0 and answer.until_reset is not None:
        return answer.until_reset
    return SECONDARY_WAIT


def whole_number(value: str | None) -> int | None:
    """The number a header holds, if it is one of a sensible length."""
    return int(value) if value and len(value) < 16 and value.isascii() and value.isdigit() else None  # noqa: PLR2004 - seconds fit in fifteen digits


def http_date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _bounded(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta()), LONGEST_WAIT)
