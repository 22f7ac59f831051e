"""Who acts: PagerDuty's users as accounts, with the addresses by which people are recognised."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.ids import identify
from domain.records import Account
from integrations import logins
from integrations.accounts import Roster
from integrations.reading import Node, Unreadable, name, optional_text, text, whole


@dataclass(frozen=True, slots=True)
class Directory:
    """Those who have an account now: addresses by id, and ids by name for texts that name people only."""

    emails: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, users: Iterable[object]) -> "Directory":
        """A name that two share names nobody; a user that cannot be read is left out."""
        emails: dict[str, str] = {}
        ids: dict[str, list[str]] = {}
        for user in users:
            try:
                node = whole(user)
                id_ = name(node, "id")
                emails[id_] = text(node, "email")
                ids.setdefault(text(node, "name"), []).append(id_)
            except Unreadable:
                continue
        return cls(emails, {called: several[0] for called, several in ids.items() if len(several) == 1})


def roster(source: str, directory: Directory) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda user: account(source, user, directory))


def account(source: str, user: Node, directory: Directory) -> Account:
    """A user or a reference to one. People sign in with their address; who is gone has a name alone."""
    external_id = name(user, "id")
    called = optional_text(user, "name") or optional_text(user, "summary")
    email = directory.emails.get(external_id) or None
    login = email or called or external_id
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=login,
        kind=logins.kind(login.partition("@")[0]),
        name=called,
        email=email,
    )
