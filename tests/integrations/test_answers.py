"""What an answer's status and headers mean, read by the provider's own clock."""

from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from integrations.answers import LONGEST_WAIT, SECONDARY_WAIT, Answer, Verdict, judge
from tests.fakes.github.fake import NOW


def answer(status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    return Answer(
        status, httpx.Headers({key.replace("_", "-"): value for key, value in headers.items()}), body, NOW
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (answer(200), Verdict.OK),
        (answer(304), Verdict.OK),
        (answer(404), Verdict.OK),
        (answer(422), Verdict.OK),
        (answer(401), Verdict.AUTH),
        (answer(403), Verdict.OK),
        (answer(403, retry_after="5"), Verdict.WAIT),
        (answer(403, x_ratelimit_remaining="0"), Verdict.WAIT),
        (answer(403, b'{"message": "You have exceeded a secondary Rate Limit"}'), Verdict.WAIT),
        (answer(429), Verdict.WAIT),
        (answer(500), Verdict.AGAIN),
        (answer(503), Verdict.AGAIN),
    ],
    ids=[
        "fine", "not modified", "not found", "not valid", "not authorised", "not allowed", "to be retried",
        "nothing remains", "it says so", "too many", "broken", "down",
    ],
)  # fmt: skip
def test_what_a_status_means(found: Answer, verdict: Verdict) -> None:
    assert judge(found).verdict is verdict


def test_a_rest_is_as_long_as_asked_for_and_else_until_the_reset_and_else_a_minute() -> None:
    reset = str(int((NOW + timedelta(minutes=20)).timestamp()))
    asked = answer(429, retry_after="7", x_ratelimit_remaining="0", x_ratelimit_reset=reset)
    nothing_left = answer(429, x_ratelimit_remaining="0", x_ratelimit_reset=reset)
    something_left = answer(429, x_ratelimit_remaining="12", x_ratelimit_reset=reset)
    waits = [judge(found).wait for found in (asked, nothing_left, something_left, answer(429))]
    assert waits == [timedelta(seconds=7), timedelta(minutes=20), SECONDARY_WAIT, SECONDARY_WAIT]


def test_times_are_told_by_the_providers_clock() -> None:
    theirs = NOW + timedelta(hours=3)
    found = answer(
        429,
        date=format_datetime(theirs, usegmt=True),
        retry_after=format_datetime(theirs + timedelta(seconds=30), usegmt=True),
        x_ratelimit_reset=str(int(theirs.timestamp()) + 90),
    )
    assert found.skew == timedelta(hours=3)
    assert found.retry_after == timedelta(seconds=30)
    assert found.until_reset == timedelta(seconds=90)


@pytest.mark.parametrize("date", ["", "yesterday", "0", "Tue, 99 Nov 2026 12:00:00 GMT"])
def test_a_garbage_date_is_no_skew(date: str) -> None:
    assert answer(date=date).skew == timedelta()


def test_no_wait_is_longer_than_a_limits_window_or_shorter_than_none() -> None:
    assert answer(retry_after="999999").retry_after == LONGEST_WAIT
    assert answer(x_ratelimit_reset="1").until_reset == timedelta()


def test_json_is_read_once() -> None:
    found = answer(body=b'{"a": [1]}')
    assert found.json() is found.json()
    assert found.json() == {"a": [1]}


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        answer(body=b"<html>").json()


def test_a_body_is_not_in_the_repr() -> None:
    assert "secret" not in repr(answer(body=b"secret"))
