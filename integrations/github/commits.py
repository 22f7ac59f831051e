"""Commits as GitHub tells of them, and the account behind a signature."""

from collections.abc import Iterable

from domain.ids import identify
from domain.records import BranchCommit, Commit, Repository
from integrations.accounts import Roster
from integrations.github.accounts import roster
from integrations.pages import Page
from integrations.reading import Node, each, inside, moment, name, optional_inside, storable, text
from integrations.sifting import sift


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


def commit_page(
    source: str,
    repository: Repository,
    nodes: Iterable[object],
    *,
    cursor: str | None = None,
    total: int | None = None,
) -> Page:
    """A page of `Landed` nodes (delivery_queries.py)."""
    named = roster(source)

    def read(node: Node) -> BranchCommit:
        return landed(source, repository, node, named)

    found, aside = sift(source, "commits", nodes, read, named, key="oid")
    return Page(tuple(found), named.accounts, tuple(aside), cursor, total)


def landed(source: str, repository: Repository, node: Node, named: Roster) -> BranchCommit:
    """A commit of the default branch. GraphQL does not tell which files it changed."""
    work = commit(node, named)
    change = inside(node, "associatedPullRequests", lambda prs: each(prs, "nodes", _merged))
    external_id = next(filter(None, change), None)
    return BranchCommit(
        id=identify(source, "commit", str(repository.id), work.sha),
        source=source,
        repository_id=repository.id,
        sha=work.sha,
        parents=tuple(
            inside(node, "parents", lambda found: each(found, "nodes", lambda one: name(one, "oid")))
        ),
        authored_at=work.authored_at,
        committed_at=work.committed_at,
        author_id=work.author_id,
        headline=work.headline,
        pull_request_id=identify(source, "pull_request", external_id) if external_id else None,
    )


def _merged(pr: Node) -> str | None:
    """Its node id, unless it is open and merely holds the commit too."""
    return None if pr.get("mergedAt") is None else name(pr, "id")
