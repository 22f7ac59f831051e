"""Who acts: GitHub's actors as accounts, told apart into people, bots, agents and services."""

from domain.ids import identify
from domain.records import Account, AccountKind
from integrations import logins
from integrations.accounts import Roster
from integrations.github.nodes import LETTERS, node_id
from integrations.reading import Node, Unreadable, name, optional_text, shown

_PEOPLE = {"User", "Mannequin", "EnterpriseUserAccount"}


def kind(typename: str, login: str) -> AccountKind:
    """As the login tells; a kind of actor that we do not know is no human."""
    is_app = typename == "Bot" or login.lower().endswith("[bot]")
    if typename not in _PEOPLE and not is_app:
        return AccountKind.SERVICE
    return logins.kind(login, is_app=is_app)


def roster(source: str) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda actor: account(source, actor))


def account(source: str, actor: Node) -> Account:
    """An `Actor` node (queries.py), or a user as REST tells it. Ids are node ids where there is one."""
    login = name(actor, "login")
    external_id = login if actor.get("id") is None else name(actor, "id")
    typename = actor.get("__typename")
    if not isinstance(typename, str):
        raise Unreadable("__typename", f"expected the kind of actor, found {shown(typename)}")
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=login,
        kind=kind(typename, login),
        name=optional_text(actor, "name") or None,
    )


def of_rest(user: Node) -> Node:
    """A user of REST or of a webhook, as the `Actor` that it is."""
    kind_ = user.get("type")
    login = user.get("login")
    if kind_ == "Bot" and isinstance(login, str):
        login = login.removesuffix("[bot]")
    is_known = isinstance(kind_, str) and kind_ in LETTERS
    id_ = node_id(user, str(kind_)) if is_known else user.get("node_id")
    return {"__typename": kind_, "login": login, "id": id_}
