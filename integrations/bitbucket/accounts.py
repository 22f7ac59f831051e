"""Who acts: Bitbucket's users as accounts, and the address behind a signature."""

import re

from domain.ids import identify
from domain.records import Account, AccountKind
from integrations import logins
from integrations.accounts import Roster
from integrations.reading import Node, name, optional_inside, optional_text, storable, text

_ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>")

_GROUPS = {"team", "workspace"}


def roster(source: str) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda actor: account(source, actor))


def account(source: str, actor: Node) -> Account:
    """Users have an Atlassian account id, teams and apps only a UUID."""
    external_id = name(actor, "uuid") if actor.get("account_id") is None else name(actor, "account_id")
    login = _login(actor, external_id)
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=login,
        kind=_kind(actor.get("type"), login),
        name=optional_text(actor, "display_name") or None,
    )


def signer(author: Node, named: Roster) -> int | None:
    """The account behind a commit's signature, if Bitbucket knows one, with the address it signs with."""
    raw = text(author, "raw") if author.get("raw") is not None else ""
    address = _ADDRESS.search(raw)
    email = storable(address[1]) if address else None
    return optional_inside(author, "user", lambda user: named.id_of(user, email=email))


def _login(actor: Node, external_id: str) -> str:
    """Nicknames may be missing, and so may everything else that people would know them by."""
    for key in ("nickname", "username", "display_name"):
        if actor.get(key):
            return name(actor, key)
    return external_id


def _kind(type_: object, login: str) -> AccountKind:
    if isinstance(type_, str) and type_ in _GROUPS:
        return AccountKind.SERVICE
    return logins.kind(login, is_app=isinstance(type_, str) and type_.lower() in ("app_user", "appuser"))
