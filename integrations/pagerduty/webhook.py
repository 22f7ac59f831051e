"""PagerDuty's calls: signed as of version 3, and about incidents, whatever the version."""

import hmac
from collections.abc import Sequence
from hashlib import sha256

from domain.errors import Rejected
from integrations.reading import Node, Unreadable, each, inside, name, optional_text, whole
from integrations.signatures import signature
from integrations.webhook import Call, Delivery, Named, Webhook, body_of, refused

HEADER = "x-pagerduty-signature"
_VERSION = "v1="

EVENTS = (
    "incident.triggered", "incident.acknowledged", "incident.unacknowledged", "incident.reopened",
    "incident.resolved", "incident.escalated", "incident.reassigned", "incident.delegated",
    "incident.priority_updated", "incident.service_updated",
)  # fmt: skip


def verify(call: Call, secrets: Sequence[str]) -> None:
    """Several signatures come while secrets change: one that fits is enough.

    https://developer.pagerduty.com/docs/verifying-signatures

    Raises:
        Forbidden: none fits.
    """
    told = [each.strip() for each in call.headers.get(HEADER, "").split(",")]
    signatures = [each.removeprefix(_VERSION).lower().encode() for each in told if each.startswith(_VERSION)]
    if not signatures:
        raise refused(f"it has no `{HEADER}` with v1")
    # Every secret is tried on every signature, so that the time tells nothing of which one fits.
    fits = [
        hmac.compare_digest(given, signature(secret, call.body))
        for secret in secrets
        if secret
        for given in signatures
    ]
    if not any(fits):
        raise refused("none of the secrets fits its signature")


def read(call: Call) -> Delivery:
    """The incidents that it is about.

    Raises:
        Rejected: it makes no sense.
    """
    body = body_of(call)
    try:
        told = inside(body, "event", _third) if "event" in body else _older(body)
    except Unreadable as error:
        raise Rejected(f"PagerDuty's call makes no sense: {error}.") from None
    return told if told.id else Delivery(sha256(call.body).hexdigest(), told.event, told.named)


def _third(event: Node) -> Delivery:
    """Version 3: one event about an incident, or about something of one, such as a note."""
    kind = name(event, "event_type")
    id_ = optional_text(event, "id") or ""
    if not kind.startswith("incident."):
        return Delivery(id_, kind)
    return Delivery(id_, kind, (inside(event, "data", _incident),))


def _incident(data: Node) -> Named:
    if data.get("type") != "incident" and isinstance(data.get("incident"), dict):
        return inside(data, "incident", _incident)
    return Named("incidents", name(data, "id"))


def _older(body: Node) -> Delivery:
    """Versions 1 and 2: several messages at once, each with the whole incident."""
    messages = each(body, "messages", _message)
    if not messages:
        raise Unreadable("messages", "expected at least one, found none")
    id_, event, _ = messages[0]
    named = dict.fromkeys(incident for _, _, incident in messages)
    return Delivery(id_, event, tuple(named))


def _message(message: Node) -> tuple[str, str, Named]:
    event = name(message, "event") if "event" in message else name(message, "type")
    holder = whole(message.get("data")) if "data" in message else message
    return optional_text(message, "id") or "", event, inside(holder, "incident", _incident)


WEBHOOK = Webhook(
    verify,
    read,
    EVENTS,
    "PagerDuty shows it once, when the subscription is made: Integrations, Generic Webhooks (v3).",
)
