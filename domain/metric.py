"""What a metric declares about itself; its figures are computed by `metrics`."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    DURATION = "duration"
    COUNT = "count"
    SHARE = "share"


class Better(StrEnum):
    """Which way is good, so that a change can be called better or worse."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """A metric as the surfaces know it: `slug` names it everywhere, `ruling` defines it."""

    slug: str
    title: str
    unit: Unit
    better: Better
    family: str
    ruling: str
    version: int = 1
    phases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
