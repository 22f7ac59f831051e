"""Facts of custom points."""

from dataclasses import dataclass
from datetime import datetime

from domain.facts.columns import Columns, Ids, Wide

MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class PointFacts:
    """A custom point, measured `at`; `value` in millionths. Without a repository its `place_id` is 0."""

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: int
    series_id: int
    value: int


@dataclass(frozen=True, slots=True)
class PointColumns(Columns):
    """Values of all series, `value` in millionths; those of one series share their `series_id`."""

    series_id: Ids
    value: Wide
