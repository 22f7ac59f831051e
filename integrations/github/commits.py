"""Commits as GitHub tells of them, and the account behind a signature."""

from domain.records import Commit
from integrations.accounts import Roster
from integrations.reading import Node, moment, name, optional_inside, storable, text


def commit(node: Node, roster: Roster) -> Commit:
    return Commit(
        sha=name(node, "oid"),
        authored_at=moment(node, "authoredDate"),
        committed_at=moment(node, "committedDate"),
        author_id=optional_inside(node, "author", lambda author: _committer(author, roster)),
        headline=text(node, "messageHeadline"),
    )


def _committer(author: Node, roster: Roster) -> int | None:
    """The account behind a signature, if GitHub knows one, with the address it signs with."""
    address = author.get("email")
    if not isinstance(address, str) or "@" not in address or address.endswith("noreply.github.com"):
        address = None
    return optional_inside(
        author, "user", lambda user: roster.id_of(user, email=address and storable(address))
    )
