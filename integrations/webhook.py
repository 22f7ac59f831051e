"""What a provider calls us with: its signature checked on the raw bytes, and what it is about, by id."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import Forbidden, Rejected
from domain.records import Record

Headers = Mapping[str, str]
"""By their names in lower case."""


@dataclass(frozen=True, slots=True)
class Call:
    """A delivery as it came; `at` is when, by our clock."""

    headers: Headers
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """What a delivery is about: a stream's thing by its external id, to be read as it is now.

    `place` is the external id of the repository it lies in, where the stream is read by repository.
    An empty `external_id` says that something in the stream changed: what is new in it is read then.
    """

    stream: str
    external_id: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery tells: what it is about, and records that it carries whole, for nobody else tells them.

    `id` tells a repetition; `event` is the sender's own word for what happened. An event that means
    nothing to us names nothing.
    """

    id: str
    event: str
    named: tuple[Named, ...] = ()
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """How one provider calls.

    `verify` raises `Forbidden` unless one of the secrets signed the very bytes that came, lately enough;
    `read` makes of a verified call what it tells, and raises `Rejected` for one that makes no sense.
    `events` are those to subscribe to, in the vendor's words; `secret_hint` says where the secret is typed.
    """

    verify: Callable[[Call, Sequence[str]], None]
    read: Callable[[Call], Delivery]
    events: tuple[str, ...]
    secret_hint: str = ""


Json = dict[str, Any]


def refused(why: str) -> Forbidden:
    """A call that is not the sender's; what was expected stays untold."""
    return Forbidden(f"This call is not signed as it should be: {why}.")


def body_of(call: Call) -> Json:
    """The call's body, which must be a JSON object.

    Raises:
        Rejected: it is none.
    """
    try:
        body = json.loads(call.body)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        return body
    raise Rejected("The body of this call is no JSON object.")
