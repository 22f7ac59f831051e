"""Facts: what the rulings made of pull requests, by row for receipts and in columns for metrics."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, type_coerce

from domain.facts import PullRequestColumns, PullRequestFacts, Span
from storage import cells
from storage.cells import SECOND, Rebuilt, fact, selected
from storage.intake import Row
from storage.segments import between, from_rows, week_of, week_start
from storage.shapes import Shape
from storage.tables import pull_request_facts, pull_requests
from storage.transaction import Transaction
from storage.types import Big, instant, microseconds

_shape = Shape(pull_request_facts, PullRequestFacts)
_MERGED_AT = _shape.names.index("merged_at")


class Facts:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.rebuilt: list[Rebuilt] = []

    def save(self, facts: Sequence[PullRequestFacts]) -> None:
        """Insert or update, and mark the cells of what changed; removed pull requests are passed over."""
        self._tx.alone()
        present = select(pull_requests.c.id).where(~pull_requests.c.is_removed)
        ids = (each.pull_request_id for each in facts)
        known = {id_ for (id_,) in self._tx.among(present, pull_requests.c.id, ids)}
        self.write([each for each in facts if each.pull_request_id in known], new=frozenset())

    def write(self, facts: Sequence[PullRequestFacts], *, new: Collection[int]) -> None:
        """Save facts of pull requests that are there; those of `new` ones had none before."""
        raw: Select[*tuple[Any, ...]] = select(
            *(type_coerce(column, Big) for column in pull_request_facts.columns)
        )
        after = {row[0]: row for row in rows_of(facts)}
        known = after.keys() - new
        before = {row[0]: tuple(row) for row in self._tx.among(raw, fact.pull_request_id, known)}
        changed = [row for id_, row in after.items() if before.get(id_) != row]
        touched = changed + [before[row[0]] for row in changed if row[0] in before]
        merged = {(row[1], row[2], row[_MERGED_AT]) for row in touched if row[_MERGED_AT] is not None}
        cells.mark_work(self._tx, merged)
        self._tx.insert(pull_request_facts, [row for row in changed if row[0] in new])
        self._tx.upsert(pull_request_facts, [row for row in changed if row[0] not in new])

    def columns(self, scope_id: int, start: datetime, stop: datetime) -> PullRequestColumns:
        """What the scope merged in `[start, stop)`; 0 is the organisation, other scopes are team ids."""
        first, end = _seconds(start), _seconds(stop)
        columns, rebuilt = cells.read(self._tx, scope_id, week_of(first), week_of(end - 1))
        self.rebuilt.extend(rebuilt)
        return between(columns, first, end)

    def columns_of(self, account_ids: Collection[int], start: datetime, stop: datetime) -> PullRequestColumns:
        """What these accounts merged in `[start, stop)`, from the rows."""
        theirs = and_(fact.author_id.in_(account_ids), fact.merged_at >= start, fact.merged_at < stop)
        return from_rows(self._tx.all(selected(theirs)))

    def last_merged_at(self, scope_id: int, before: datetime) -> datetime | None:
        """When the scope last merged anything before then, to the second."""
        end = _seconds(before)
        for week in cells.weeks_of(self._tx, scope_id, week_of(end - 1)):
            columns = self.columns(scope_id, instant(week_start(week) * SECOND), before)
            if len(columns):
                return instant(int(columns.merged_at.max()) * SECOND)
        return None

    def milestones(self, ids: Iterable[int]) -> dict[int, PullRequestFacts]:
        rows = self._tx.among(select(pull_request_facts), fact.pull_request_id, ids)
        return {row.pull_request_id: _facts(row) for row in rows}

    def mark_scope(self, scope_id: int) -> None:
        """Have every segment of a scope made anew."""
        self._tx.alone()
        cells.mark_scopes(self._tx, [scope_id])

    def repack(self, limit: int | None = None) -> int:
        """Bring segments up to date, at most `limit` of them; how many were.

        Called once a sync round: an organisation's week costs some ten milliseconds, so not with every page.
        """
        return cells.repack(self._tx, limit)


def _seconds(moment: datetime) -> int:
    """Whole seconds since the epoch, upwards: merges are kept to the second below, and windows half-open."""
    return -(-microseconds(moment) // SECOND)


def rows_of(facts: Sequence[PullRequestFacts]) -> list[Row]:
    """The rows of facts, with a column for each of their spans."""
    heads = zip(_shape.rows(facts), facts, strict=True)
    return [(*head, *each.calendar, *each.working) for head, each in heads]


def _facts(row: Sequence[Any]) -> PullRequestFacts:
    spans = tuple(row[-2 * len(Span) :])
    return _shape.record(row, calendar=spans[: len(Span)], working=spans[len(Span) :])
