"""Facts of custom points."""

from dataclasses import dataclass

from domain.facts.columns import Columns, Ids

MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class PointColumns(Columns):
    """Values of all series, `value` in millionths; those of one series share their `series_id`."""

    series_id: Ids
    value: Ids
