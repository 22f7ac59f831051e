"""Facts: what the rulings made of records, by row for receipts and in columns for metrics."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, delete, select, type_coerce, update

from domain.facts import (
    EXCLUDED_BY_HAND,
    PULL_REQUESTS,
    RESPONSES,
    Columns,
    Family,
    PullRequestFacts,
    Span,
)
from storage import cells
from storage.cells import Rebuilt
from storage.fact_rows import Fact, fact_rows
from storage.families import KEPT, MICRO, Kept
from storage.intake import Row
from storage.segments import between, from_rows, in_order, week_of, week_start
from storage.shapes import Shape
from storage.tables import exclusions, facts_of, pull_request_facts, pull_requests
from storage.transaction import Transaction
from storage.types import Big, instant, microseconds

C = TypeVar("C", bound=Columns)

_shape = Shape(pull_request_facts, PullRequestFacts)
_MERGED_AT = _shape.names.index("merged_at")
_FLAGS = _shape.names.index("flags")
_OF = [field.name for field in fields(RESPONSES.columns)].index("kind_id")
_fact = pull_request_facts.c


class Facts:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.rebuilt: list[Rebuilt] = []

    def save(self, facts: Sequence[PullRequestFacts]) -> None:
        """Insert or update those of pull requests, and mark what changed; removed ones are passed over."""
        self._tx.alone()
        present = select(pull_requests.c.id).where(~pull_requests.c.is_removed)
        ids = (each.pull_request_id for each in facts)
        known = {id_ for (id_,) in self._tx.among(present, pull_requests.c.id, ids)}
        self.write([each for each in facts if each.pull_request_id in known], new=frozenset())

    def write(self, facts: Sequence[PullRequestFacts], *, new: Collection[int]) -> None:
        """Save facts of pull requests that are there; those of `new` ones had none before."""
        after = {row[0]: row for row in self._excluded(PULL_REQUESTS, rows_of(facts), _FLAGS)}
        before = self._rows(KEPT[PULL_REQUESTS.name], _fact.pull_request_id, after.keys() - new)
        changed = [row for id_, row in after.items() if before.get(id_) != row]
        touched = changed + [before[row[0]] for row in changed if row[0] in before]
        cells.mark_work(
            self._tx,
            KEPT[PULL_REQUESTS.name],
            {(row[1], row[2], row[_MERGED_AT] // MICRO) for row in touched if row[_MERGED_AT] is not None},
        )
        self._tx.insert(pull_request_facts, [row for row in changed if row[0] in new])
        self._tx.upsert(pull_request_facts, [row for row in changed if row[0] not in new])
        self._respond(facts, {id_: row[_FLAGS] for id_, row in after.items()}, after.keys() - new)

    def put(self, family: Family[Columns], facts: Iterable[Fact]) -> int:
        """Insert or update facts by their ids, and mark what changed; how many did."""
        self._tx.alone()
        kept = KEPT[family.name]
        after = {row[0]: row for row in self._excluded(family, fact_rows(family, facts), 4)}
        return self._change(kept, self._rows(kept, kept.id, after), after)

    def replace(
        self, family: Family[Columns], facts: Iterable[Fact], of: Collection[int], *, by: str = "place_id"
    ) -> int:
        """Make the facts of these places, or of what `by` names, exactly these; how many changed."""
        self._tx.alone()
        kept = KEPT[family.name]
        after = {row[0]: row for row in self._excluded(family, fact_rows(family, facts), 4)}
        before = self._rows(kept, facts_of[family.name].c[by], of)
        known = self._rows(kept, kept.id, after.keys() - before.keys())
        return self._change(kept, before | known, after)

    def refresh_exclusion(self, family: Family[Columns], item_id: int) -> bool:
        """Let the flag of one item be what the exclusions say; whether there is such an item.

        A pull request takes the responses on it along, which bear its flags.
        """
        self._tx.alone()
        kept = KEPT[family.name]
        if kept.table is None:
            return False
        aside = select(exclusions.c.item_id).where(
            exclusions.c.family == family.name, exclusions.c.item_id == item_id
        )
        bit = EXCLUDED_BY_HAND if self._tx.first(aside) else 0
        if family is PULL_REQUESTS:
            responses = facts_of[RESPONSES.name]
            self._set_aside(KEPT[RESPONSES.name], responses, responses.c.kind_id == item_id, bit)
        return self._set_aside(kept, kept.table, kept.id == item_id, bit) > 0

    def _set_aside(self, kept: Kept, table: Table, condition: ColumnElement[bool], bit: int) -> int:
        """Write the bit into the flags of the facts that the condition finds; how many those are."""
        flags = type_coerce(table.c.flags, Big)
        bare = flags - flags.op("&")(EXCLUDED_BY_HAND)
        there = self._tx.run(update(table).where(condition).values(flags=bare + bit))
        cells.mark_facts(self._tx, kept, condition)
        return there

    def drop(self, family: Family[Columns], ids: Collection[int]) -> None:
        """Remove facts by their ids, and mark where they were."""
        self._tx.alone()
        kept = KEPT[family.name]
        self._change(kept, self._rows(kept, kept.id, ids), {})

    def columns(self, family: Family[C], scope_id: int, start: datetime, stop: datetime) -> C:
        """The scope's facts at `[start, stop)`; 0 is the organisation, other scopes are team ids."""
        first, end = _seconds(start), _seconds(stop)
        kept = KEPT[family.name]
        if kept.table is None:
            when = cells.during(kept, first, end)
            return cast("C", cells.from_records(self._tx, kept, scope_id, when))
        columns, rebuilt = cells.read(self._tx, family, scope_id, week_of(first), week_of(end - 1))
        self.rebuilt.extend(rebuilt)
        return between(columns, first, end)

    def columns_of(
        self, family: Family[C], account_ids: Collection[int], start: datetime, stop: datetime
    ) -> C:
        """The facts of these accounts at `[start, stop)`, from the rows."""
        kept = KEPT[family.name]
        when = cells.during(kept, _seconds(start), _seconds(stop))
        rows = self._tx.all(kept.selected(and_(kept.author.in_(account_ids), when)))
        return in_order(from_rows(family.columns, rows))

    def by_ids(self, family: Family[C], ids: Collection[int]) -> C:
        """The facts of these ids, wherever and whenever they were."""
        kept = KEPT[family.name]
        statement: Select[Any] = select(*kept.expressions).select_from(kept.source).where(kept.only)
        return from_rows(family.columns, list(self._tx.among(statement, kept.id, ids)))

    def in_places(self, family: Family[C], place_ids: Collection[int]) -> C:
        """All facts of these places."""
        kept = KEPT[family.name]
        statement: Select[Any] = select(*kept.expressions).select_from(kept.source).where(kept.only)
        return from_rows(family.columns, list(self._tx.among(statement, kept.place, place_ids)))

    def last_at(self, family: Family[C], scope_id: int, before: datetime) -> datetime | None:
        """When the scope last had a fact of the family before then, to the second."""
        end = _seconds(before)
        for week in cells.weeks_of(self._tx, family, scope_id, week_of(end - 1)):
            columns = self.columns(family, scope_id, instant(week_start(week) * MICRO), before)
            if len(columns):
                return instant(int(columns.at.max()) * MICRO)
        return None

    def milestones(self, ids: Iterable[int]) -> dict[int, PullRequestFacts]:
        rows = self._tx.among(select(pull_request_facts), _fact.pull_request_id, ids)
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

    def _respond(
        self, facts: Sequence[PullRequestFacts], flags: Mapping[int, int], known: Collection[int]
    ) -> None:
        """Make the responses on these pull requests those of their facts; only `known` ones had any before.

        They bear the flags of their pull request, so that what is set aside takes them along.
        """
        given = [response for each in facts for response in each.responses]
        rows = fact_rows(RESPONSES, given)
        after = {row[0]: (*row[:4], flags[row[_OF]], *row[5:]) for row in rows}
        kept = KEPT[RESPONSES.name]
        before = self._rows(kept, facts_of[RESPONSES.name].c.kind_id, known)
        self._change(kept, before, after)

    def _rows(self, kept: Kept, column: ColumnElement[Any], values: Iterable[int]) -> dict[int, Row]:
        """Stored rows by id, as they lie in the table."""
        table = pull_request_facts if kept.table is None else kept.table
        columns: list[ColumnElement[Any]] = [type_coerce(each, Big) for each in table.columns]
        raw: Select[Any] = select(*columns)
        return {row[0]: tuple(row) for row in self._tx.among(raw, column, values)}

    def _excluded(self, family: Family[Columns], rows: Sequence[Row], flags: int) -> list[Row]:
        """The rows, with the flag on those that somebody set aside."""
        statement = select(exclusions.c.item_id).where(exclusions.c.family == family.name)
        aside = {id_ for (id_,) in self._tx.all(statement)}
        if not aside:
            return list(rows)
        return [
            (*row[:flags], row[flags] | EXCLUDED_BY_HAND, *row[flags + 1 :]) if row[0] in aside else row
            for row in rows
        ]

    def _change(self, kept: Kept, before: Mapping[int, Row], after: Mapping[int, Row]) -> int:
        """Write the difference between the rows of a plain family, and mark the cells of both sides."""
        table = facts_of[kept.family.name]
        changed = [row for id_, row in after.items() if before.get(id_) != row]
        gone = [id_ for id_ in before if id_ not in after]
        touched = changed + [before[id_] for id_ in gone]
        touched += [before[row[0]] for row in changed if row[0] in before]
        cells.mark_work(self._tx, kept, {row[1:4] for row in touched})
        self._tx.insert(table, [row for row in changed if row[0] not in before])
        self._tx.upsert(table, [row for row in changed if row[0] in before])
        if gone:
            named = [{"of": id_} for id_ in gone]
            self._tx.connection.execute(delete(table).where(table.c.id == bindparam("of")), named)
        return len(changed) + len(gone)


def _seconds(moment: datetime) -> int:
    """Whole seconds since the epoch, upwards: moments are kept to the second below, and windows half-open."""
    return -(-microseconds(moment) // MICRO)


def rows_of(facts: Sequence[PullRequestFacts]) -> list[Row]:
    """The rows of facts, with a column for each of their spans."""
    heads = zip(_shape.rows(facts), facts, strict=True)
    return [(*head, *each.calendar, *each.working) for head, each in heads]


def _facts(row: Sequence[Any]) -> PullRequestFacts:
    spans = tuple(row[-2 * len(Span) :])
    return _shape.record(row, calendar=spans[: len(Span)], working=spans[len(Span) :])
