"""Who acts: Linear's users as accounts, with apps and agents told apart from people."""

from domain.ids import identify
from domain.records import Account
from integrations import logins
from integrations.accounts import Roster
from integrations.reading import Node, name, optional_text


def roster(source: str) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda user: account(source, user))


def account(source: str, user: Node) -> Account:
    """A `Who` (queries.py), by the display name, which nobody shares; an app's address is Linear's own."""
    external_id = name(user, "id")
    login = optional_text(user, "displayName") or external_id
    is_app = user.get("app") is True
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=login,
        kind=logins.kind(login, is_app=is_app),
        name=optional_text(user, "name") or None,
        email=None if is_app else optional_text(user, "email") or None,
    )
