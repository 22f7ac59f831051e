"""What people are told about the data's health and a connection's checks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Holding:
    """How many records of a kind a source has told of; `kind` is what one of them is called."""

    kind: str
    n: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read when that was tried last, and why: `deployments of acme/pay`."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source: how fresh, how complete, what was set aside, and what to do when it is not well."""

    key: str
    name: str
    light: Light
    last_success_at: datetime | None
    last_attempt_at: datetime | None
    holds: tuple[Holding, ...]
    quarantined: int
    note: str = ""
    next_step: str = ""
    next_run_at: datetime | None = None
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class QualityCounter:
    """How many records show something odd, such as contradictory times, in words for people."""

    label: str
    n: int


@dataclass(frozen=True, slots=True)
class HealthReport:
    sources: tuple[SourceHealth, ...]
    quality: tuple[QualityCounter, ...]
    as_of: datetime
    version: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to a connection, its answer, and the next step unless it is green."""

    label: str
    light: Light
    found: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `/metrics check` and `leadline check` tell about one source."""

    source: str
    name: str
    checks: tuple[Check, ...]
    as_of: datetime
