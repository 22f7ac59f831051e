"""Cells: which weekly segments are out of date, what they should hold, and bringing them up to date.

The invariant: a cell (family, scope, week) that is not marked dirty has exactly its rows in its segment,
or no segment where it has no rows. Whoever changes rows, or whose they are, marks the cells in the
same transaction, each time with a fresh mark; a cell is stored only while its mark is still the one
that was read together with its rows.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from secrets import randbits
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, delete, exists, select, union, union_all

from domain.facts import Columns, Family
from storage.families import KEPT, MICRO, PACKED, Kept
from storage.ownership import ORGANISATION, Work, scopes_of
from storage.segments import Segment, by_week, from_rows, in_order, pack, unpack, week_of, week_start
from storage.tables import dirty_cells, segments, team_accounts, team_projects, team_repositories
from storage.transaction import Transaction

C = TypeVar("C", bound=Columns)

LONGEST_RUN = 13
"""Weeks rebuilt by one query: a quarter of the largest organisation is read at once, not its history."""

Owned = tuple[int, int | None, int]
"""Where, by whom, and in which second since the epoch."""


def _between(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Of the weeks of one family and scope; made once, for making it takes as long as a team's answer."""
    cell = table.c
    return select(*columns).where(
        cell.family == bindparam("kind"),
        cell.scope == bindparam("of"),
        cell.week.between(bindparam("first"), bindparam("last")),
    )


_DIRTY = _between(dirty_cells, *dirty_cells.c)
_BODIES = _between(segments, segments.c.week, segments.c.body)
_IDS = _between(segments, segments.c.week, segments.c.ids)


@dataclass(frozen=True, slots=True)
class Dirty:
    """A cell that is out of date, and the mark that says so."""

    family: str
    scope: int
    week: int
    mark: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a dirty cell should hold, by the rows that were seen together with its mark."""

    cell: Dirty
    segment: Segment


def mark_work(tx: Transaction, kept: Kept, work: Collection[Owned]) -> None:
    """Mark the cells of facts, for every scope that may own them."""
    weeks: set[tuple[Work, int]] = {((place, author), week_of(second)) for place, author, second in work}
    scopes = scopes_of(tx, {owned for owned, _ in weeks})
    _mark(tx, {(kept.family.name, scope, week) for owned, week in weeks for scope in scopes[owned]})


def mark_facts(tx: Transaction, kept: Kept, condition: ColumnElement[bool]) -> None:
    """Mark the cells of the family's facts that the condition finds."""
    found = select(kept.place, kept.author, kept.moment).where(condition, kept.moment.is_not(None))
    mark_work(tx, kept, [(place, author, moment // kept.unit) for place, author, moment in tx.all(found)])


def mark_places(tx: Transaction, places: Collection[int] | Select[Any]) -> None:
    """Mark the cells of everything that was done in these places."""
    for kept in PACKED:
        mark_facts(tx, kept, kept.place.in_(places))


def mark_scopes(tx: Transaction, scopes: Collection[int]) -> None:
    """Mark every week of these scopes in which there is, or was, anything."""
    known = union(
        *(
            select(cell.c.family, cell.c.week).where(cell.c.scope.in_({ORGANISATION, *scopes}))
            for cell in (segments, dirty_cells)
        )
    )
    weeks = tx.connection.execute(known).all()
    _mark(tx, {(family, scope, week) for scope in scopes for family, week in weeks})


def forget(tx: Transaction, scope: int) -> None:
    """Drop the cells of a scope that is no more."""
    for cell in (segments, dirty_cells):
        tx.run(delete(cell).where(cell.c.scope == scope))


def weeks_of(tx: Transaction, family: Family[Columns], scope: int, until: int) -> list[int]:
    """The weeks up to this one in which the scope has facts, or may have, latest first."""
    known = union(
        *(
            select(cell.c.week).where(
                cell.c.family == family.name, cell.c.scope == scope, cell.c.week <= until
            )
            for cell in (segments, dirty_cells)
        )
    )
    return sorted(tx.connection.scalars(known), reverse=True)


def read(
    tx: Transaction, family: Family[C], scope: int, first: int, last: int
) -> tuple[C, tuple[Rebuilt, ...]]:
    """The scope's columns of the weeks `first` to `last`, and the cells that had to be rebuilt for it.

    Ids are read when somebody looks at them: few figures do, and they are two thirds of the bytes. A
    transaction that writes reads them at once, for it may change what they are.
    """
    here = {"kind": family.name, "of": scope, "first": first, "last": last}
    rebuilt = tuple(cell for run in _rebuild(tx, _dirty(tx, _DIRTY, here)) for cell in run)
    bodies = dict(tx.all(_BODIES, here)) | {each.cell.week: each.segment.body for each in rebuilt}
    known = sorted((week, body) for week, body in bodies.items() if body)

    def ids() -> list[bytes]:
        if tx.is_over:
            raise RuntimeError(
                "Ids are read by looking at them, while the transaction of their facts is open."
            )
        held = dict(tx.all(_IDS, here)) | {each.cell.week: each.segment.ids for each in rebuilt}
        return [held[week] for week, _ in known]

    return unpack(family.columns, known, ids if tx.is_snapshot else _at_once(ids())), rebuilt


def repack(tx: Transaction, limit: int | None = None) -> int:
    """Bring dirty cells up to date, at most `limit` of them; how many were."""
    tx.alone()
    cell = dirty_cells.c
    cells = select(dirty_cells).order_by(cell.family, cell.scope, cell.week).limit(limit)
    return sum(_store(tx, run) for run in _rebuild(tx, _dirty(tx, cells)))


def keep(tx: Transaction, rebuilt: Sequence[Rebuilt]) -> int:
    """Store cells that a reader rebuilt, where nobody has marked them since; how many were."""
    scopes = {each.cell.scope for each in rebuilt}
    unchanged = set(_dirty(tx, select(dirty_cells).where(dirty_cells.c.scope.in_(scopes))))
    return _store(tx, [each for each in rebuilt if each.cell in unchanged])


def from_records(tx: Transaction, kept: Kept, scope: int, when: ColumnElement[bool]) -> Columns:
    """The scope's columns by the rows themselves; what members do where the team is at home is there once."""
    if scope == ORGANISATION:
        return in_order(from_rows(kept.family.columns, tx.all(kept.selected(when))))
    theirs = union(
        select(team_repositories.c.repository_id).where(team_repositories.c.team_id == scope),
        select(team_projects.c.project_id).where(team_projects.c.team_id == scope),
    )
    stint = team_accounts.c
    members = select(stint.account_id).where(stint.team_id == scope)
    then = exists().where(
        stint.team_id == scope,
        stint.account_id == kept.author,
        stint.began_at <= _microseconds(kept),
        _microseconds(kept) < stint.ended_at,
    )
    either = union_all(
        kept.selected(and_(when, kept.place.in_(theirs))),
        kept.selected(and_(when, kept.place.not_in(theirs), kept.author.in_(members), then)),
    )
    return in_order(from_rows(kept.family.columns, tx.connection.execute(either).all()))


def during(kept: Kept, start: int, stop: int) -> ColumnElement[bool]:
    """Whether a row's moment lies in `[start, stop)`, in seconds since the epoch."""
    return and_(kept.moment >= start * kept.unit, kept.moment < stop * kept.unit)


def _microseconds(kept: Kept) -> ColumnElement[Any]:
    return kept.moment * (MICRO // kept.unit)


def _mark(tx: Transaction, cells: Collection[tuple[str, int, int]]) -> None:
    mark = randbits(62)
    tx.upsert(dirty_cells, [(*cell, mark) for cell in sorted(cells)])


def _dirty(tx: Transaction, statement: Select[Any], values: Mapping[str, Any] | None = None) -> list[Dirty]:
    cells = [Dirty(row.family, row.scope, row.week, row.mark) for row in tx.all(statement, values)]
    return sorted(cells, key=lambda cell: (cell.family, cell.scope, cell.week))


def _rebuild(tx: Transaction, cells: Sequence[Dirty]) -> Iterator[list[Rebuilt]]:
    for run in _runs(cells):
        kept = KEPT[run[0].family]
        when = during(kept, week_start(run[0].week), week_start(run[-1].week + 1))
        weeks = by_week(from_records(tx, kept, run[0].scope, when))
        yield [Rebuilt(cell, _segment(cell.week, weeks)) for cell in run]


def _at_once(ids: Sequence[bytes]) -> Callable[[], Sequence[bytes]]:
    return lambda: ids


def _segment(week: int, weeks: Mapping[int, Columns]) -> Segment:
    return pack(week, weeks[week]) if week in weeks else Segment(week, b"", b"")


def _runs(cells: Sequence[Dirty]) -> Iterator[list[Dirty]]:
    """Ordered cells in runs of one family and scope that are worth one query."""
    run: list[Dirty] = []
    for cell in cells:
        same = run and (cell.family, cell.scope) == (run[0].family, run[0].scope)
        if run and not (same and cell.week - run[0].week < LONGEST_RUN):
            yield run
            run = []
        run.append(cell)
    if run:
        yield run


def _store(tx: Transaction, rebuilt: Sequence[Rebuilt]) -> int:
    """Write the segments of cells, which are clean then; the caller has made sure that their marks hold."""
    full = [(each.cell.family, each.cell.scope, *each.segment) for each in rebuilt if each.segment.body]
    tx.upsert(segments, full)
    _drop(tx, segments, [each.cell for each in rebuilt if not each.segment.body])
    _drop(tx, dirty_cells, [each.cell for each in rebuilt])
    return len(rebuilt)


def _drop(tx: Transaction, table: Table, cells: Sequence[Dirty]) -> None:
    named = [{"kind": cell.family, "of": cell.scope, "then": cell.week} for cell in cells]
    if named:
        here = (
            table.c.family == bindparam("kind"),
            table.c.scope == bindparam("of"),
            table.c.week == bindparam("then"),
        )
        tx.connection.execute(delete(table).where(*here), named)
