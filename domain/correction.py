"""Corrections: what people say about the data where it misleads, each on record and reversible."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.result import Result


class Action(StrEnum):
    """What a correction does."""

    EXCLUDE = "exclude"
    INCLUDE = "include"
    LINK = "link"
    UNLINK = "unlink"
    KIND = "kind"
    UNDO = "undo"


class Link(StrEnum):
    """What may be linked to what by hand: the first word names what is linked, the second to what."""

    INCIDENT_DEPLOYMENT = "incident.deployment"
    PULL_REQUEST_ISSUE = "pull_request.issue"


NOTHING = 0
"""The other end of a link that says: this belongs to none."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of one item.

    `subject` is the family of facts whose item is set aside, the kind of link, or "account"; `target`
    is the id that it is linked to (`NOTHING` for none) or the kind of account.
    """

    action: Action
    subject: str
    item_id: int
    target: int | str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log: who did what to which thing, how it was and how it is."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did to the figure in whose receipts it was made, if it was made there."""

    entry: Entry
    sentence: str
    before: Result | None = None
    after: Result | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A person's word on what belongs to what; `to_id` is `NOTHING` where it says that nothing does."""

    kind: str
    from_id: int
    to_id: int
    actor: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An item that somebody set aside."""

    family: str
    item_id: int
    actor: str
    at: datetime
    reason: str
