"""The accounts that a page names, kept with the records that could be read."""

from collections.abc import Callable
from dataclasses import replace

from domain.records import Account
from integrations.reading import Node, optional_inside


class Roster:
    """The accounts that a page names.

    Those of a record are `keep`-ed once it is read to its end, and `drop`-ped otherwise. `account`
    makes one of a vendor's words for somebody, and raises `Unreadable` where it cannot.
    """

    def __init__(self, account: Callable[[Node], Account]) -> None:
        self._account = account
        self._kept: dict[int, Account] = {}
        self._named: dict[int, Account] = {}

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(self._kept.values())

    def keep(self) -> None:
        for account in self._named.values():
            self._kept[account.id] = account
        self._named.clear()

    def drop(self) -> None:
        self._named.clear()

    def id_of(self, actor: Node, email: str | None = None) -> int:
        """The account's id; `email` is what its owner signs commits with."""
        account = self._account(actor)
        if email and not account.email:
            account = replace(account, email=email)
        known = self._named.get(account.id) or self._kept.get(account.id)
        self._named[account.id] = _merged(known, account)
        return account.id

    def at(self, node: Node, key: str) -> int | None:
        """The id of the account at `key`; nobody when there is none, or it was deleted since."""
        return optional_inside(node, key, self.id_of)


def _merged(known: Account | None, found: Account) -> Account:
    """What was said first of an account, and what more was said of it later; a new login is a later one."""
    if known is None or known == found:
        return found
    first = known if known.login == found.login else found
    return replace(first, name=first.name or found.name or known.name, email=found.email or known.email)
