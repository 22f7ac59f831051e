"""Waiting as Slack asks: how long, how often, and not at all when it asks for too much."""

import pytest
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.slack.patience import LONGEST, Patience

REQUEST = HttpRequest(method="POST", url="https://slack.com/api/chat.postMessage", headers={})


def refused(seconds: str = "1", *, status: int = 429, header: str = "Retry-After") -> HttpResponse:
    return HttpResponse(status_code=status, headers={header: [seconds]} if seconds else {})


def retries(response: HttpResponse | None, *, attempt: int = 0, error: Exception | None = None) -> bool:
    state = RetryState(current_attempt=attempt)
    return Patience(tries=2).can_retry(state=state, request=REQUEST, response=response, error=error)


@pytest.mark.parametrize(
    ("response", "slept"),
    [
        pytest.param(refused("0"), 0.0, id="zero seconds"),
        pytest.param(refused("7", header="retry-after"), 7.0, id="a lower-case header"),
        pytest.param(refused("soon"), 1.0, id="no number"),
        pytest.param(refused("-5"), 1.0, id="a negative number"),
        pytest.param(refused("²"), 1.0, id="a digit that is no number"),
        pytest.param(refused(""), 1.0, id="no header"),
    ],
)
def test_it_sleeps_as_long_as_slack_names_or_a_second(response: HttpResponse, slept: float) -> None:
    naps: list[float] = []
    state = RetryState()
    Patience(sleep=naps.append).prepare_for_next_attempt(state=state, request=REQUEST, response=response)
    assert naps == [slept]
    assert state.next_attempt_requested
    assert state.current_attempt == 1


def test_only_a_refusal_for_speed_is_repeated() -> None:
    assert retries(refused())
    assert not retries(refused(status=500))
    assert not retries(refused(status=200))
    assert not retries(None, error=ConnectionResetError())


def test_a_third_refusal_is_the_last() -> None:
    assert retries(refused(), attempt=1)
    assert not retries(refused(), attempt=2)


def test_nobody_waits_longer_than_half_a_minute() -> None:
    assert retries(refused(str(int(LONGEST))))
    assert not retries(refused(str(int(LONGEST) + 1)))
