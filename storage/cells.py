"""Cells: which weekly segments are out of date, what they should hold, and bringing them up to date.

The invariant: a cell (scope, week) that is not marked dirty has exactly its rows in its segment,
or no segment where it has no rows. Whoever changes rows, or whose they are, marks the cells in the
same transaction, each time with a fresh mark; a cell is stored only while its mark is still the one
that was read together with its rows.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from secrets import randbits
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    type_coerce,
    union,
    union_all,
)

from domain.facts import NO_SPAN, PullRequestColumns
from domain.records import RepositoryState
from storage.ownership import ORGANISATION, Work, scopes_of
from storage.segments import FAMILY, NAMES, by_week, from_rows, pack, unpack, week_of, week_start
from storage.tables import (
    dirty_cells,
    pull_request_facts,
    repositories,
    segments,
    team_accounts,
    team_repositories,
)
from storage.transaction import Transaction
from storage.types import Big, instant

LONGEST_RUN = 13
"""Weeks rebuilt by one query: a quarter of the largest organisation is read at once, not its history."""

SECOND = 1_000_000
fact = pull_request_facts.c


@dataclass(frozen=True, slots=True)
class Dirty:
    """A cell that is out of date, and the mark that says so."""

    scope: int
    week: int
    mark: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a dirty cell should hold, by the rows that were seen together with its mark."""

    cell: Dirty
    body: bytes


def mark_work(tx: Transaction, merged: Collection[tuple[int, int | None, int]]) -> None:
    """Mark the cells of what was merged, for every scope that may own it.

    `merged` holds repository id, author's account id and merged_at in microseconds.
    """
    weeks: set[tuple[Work, int]] = {
        ((repository, author), week_of(merged_at // SECOND)) for repository, author, merged_at in merged
    }
    scopes = scopes_of(tx, {work for work, _ in weeks})
    _mark(tx, {(scope, week) for work, week in weeks for scope in scopes[work]})


def mark_facts(tx: Transaction, condition: ColumnElement[bool]) -> None:
    """Mark the cells of the facts that the condition finds."""
    merged = type_coerce(fact.merged_at, Big)
    found = select(fact.repository_id, fact.author_id, merged).where(condition, fact.merged_at.is_not(None))
    mark_work(tx, [(repository, author, moment) for repository, author, moment in tx.all(found)])


def mark_scopes(tx: Transaction, scopes: Collection[int]) -> None:
    """Mark every week of these scopes in which there is, or was, anything."""
    known = union(
        *(
            select(cell.c.week).where(cell.c.family == FAMILY, cell.c.scope.in_({ORGANISATION, *scopes}))
            for cell in (segments, dirty_cells)
        )
    )
    weeks = list(tx.connection.scalars(known))
    _mark(tx, {(scope, week) for scope in scopes for week in weeks})


def forget(tx: Transaction, scope: int) -> None:
    """Drop the cells of a scope that is no more."""
    for cell in (segments, dirty_cells):
        tx.run(delete(cell).where(cell.c.family == FAMILY, cell.c.scope == scope))


def weeks_of(tx: Transaction, scope: int, until: int) -> list[int]:
    """The weeks up to this one in which the scope has work, or may have, latest first."""
    known = union(
        *(
            select(cell.c.week).where(cell.c.family == FAMILY, cell.c.scope == scope, cell.c.week <= until)
            for cell in (segments, dirty_cells)
        )
    )
    return sorted(tx.connection.scalars(known), reverse=True)


def read(
    tx: Transaction, scope: int, first: int, last: int
) -> tuple[PullRequestColumns, tuple[Rebuilt, ...]]:
    """The scope's columns of the weeks `first` to `last`, and the cells that had to be rebuilt for it."""
    dirty = _dirty(
        tx, select(dirty_cells).where(dirty_cells.c.scope == scope, dirty_cells.c.week.between(first, last))
    )
    rebuilt = tuple(cell for run in _rebuild(tx, dirty) for cell in run)
    stale = {cell.week for cell in dirty}
    kept = tx.all(
        select(segments.c.week, segments.c.body).where(
            segments.c.family == FAMILY, segments.c.scope == scope, segments.c.week.between(first, last)
        )
    )
    fresh = [body for week, body in kept if week not in stale]
    return unpack([*fresh, *(each.body for each in rebuilt)]), rebuilt


def repack(tx: Transaction, limit: int | None = None) -> int:
    """Bring dirty cells up to date, at most `limit` of them; how many were."""
    tx.alone()
    cells = select(dirty_cells).order_by(dirty_cells.c.scope, dirty_cells.c.week).limit(limit)
    return sum(_store(tx, run) for run in _rebuild(tx, _dirty(tx, cells)))


def keep(tx: Transaction, rebuilt: Sequence[Rebuilt]) -> int:
    """Store cells that a reader rebuilt, where nobody has marked them since; how many were."""
    scopes = {each.cell.scope for each in rebuilt}
    unchanged = set(_dirty(tx, select(dirty_cells).where(dirty_cells.c.scope.in_(scopes))))
    return _store(tx, [each for each in rebuilt if each.cell in unchanged])


def selected(condition: ColumnElement[bool]) -> Select[Any]:
    """Facts of merged pull requests, as `segments.from_rows` takes them; deleted repositories have none."""
    gone = select(repositories.c.id).where(repositories.c.state == RepositoryState.DELETED)
    spans = (func.coalesce(fact[name], NO_SPAN) for name in NAMES[NAMES.index("cycle") :])
    return select(
        fact.pull_request_id,
        fact.repository_id,
        func.coalesce(fact.author_id, 0),
        type_coerce(fact.merged_at, Big),
        fact.flags,
        *spans,
    ).where(condition, fact.repository_id.not_in(gone))


def _mark(tx: Transaction, cells: Collection[tuple[int, int]]) -> None:
    mark = randbits(62)
    tx.upsert(dirty_cells, [(FAMILY, scope, week, mark) for scope, week in sorted(cells)])


def _dirty(tx: Transaction, statement: Select[Any]) -> list[Dirty]:
    rows = tx.all(statement.where(dirty_cells.c.family == FAMILY))
    return sorted(
        (Dirty(row.scope, row.week, row.mark) for row in rows), key=lambda cell: (cell.scope, cell.week)
    )


def _rebuild(tx: Transaction, cells: Sequence[Dirty]) -> Iterator[list[Rebuilt]]:
    for run in _runs(cells):
        weeks = by_week(_columns(tx, run[0].scope, run[0].week, run[-1].week))
        yield [Rebuilt(cell, pack(weeks[cell.week]) if cell.week in weeks else b"") for cell in run]


def _runs(cells: Sequence[Dirty]) -> Iterator[list[Dirty]]:
    """Ordered cells in runs of one scope that are worth one query."""
    run: list[Dirty] = []
    for cell in cells:
        if run and (cell.scope != run[0].scope or cell.week - run[0].week >= LONGEST_RUN):
            yield run
            run = []
        run.append(cell)
    if run:
        yield run


def _columns(tx: Transaction, scope: int, first: int, last: int) -> PullRequestColumns:
    """The scope's columns by the rows themselves."""
    merged = and_(
        fact.merged_at >= instant(week_start(first) * SECOND),
        fact.merged_at < instant(week_start(last + 1) * SECOND),
    )
    if scope == ORGANISATION:
        return from_rows(tx.all(selected(merged)))
    theirs = select(team_repositories.c.repository_id).where(team_repositories.c.team_id == scope)
    stint = team_accounts.c
    members = select(stint.account_id).where(stint.team_id == scope)
    then = exists().where(
        stint.team_id == scope,
        stint.account_id == fact.author_id,
        stint.began_at <= fact.merged_at,
        fact.merged_at < stint.ended_at,
    )
    either = union_all(
        selected(and_(merged, fact.repository_id.in_(theirs))),
        selected(and_(merged, fact.author_id.in_(members), then)),
    )
    return from_rows(tx.connection.execute(either).all())


def _store(tx: Transaction, rebuilt: Sequence[Rebuilt]) -> int:
    """Write the segments of cells, which are clean then; the caller has made sure that their marks hold."""
    full = [(FAMILY, each.cell.scope, each.cell.week, each.body) for each in rebuilt if each.body]
    tx.upsert(segments, full)
    _drop(tx, segments, [each.cell for each in rebuilt if not each.body])
    _drop(tx, dirty_cells, [each.cell for each in rebuilt])
    return len(rebuilt)


def _drop(tx: Transaction, table: Table, cells: Sequence[Dirty]) -> None:
    named = [{"of": cell.scope, "then": cell.week} for cell in cells]
    if named:
        here = (table.c.family == FAMILY, table.c.scope == bindparam("of"), table.c.week == bindparam("then"))
        tx.connection.execute(delete(table).where(*here), named)
