"""Records of one kind with the lists that hang on them: saved whole, found by id or by where they belong."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, select

from storage.shapes import Shape
from storage.shelves.children import Children
from storage.transaction import Transaction

R = TypeVar("R")


class Records(Generic[R]):
    """A kind of record whose table is keyed by `id`.

    `order` names the columns that put many in order; rows that `only` does not hold for are not found.
    """

    def __init__(
        self,
        tx: Transaction,
        shape: Shape[R],
        children: Sequence[Children] = (),
        *,
        order: Sequence[str] = ("id",),
        only: ColumnElement[bool] | None = None,
    ) -> None:
        self._tx = tx
        self._only = only
        self._shape = shape
        self._children = tuple(children)
        self._order = [shape.table.c[name] for name in order]

    def save(self, records: Sequence[R]) -> int:
        """Insert or update, with their lists; how many were new or had changed themselves."""
        self._tx.alone()
        latest = list({self._id(record): record for record in records}.values())
        changed = self._tx.upsert(self._shape.table, self._shape.rows(latest))
        for children in self._children:
            children.save(self._tx, latest)
        return changed

    def by_ids(self, ids: Iterable[int]) -> dict[int, R]:
        rows = list(self._tx.among(self._all(), self._shape.table.c.id, ids))
        return {self._id(record): record for record in self._whole(rows)}

    def among(self, column: str, values: Iterable[Any]) -> list[R]:
        """Those whose column has one of the values, in order."""
        found = self._whole(list(self._tx.among(self._all(), self._shape.table.c[column], values)))
        return sorted(found, key=lambda record: tuple(_key(record, each.name) for each in self._order))

    def during(
        self, column: str, start: datetime, stop: datetime, *conditions: ColumnElement[bool]
    ) -> list[R]:
        """Those whose moment lies in `[start, stop)`, in order."""
        moment = self._shape.table.c[column]
        return self.where(moment >= start, moment < stop, *conditions)

    def where(self, *conditions: ColumnElement[bool]) -> list[R]:
        """Those that all conditions hold for, in order; conditions are storage's own business."""
        return self._whole(self._tx.all(self._all().where(*conditions).order_by(*self._order)))

    def all(self) -> list[R]:
        return self.where()

    def count(self) -> int:
        return self._tx.connection.scalar(select(func.count()).select_from(self._shape.table)) or 0

    def remove(self, ids: Collection[int]) -> None:
        """Remove them with all that hangs on them."""
        self._tx.alone()
        table = self._shape.table
        if ids:
            named = [{"of": id_} for id_ in ids]
            self._tx.connection.execute(delete(table).where(table.c.id == bindparam("of")), named)

    def _all(self) -> Select[Any]:
        every = select(self._shape.table)
        return every if self._only is None else every.where(self._only)

    def _whole(self, rows: Sequence[Any]) -> list[R]:
        ids = [row.id for row in rows]
        lists = {children.name: children.of(self._tx, ids) for children in self._children}
        return [
            self._shape.record(row, **{name: of.get(row.id, ()) for name, of in lists.items()})
            for row in rows
        ]

    @staticmethod
    def _id(record: Any) -> int:  # noqa: ANN401 - every record has one
        return int(record.id)


def _key(record: object, name: str) -> tuple[bool, Any]:
    """Nulls last, as nothing else can be compared with them."""
    value = getattr(record, name)
    return value is None, value
