"""Waiting as Slack asks to: the one retry that cannot post anything twice."""

import time
from collections.abc import Callable

from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

LONGEST = 30.0


class Patience(RetryHandler):
    """Repeats a request that Slack refused with 429, after the seconds it named, at most `LONGEST`.

    A refused request was not carried out, so repeating it doubles nothing. slack_sdk's own handler
    dies of a `Retry-After` that is no number, and waits as long as it is told. It sleeps in the
    calling thread: the work pool's, never one that owes Slack an acknowledgement.
    """

    def __init__(self, *, tries: int = 2, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__(max_retry_count=tries)
        self._sleep = sleep

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - slack_sdk's signature
        request: HttpRequest,  # noqa: ARG002 - slack_sdk's signature
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - slack_sdk's signature
    ) -> bool:
        return response is not None and response.status_code == 429 and seconds(response) <= LONGEST  # noqa: PLR2004 - HTTP

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - slack_sdk's signature
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - slack_sdk's signature
    ) -> None:
        """Sleep as long as the refusal says."""
        state.next_attempt_requested = True
        self._sleep(seconds(response) if response else 1.0)
        state.increment_current_attempt()


def seconds(response: HttpResponse) -> float:
    """What `Retry-After` says, or one second where it says nothing readable."""
    named = {name.lower(): value for name, value in response.headers.items()}.get("retry-after")
    text = named[0] if isinstance(named, list) and named else named
    if isinstance(text, str) and text.isascii() and text.isdigit():
        return float(text)
    return 1.0
