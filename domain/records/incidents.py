"""Incidents: what broke, who was called, who answered, and who was on call."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Urgency(StrEnum):
    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody, or with `is_human` off something, said that they are on it."""

    at: datetime
    account_id: int | None = None
    is_human: bool = True


@dataclass(frozen=True, slots=True)
class Interruption:
    """Somebody was called: `channel` is push, phone, sms or email."""

    at: datetime
    account_id: int | None
    channel: str


@dataclass(frozen=True, slots=True)
class Incident:
    """id = identify(source, "incident", external_id).

    `service` is the incident tool's own service, by its id or name. `resolved_at` is when the final
    resolution was logged, not when it was last touched; `resolved_by_human` is False where an
    integration or a timeout resolved it. `merged_into` is the external id of the incident it was
    folded into; `deployment` names a deployment by its URL, id or sha where the incident does;
    `ack_timeouts` is how often an acknowledgement ran out.
    """

    id: int
    source: str
    external_id: str
    number: int
    title: str
    url: str
    service: str
    urgency: Urgency
    created_at: datetime
    resolved_at: datetime | None = None
    resolved_by_human: bool = True
    priority: str = ""
    merged_into: str | None = None
    deployment: str | None = None
    ack_timeouts: int = 0
    acknowledgements: tuple[Acknowledgement, ...] = ()
    interruptions: tuple[Interruption, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody was on call, `[began_at, ended_at)`.

    id = identify(source, "shift", schedule, account, began_at), the last two as text.
    """

    id: int
    source: str
    schedule: str
    account_id: int
    began_at: datetime
    ended_at: datetime
    level: int = 1
