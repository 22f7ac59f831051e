"""Where the facts of each family lie: its table, its columns, and whether its weeks are packed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    case,
    func,
    literal,
    select,
    true,
    type_coerce,
)

from domain.facts import (
    ENDINGS,
    FAMILIES,
    LIFETIMES,
    NO_SPAN,
    OPEN_ENDED,
    PULL_REQUESTS,
    REVIEWS,
    Columns,
    Family,
    Flag,
)
from domain.records import AccountKind, PullRequestState, RepositoryState, ReviewState
from storage.tables import (
    accounts,
    facts_of,
    kind_overrides,
    pull_request_facts,
    pull_requests,
    repositories,
    reviews,
)
from storage.types import Big

MICRO = 1_000_000


@dataclass(frozen=True, eq=False)
class Kept:
    """A family's facts as rows: one expression a column, in the columns' order.

    `unit` is what a second is in `moment`, by which rows are found; weeks of `table` are packed into
    segments unless that is None, and the family is read from its records as they stand.
    """

    family: Family[Columns]
    source: FromClause
    expressions: tuple[ColumnElement[Any], ...]
    id: ColumnElement[Any]
    place: ColumnElement[Any]
    author: ColumnElement[Any]
    moment: ColumnElement[Any]
    unit: int = 1
    table: Table | None = None
    only: ColumnElement[bool] = true()  # noqa: RUF009 - an expression is a value

    def selected(self, condition: ColumnElement[bool]) -> Select[Any]:
        """Rows as `segments.from_rows` takes them; places that were deleted have none."""
        gone = select(repositories.c.id).where(repositories.c.state == RepositoryState.DELETED)
        return (
            select(*self.expressions)
            .select_from(self.source)
            .where(condition, self.only, self.place.not_in(gone))
        )


def _plain(family: Family[Columns]) -> Kept:
    """A family with a table of its own, which has just its columns."""
    table = facts_of[family.name]
    columns = table.c
    return Kept(
        family,
        table,
        tuple(columns),
        columns.id,
        columns.place_id,
        columns.author_id,
        columns.at,
        table=table,
    )


def _seconds(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """Whole seconds below, of microseconds since the epoch."""
    return type_coerce(moment, Big) // MICRO


def _merged() -> Kept:
    fact = pull_request_facts.c
    heads = {
        "id": fact.pull_request_id,
        "place_id": fact.repository_id,
        "author_id": func.coalesce(fact.author_id, 0),
        "at": _seconds(fact.merged_at),
        "flags": fact.flags,
    }
    names = (field.name for field in fields(PULL_REQUESTS.columns))
    return Kept(
        PULL_REQUESTS,
        pull_request_facts,
        tuple(heads[name] if name in heads else func.coalesce(fact[name], NO_SPAN) for name in names),
        fact.pull_request_id,
        fact.repository_id,
        fact.author_id,
        type_coerce(fact.merged_at, Big),
        unit=MICRO,
        table=pull_request_facts,
    )


def _lifetimes(family: Family[Columns]) -> Kept:
    """Every pull request, at its opening or, of those that ended, at its end."""
    pr, fact = pull_requests.c, pull_request_facts.c
    ended = type_coerce(func.coalesce(pr.merged_at, pr.closed_at), Big)
    at = type_coerce(pr.created_at, Big) if family is LIFETIMES else ended
    is_open = pr.state == PullRequestState.OPEN
    flags = (
        type_coerce(fact.flags, Big)
        + case((pr.state == PullRequestState.MERGED, int(Flag.MERGED)), else_=0)
        + case((pr.is_draft, int(Flag.DRAFT)), else_=0)
    )
    return Kept(
        family,
        pull_requests.join(pull_request_facts, fact.pull_request_id == pr.id),
        (
            pr.id,
            pr.repository_id,
            func.coalesce(pr.author_id, 0),
            at // MICRO,
            flags,
            case((is_open, OPEN_ENDED), else_=func.coalesce(ended // MICRO, at // MICRO)),
            type_coerce(func.coalesce(fact.ready_at, fact.first_review_at, pr.created_at), Big) // MICRO,
        ),
        pr.id,
        pr.repository_id,
        pr.author_id,
        at,
        unit=MICRO,
        only=~pr.is_removed if family is LIFETIMES else ~pr.is_removed & ~is_open & ended.is_not(None),
    )


def _reviews() -> Kept:
    """Reviews of somebody else's pull request by people."""
    pr, review, fact = pull_requests.c, reviews.c, pull_request_facts.c
    human = func.coalesce(kind_overrides.c.kind, accounts.c.kind, AccountKind.HUMAN) == AccountKind.HUMAN
    return Kept(
        REVIEWS,
        reviews.join(pull_requests, pr.id == review.pull_request_id)
        .join(pull_request_facts, fact.pull_request_id == pr.id)
        .outerjoin(accounts, accounts.c.id == review.author_id)
        .outerjoin(kind_overrides, kind_overrides.c.account_id == review.author_id),
        (
            review.id,
            pr.repository_id,
            func.coalesce(review.author_id, 0),
            _seconds(review.submitted_at),
            fact.flags,
            pr.id,
            literal(NO_SPAN),
            literal(NO_SPAN),
        ),
        review.id,
        pr.repository_id,
        review.author_id,
        type_coerce(review.submitted_at, Big),
        unit=MICRO,
        only=~pr.is_removed
        & human
        & (review.state != ReviewState.DISMISSED)
        & func.coalesce(review.author_id != pr.author_id, true()),
    )


def _kept(family: Family[Columns]) -> Kept:
    if family is PULL_REQUESTS:
        return _merged()
    if family in (LIFETIMES, ENDINGS):
        return _lifetimes(family)
    return _reviews() if family is REVIEWS else _plain(family)


KEPT: Mapping[str, Kept] = {family.name: _kept(family) for family in FAMILIES}
PACKED = tuple(kept for kept in KEPT.values() if kept.table is not None)
