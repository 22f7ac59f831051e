"""Slack's refusals in words: which of our errors each one is, and what the reader can do about it."""

from collections.abc import Callable
from http.client import HTTPException
from json import JSONDecodeError
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackRequestError

from domain.errors import Forbidden, LeadlineError, Misconfigured, Rejected, Retryable

UNSEEN = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
"""We, or the reader, cannot be reached in that conversation."""

UNREADABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
"""Slack does not take the blocks as they are."""

SPENT = frozenset({"used_url", "expired_url", "no_active_hooks", "invalid_token"})
"""A response_url that has been used five times or is older than thirty minutes."""

TRANSPORT = (URLError, TimeoutError, ConnectionError, HTTPException, JSONDecodeError, SlackRequestError)
"""What slack_sdk lets through when Slack cannot be reached, or what comes back is cut or no answer."""

_NO_JSON = "Received a response in a non-JSON format"
"""slack_sdk's word for a page that somebody on the way sent in Slack's stead."""

_TOKEN = "Slack does not accept Leadline's token ({})."  # noqa: S105 - a sentence about a token
_TOKEN_HINT = "An admin has to install the app again and hand over the new token."  # noqa: S105 - the same


def code(error: SlackApiError) -> str:
    """Slack's word for what went wrong."""
    return str(error.response.get("error", ""))


def explained(error: SlackApiError, *, handle: Callable[[], str]) -> LeadlineError | None:
    """The refusal as one of our errors, or None for one that is our own mistake and has to crash."""
    word = code(error)
    if word in UNSEEN:
        return _uninvited(handle())
    if word.startswith(_NO_JSON) or word in {"internal_error", "fatal_error", "service_unavailable"}:
        return unreachable(error)
    tell = _REFUSALS.get(word)
    return tell(error) if tell else None


def _uninvited(handle: str) -> Forbidden:
    return Forbidden(
        "I can't post in this channel yet.", hint=f"Run `/invite {handle}` here, then press the button again."
    )


def _missing_scope(error: SlackApiError) -> LeadlineError:
    return Misconfigured(
        f"Leadline lacks Slack's scope `{error.response.get('needed', 'unknown')}` for that.",
        hint="An admin has to install the app again from the current manifest.",
    )


def _slow_down(_error: SlackApiError) -> LeadlineError:
    return Retryable("Slack asked me to slow down.", hint="Please try again in a minute.")


def _token(error: SlackApiError) -> LeadlineError:
    return Misconfigured(_TOKEN.format(code(error)), hint=_TOKEN_HINT)


def _too_late(_error: SlackApiError) -> LeadlineError:
    return Retryable("Slack took too long to hand me that click.", hint="Please press it once more.")


def _archived(_error: SlackApiError) -> LeadlineError:
    return Rejected("That channel is archived, so nothing can be posted there.")


_REFUSALS: dict[str, Callable[[SlackApiError], LeadlineError]] = {
    "missing_scope": _missing_scope,
    "ratelimited": _slow_down,
    "rate_limited": _slow_down,
    "invalid_auth": _token,
    "account_inactive": _token,
    "token_revoked": _token,
    "token_expired": _token,
    "not_authed": _token,
    "expired_trigger_id": _too_late,
    "exchanged_trigger_id": _too_late,
    "is_archived": _archived,
}


def unreachable(error: Exception) -> Retryable:
    """Slack could not be reached, or the connection broke."""
    return Retryable(f"Slack did not answer ({type(error).__name__}).", hint="Please try again in a moment.")
