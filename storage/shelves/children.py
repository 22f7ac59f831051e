"""What hangs on a record, such as a pull request's reviews: its table, and how it is kept."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, delete, select

from domain.records import ClosedInterval, Comment, Commit, DraftInterval, Review, ReviewRequest
from storage.intake import Row
from storage.shapes import Shape
from storage.tables import closed_intervals, comments, commits, draft_intervals, review_requests, reviews
from storage.transaction import Transaction

_POSITION = ("position",)

Owner = Any
"""A record that has an `id` and the list."""


@dataclass(frozen=True)
class Children:
    """One list of a record, in a table whose key begins with the owner's id.

    `order` names the columns that put it in order again.
    Intervals have no id and are known by their position. Commits once seen stay: a force-push
    drops them, but the work began with them.
    """

    name: str
    shape: Shape[Any]
    order: tuple[str, ...] = _POSITION
    stay: bool = False

    def insert(self, tx: Transaction, owners: Sequence[Owner]) -> None:
        """Write the rows of owners that are new."""
        tx.insert(self.shape.table, self.rows(owners))

    def save(self, tx: Transaction, owners: Sequence[Owner]) -> None:
        """Make the rows of owners that were there before what the records say."""
        rows = self.rows(owners)
        tx.upsert(self.shape.table, rows)
        if not self.stay:
            self._remove_others(tx, [owner.id for owner in owners], rows)

    def of(self, tx: Transaction, owners: Collection[int]) -> dict[int, tuple[Any, ...]]:
        """The lists by their owner's id."""
        found: dict[int, list[Any]] = defaultdict(list)
        columns = self.shape.table.c
        owner, *_ = self.shape.table.primary_key.columns
        statement = select(self.shape.table).order_by(*(columns[name] for name in self.order))
        for row in tx.among(statement, owner, owners):
            found[getattr(row, owner.name)].append(self.shape.record(row))
        return {owner: tuple(records) for owner, records in found.items()}

    def rows(self, owners: Sequence[Owner]) -> list[Row]:
        """The rows of these owners' lists."""
        lists = [(owner.id, getattr(owner, self.name)) for owner in owners]
        records = [record for _, each in lists for record in each]
        keys = [owner for owner, each in lists for _ in each]
        if self.order is not _POSITION:
            return self.shape.rows(records, keys)
        return self.shape.rows(
            records, keys, [position for _, each in lists for position in range(len(each))]
        )

    def _remove_others(self, tx: Transaction, owners: Collection[int], rows: Sequence[Row]) -> None:
        owner, key = self.shape.table.primary_key.columns
        right = {row[:2] for row in rows}
        present = tx.among(select(owner, key), owner, owners)
        others = [{"of": of, "known_by": by} for of, by in present if (of, by) not in right]
        if others:
            gone = and_(owner == bindparam("of"), key == bindparam("known_by"))
            tx.connection.execute(delete(self.shape.table).where(gone), others)


CHILDREN = (  # of pull requests
    Children("commits", Shape(commits, Commit), ("committed_at", "authored_at", "sha"), stay=True),
    Children("reviews", Shape(reviews, Review), ("submitted_at", "id")),
    Children("comments", Shape(comments, Comment), ("created_at", "id")),
    Children("drafts", Shape(draft_intervals, DraftInterval)),
    Children("review_requests", Shape(review_requests, ReviewRequest)),
    Children("closed_intervals", Shape(closed_intervals, ClosedInterval)),
)
