"""Who acts: the server's users as accounts."""

from domain.ids import identify
from domain.records import Account, AccountKind
from integrations import logins
from integrations.accounts import Roster
from integrations.bitbucket_server.reading import key
from integrations.reading import Node, name, optional_text


def roster(source: str) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda actor: account(source, actor))


def account(source: str, actor: Node) -> Account:
    """The number is the key, for names change."""
    external_id, login = key(actor, "id"), name(actor, "name")
    email = optional_text(actor, "emailAddress")
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=login,
        kind=AccountKind.SERVICE if actor.get("type") == "SERVICE" else logins.kind(login),
        name=optional_text(actor, "displayName") or None,
        email=email if email and "@" in email else None,
    )


def signer(author: Node, named: Roster) -> int | None:
    """The account behind a commit; of somebody whom the server does not know, only a name is told."""
    return named.id_of(author) if author.get("id") is not None else None
