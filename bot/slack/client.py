"""How Slack's Web API is called: with a short patience, and with no retry that could post twice."""

from slack_sdk import WebClient
from slack_sdk.http_retry.handler import RetryHandler

TIMEOUT = 10


def web_client(
    token: str | None = None,
    *,
    api_url: str | None = None,
    timeout: int = TIMEOUT,
    retries: tuple[RetryHandler, ...] = (),
) -> WebClient:
    """A client of slack.com, or of the stand-in at `api_url`; slack_sdk's own retries are off."""
    return WebClient(
        token=token,
        base_url=api_url or WebClient.BASE_URL,
        timeout=timeout,
        retry_handlers=list(retries),
    )
