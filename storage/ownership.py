"""Whose work a pull request is, resolved: patterns to repositories, logins to accounts and instants.

A team owns what happens in its repositories; a team that names none owns what its members merged
while they were in it (docs/decisions/0006-team-scope.md). A login stands for all accounts of the
person behind it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from fnmatch import translate
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, func, select

from domain.people import WorkingHours
from domain.window import midnight
from storage.tables import (
    account_links,
    accounts,
    memberships,
    repositories,
    team_accounts,
    team_projects,
    team_repositories,
    teams,
)
from storage.transaction import Transaction
from storage.types import microseconds

ORGANISATION = 0
"""The scope of everybody's work; every other scope is a team's id."""

_ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)

Work = tuple[int, int | None]
"""Where and by whom: a repository's or project's id, and the author's account."""


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a full name matches a pattern, whatever the case; one without `/` means the name alone."""
    globs = [each.lower() if "/" in each else f"*/{each.lower()}" for each in patterns]
    match = re.compile("|".join(map(translate, globs)) or "(?!)").match
    return lambda full_name: match(full_name.lower()) is not None


def scopes_of(tx: Transaction, works: Collection[Work]) -> dict[Work, set[int]]:
    """The scopes that may own each work; one too many costs a look, one too few would cost the truth."""
    there, tracked, who = team_repositories.c, team_projects.c, team_accounts.c
    owners: dict[int | None, set[int]] = defaultdict(set)
    for team, repository in tx.among(
        select(there.team_id, there.repository_id), there.repository_id, {where for where, _ in works}
    ):
        owners[repository].add(team)
    for team, project in tx.among(
        select(tracked.team_id, tracked.project_id), tracked.project_id, {where for where, _ in works}
    ):
        owners[project].add(team)
    for team, account in tx.among(
        select(who.team_id, who.account_id), who.account_id, {author for _, author in works if author}
    ):
        owners[account].add(team)
    return {(where, author): {ORGANISATION} | owners[where] | owners[author] for where, author in works}


def resolve_repositories(
    tx: Transaction, team_ids: Collection[int] | None = None, repository_ids: Collection[int] | None = None
) -> set[int]:
    """Match teams with repositories again, all of them where None; the teams that own others than before."""
    of_teams = select(teams.c.id, teams.c.repositories)
    of_repositories = select(repositories.c.id, repositories.c.full_name)
    present = select(team_repositories)
    if team_ids is not None:
        of_teams = of_teams.where(teams.c.id.in_(team_ids))
        present = present.where(team_repositories.c.team_id.in_(team_ids))
    if repository_ids is not None:
        of_repositories = of_repositories.where(repositories.c.id.in_(repository_ids))
        present = present.where(team_repositories.c.repository_id.in_(repository_ids))
    names = tx.all(of_repositories)
    right: set[tuple[Any, ...]] = set()
    for team, patterns in tx.all(of_teams):
        matches = matcher(patterns)
        right |= {(team, repository) for repository, full_name in names if matches(full_name)}
    return correct(tx, team_repositories, {tuple(row) for row in tx.all(present)}, right)


def resolve_accounts(tx: Transaction, team_ids: Collection[int]) -> set[int]:
    """Match the members of these teams with accounts again; the teams whose members differ from before."""
    member = memberships.c
    members = tx.all(
        select(teams.c.id, teams.c.hours, member.login, member.began_on, member.ended_on)
        .join_from(teams, memberships)
        .where(teams.c.id.in_(team_ids), teams.c.repositories == ())
    )
    known = _accounts_of(tx, {row.login.lower() for row in members})
    right = {
        (row.id, account, _edge(row.began_on, row.hours, _ALWAYS), _edge(row.ended_on, row.hours, _NEVER))
        for row in members
        for account in known[row.login.lower()]
    }
    present = tx.all(select(team_accounts).where(team_accounts.c.team_id.in_(team_ids)))
    return correct(tx, team_accounts, {tuple(row) for row in present}, right)


def teams_with_accounts(tx: Transaction, account_ids: Collection[int]) -> set[int]:
    """The teams that list a login of these accounts, or of another account of the people behind them."""
    mine, theirs = account_links.alias(), account_links.alias()
    people = select(mine.c.person_id).where(mine.c.account_id.in_(account_ids))
    siblings = select(theirs.c.account_id).where(theirs.c.person_id.in_(people))
    logins = select(func.lower(accounts.c.login)).where(
        accounts.c.id.in_(account_ids) | accounts.c.id.in_(siblings)
    )
    listed = select(memberships.c.team_id).where(func.lower(memberships.c.login).in_(logins)).distinct()
    return {team for (team,) in tx.all(listed)}


def _edge(day: date | None, hours: WorkingHours, otherwise: datetime) -> datetime:
    return otherwise if day is None else midnight(day, hours.zone).astimezone(UTC)


def _accounts_of(tx: Transaction, logins: Collection[str]) -> dict[str, set[int]]:
    """The accounts of each lower-case login, and the others of the people behind them."""
    login = func.lower(accounts.c.login)
    mine, theirs = account_links.alias(), account_links.alias()
    linked = (
        select(login, theirs.c.account_id)
        .select_from(accounts)
        .join(mine, mine.c.account_id == accounts.c.id)
        .join(theirs, theirs.c.person_id == mine.c.person_id)
    )
    found: dict[str, set[int]] = defaultdict(set)
    for statement in (select(login, accounts.c.id), linked):
        for name, account in tx.among(statement, login, logins):
            found[name].add(account)
    return found


def correct(
    tx: Transaction, pairs: Table, present: set[tuple[Any, ...]], right: set[tuple[Any, ...]]
) -> set[int]:
    """Make the table's rows the right ones; the teams for which they were not."""
    keys = list(pairs.primary_key)
    wrong = [
        {f"old_{key.name}": value for key, value in zip(keys, row, strict=True)} for row in present - right
    ]
    if wrong:
        gone = and_(*(key == bindparam(f"old_{key.name}", type_=key.type) for key in keys))
        tx.connection.execute(delete(pairs).where(gone), wrong)
    tx.upsert(pairs, (tuple(map(_stored, row)) for row in right - present))
    return {row[0] for row in present ^ right}


def _stored(value: int | datetime) -> int:
    return microseconds(value) if isinstance(value, datetime) else value
