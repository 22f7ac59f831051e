"""Linear's calls: signed over the raw bytes with the time in them, about issues and cycles.

https://linear.app/developers/webhooks
"""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from domain.errors import Rejected
from integrations.reading import Node, Unreadable, inside, name
from integrations.signatures import signature
from integrations.webhook import Call, Delivery, Named, Webhook, body_of, refused

FRESH = timedelta(seconds=60)
"""How old a call may be, or how far ahead its sender's clock."""

EVENTS = ("Issue", "Attachment", "Cycle")

_OF_ISSUES = {"Comment", "Attachment", "IssueAttachment", "Reaction"}
_LONGEST_ID = 200
_LAST_MILLISECOND = 10**14


def verify(call: Call, secrets: Sequence[str]) -> None:
    """The signature first, then the time that it covers.

    Raises:
        Forbidden: none of the secrets fits, or it was sent too long ago.
    """
    told = call.headers.get("linear-signature", "").strip().lower().encode()
    # Every secret is tried, so that the time tells nothing of which one fits.
    fits = [hmac.compare_digest(told, signature(secret, call.body)) for secret in secrets if secret]
    if not any(fits):
        raise refused("none of the secrets fits its signature")
    if abs(call.at - _sent_at(call)) > FRESH:
        raise refused("it was not sent just now")


def read(call: Call) -> Delivery:
    """The issue or cycle that it is about.

    Raises:
        Rejected: it makes no sense.
    """
    body = body_of(call)
    given = call.headers.get("linear-delivery", "")[:_LONGEST_ID]
    try:
        kind, action = name(body, "type"), name(body, "action")
        named = _named(kind, body)
    except Unreadable as error:
        raise Rejected(f"Linear's call makes no sense: {error}.") from None
    return Delivery(given or sha256(call.body).hexdigest(), f"{kind}.{action}", named)


def _named(kind: str, body: Node) -> tuple[Named, ...]:
    if kind == "Issue":
        return (Named("issues", inside(body, "data", lambda data: name(data, "id"))),)
    if kind == "Cycle":
        return (Named("sprints", inside(body, "data", lambda data: name(data, "id"))),)
    if kind == "IssueLabel":
        return ()
    if kind == "Team":
        return (Named("projects"),)
    data = body.get("data")
    if kind in _OF_ISSUES and isinstance(data, dict) and data.get("issueId") is not None:
        return (Named("issues", inside(body, "data", lambda data: name(data, "issueId"))),)
    return ()


def _sent_at(call: Call) -> datetime:
    sent = body_of(call).get("webhookTimestamp")
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent < _LAST_MILLISECOND:
        raise refused("it does not say when it was sent")
    return datetime.fromtimestamp(sent / 1000, UTC)


WEBHOOK = Webhook(
    verify, read, EVENTS, "Linear shows it on the webhook's page: Settings, API, Webhooks, Signing secret."
)
