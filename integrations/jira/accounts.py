"""Who acts: Jira's users as accounts, by account id in the Cloud and by key or name elsewhere."""

from domain.ids import identify
from domain.records import Account
from integrations import logins
from integrations.accounts import Roster
from integrations.reading import Node, name, optional_inside, optional_text

_IDS = ("accountId", "key", "name")


def roster(source: str) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda user: account(source, user))


def account(source: str, user: Node) -> Account:
    """A user as Jira tells it anywhere. Its address is its login where it has no name to log in with."""
    external_id = name(user, _id_key(user) or _IDS[0])
    email = optional_text(user, "emailAddress") or None
    shown_as = optional_text(user, "displayName") or None
    login = name(user, "name") if user.get("name") else email or external_id
    is_app = user.get("accountType") == "app"
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=login,
        kind=logins.kind((shown_as or login) if is_app else login, is_app=is_app),
        name=shown_as,
        email=email,
    )


def person(node: Node, key: str, named: Roster) -> int | None:
    """The id of the account at `key`; nobody where there is none, or Jira has blotted out who it was."""
    return optional_inside(node, key, lambda user: named.id_of(user) if _id_key(user) else None)


def _id_key(user: Node) -> str | None:
    return next((key for key in _IDS if user.get(key) not in (None, "")), None)
