"""People, their accounts, and what an admin said about them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select

from domain.people import Person
from domain.records import Account, AccountKind
from storage import cells
from storage.ownership import resolve_accounts, teams_with_accounts
from storage.shapes import Shape
from storage.tables import account_links, accounts, kind_overrides, people
from storage.transaction import Transaction

_account = Shape(accounts, Account)
_person = Shape(people, Person)


class People:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def save_accounts(self, records: Sequence[Account]) -> None:
        """Insert or update; a name or e-mail that a record lacks stays as it was known.

        A new login may be a team's member, and marks what that changes.
        """
        self._tx.alone()
        known = select(accounts.c.id, accounts.c.login, accounts.c.name, accounts.c.email)
        before = {
            row.id: row for row in self._tx.among(known, accounts.c.id, (record.id for record in records))
        }
        renamed = {
            record.id
            for record in records
            if record.id not in before or before[record.id].login != record.login
        }
        affected = teams_with_accounts(self._tx, renamed & before.keys())
        self._tx.upsert(accounts, _account.rows([_kept(each, before.get(each.id)) for each in records]))
        self._resolve(affected | teams_with_accounts(self._tx, renamed))

    def accounts(self, ids: Iterable[int]) -> dict[int, Account]:
        """By id, each with the kind that counts: an admin's word wins."""
        return {row.id: _effective(row) for row in self._tx.among(_accounts(), accounts.c.id, ids)}

    def all_accounts(self) -> list[Account]:
        return [_effective(row) for row in self._tx.all(_accounts())]

    def by_login(self, login: str) -> list[Account]:
        """Whatever the case, at every source."""
        return self._found(func.lower(accounts.c.login) == login.lower())

    def set_kind(self, account_id: int, kind: AccountKind | None) -> None:
        """Say what an account is, or with None leave it to the provider; its facts are to be made anew."""
        if kind is None:
            self._tx.run(delete(kind_overrides).where(kind_overrides.c.account_id == account_id))
        else:
            self._tx.upsert(kind_overrides, [(account_id, kind.value)])

    def override(self, account_id: int) -> AccountKind | None:
        """What an admin said the account is."""
        row = self._tx.first(select(kind_overrides.c.kind).where(kind_overrides.c.account_id == account_id))
        return row and AccountKind(row.kind)

    def save(self, person: Person) -> None:
        self._tx.upsert(people, [_person.row(person)])

    def all(self) -> list[Person]:
        return [_person.record(row) for row in self._tx.all(select(people).order_by(people.c.name))]

    def by_slack(self, user_id: str) -> Person | None:
        row = self._tx.first(select(people).where(people.c.slack_user == user_id))
        return row and _person.record(row)

    def by_email(self, email: str) -> Person | None:
        """Whatever the case."""
        row = self._tx.first(select(people).where(func.lower(people.c.email) == email.lower()))
        return row and _person.record(row)

    def link(self, account_id: int, person_id: int) -> None:
        """Say whose an account is; it counts as a member wherever another of theirs does."""
        self._relink(account_id, person_id)

    def unlink(self, account_id: int) -> None:
        self._relink(account_id, None)

    def accounts_of(self, person_id: int) -> list[Account]:
        theirs = select(account_links.c.account_id).where(account_links.c.person_id == person_id)
        return self._found(accounts.c.id.in_(theirs))

    def logins(self) -> dict[int, list[str]]:
        """The logins of every person who has any, in lower case."""
        found = defaultdict(list)
        login = func.lower(accounts.c.login).label("login")
        linked = select(account_links.c.person_id, login).join_from(account_links, accounts)
        for row in self._tx.all(linked.order_by(login, accounts.c.id)):
            found[row.person_id].append(row.login)
        return found

    def siblings(self, ids: Iterable[int]) -> dict[int, tuple[Account, ...]]:
        """The accounts of the person behind each of these, itself first and alone where nobody is known."""
        found = {id_: [account] for id_, account in self.accounts(ids).items()}
        mine, theirs = account_links.alias(), account_links.alias()
        linked = select(mine.c.account_id, theirs.c.account_id.label("other")).join(
            theirs, (theirs.c.person_id == mine.c.person_id) & (theirs.c.account_id != mine.c.account_id)
        )
        pairs = [(row.account_id, row.other) for row in self._tx.among(linked, mine.c.account_id, found)]
        others = self.accounts(other for _, other in pairs)
        for account, other in sorted(pairs):
            found[account].append(others[other])
        return {id_: tuple(accounts_) for id_, accounts_ in found.items()}

    def _relink(self, account_id: int, person_id: int | None) -> None:
        self._tx.alone()
        affected = teams_with_accounts(self._tx, [account_id])
        if person_id is None:
            self._tx.run(delete(account_links).where(account_links.c.account_id == account_id))
        else:
            self._tx.upsert(account_links, [(account_id, person_id)])
        self._resolve(affected | teams_with_accounts(self._tx, [account_id]))

    def _resolve(self, teams: set[int]) -> None:
        if teams:
            cells.mark_scopes(self._tx, resolve_accounts(self._tx, teams))

    def _found(self, condition: ColumnElement[bool]) -> list[Account]:
        return [_effective(row) for row in self._tx.all(_accounts().where(condition))]


def _accounts() -> Select[Any]:
    return (
        select(accounts, kind_overrides.c.kind.label("override"))
        .join_from(accounts, kind_overrides, isouter=True)
        .order_by(accounts.c.login, accounts.c.id)
    )


def _kept(record: Account, known: Any) -> Account:  # noqa: ANN401 - a row
    if known is None:
        return record
    return replace(record, name=record.name or known.name, email=record.email or known.email)


def _effective(row: Sequence[Any]) -> Account:
    account, override = _account.record(row), row[-1]
    return replace(account, kind=override) if override else account
