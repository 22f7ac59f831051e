"""Custom points: series of one's own, each point with its facts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.facts import MILLIONTHS, POINTS, PointFacts
from domain.ids import identify
from domain.records import CustomPoint
from storage.shapes import Shape
from storage.shelves.facts import Facts
from storage.shelves.records import Records
from storage.tables import custom_points
from storage.transaction import Transaction

_point = custom_points.c
_shape = Shape(custom_points, CustomPoint)


@dataclass(frozen=True, slots=True)
class Series:
    """A series by its name: how many points it has, its greatest value, and from when to when it goes."""

    name: str
    points: int
    largest: float
    first_at: datetime
    last_at: datetime

    @property
    def id(self) -> int:
        return series_id(self.name)


def series_id(name: str) -> int:
    """What the facts of a series share."""
    return identify("series", name)


class Points:
    def __init__(self, tx: Transaction, facts: Facts) -> None:
        self._tx = tx
        self._facts = facts
        self._records = Records(tx, _shape, order=("at", "id"))

    def save(self, records: Sequence[CustomPoint]) -> int:
        """Insert or update points with their facts; how many were new or had changed."""
        changed = self._records.save(records)
        self._facts.put(POINTS, [_fact(record) for record in records])
        return changed

    def remove(self, ids: Collection[int]) -> None:
        self._records.remove(ids)
        self._facts.drop(POINTS, ids)

    def by_ids(self, ids: Iterable[int]) -> dict[int, CustomPoint]:
        return self._records.by_ids(ids)

    def series(self) -> list[Series]:
        """Every series, by name."""
        statement = (
            select(
                _point.series,
                func.count().label("points"),
                func.max(_point.value).label("largest"),
                func.min(_point.at).label("first_at"),
                func.max(_point.at).label("last_at"),
            )
            .group_by(_point.series)
            .order_by(_point.series)
        )
        return [Series(*row) for row in self._tx.all(statement)]


def _fact(record: CustomPoint) -> PointFacts:
    return PointFacts(
        record.id,
        record.repository_id or 0,
        None,
        record.at,
        0,
        series_id(record.series),
        round(record.value * MILLIONTHS),
    )
