"""The commits of a default branch, as REST tells them, and a repository's CODEOWNERS."""

import re
from collections.abc import Iterable

from domain.ids import identify
from domain.records import BranchCommit, CodeOwners, Repository
from integrations.gitlab.mapping import reference
from integrations.pages import Page
from integrations.reading import Node, Unreadable, moment, name, optional_text, shown
from integrations.sifting import sift

CODEOWNERS = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""In the order in which GitLab looks (https://docs.gitlab.com/user/project/codeowners/)."""

LARGEST_OWNERS = 256_000
"""Characters; GitLab itself takes no larger file seriously."""

_CAME_WITH = re.compile(r"^See merge request (?P<project>\S*)!(?P<iid>\d{1,9})\s*$", re.MULTILINE)


def commit_page(source: str, repository: Repository, rows: Iterable[object], *, cursor: str | None) -> Page:
    """A page of commits; whose account wrote them REST does not tell."""
    found, aside = sift(source, "commits", rows, lambda row: branch_commit(source, repository, row))
    return Page(tuple(found), unmappable=tuple(aside), cursor=cursor)


def branch_commit(source: str, repository: Repository, row: Node) -> BranchCommit:
    sha = name(row, "id")
    return BranchCommit(
        id=identify(source, "commit", repository.external_id, sha),
        source=source,
        repository_id=repository.id,
        sha=sha,
        parents=_parents(row),
        authored_at=moment(row, "authored_date"),
        committed_at=moment(row, "committed_date"),
        headline=optional_text(row, "title") or "",
        pull_request_id=_came_with(source, repository, row),
    )


def owners(repository: Repository, blobs: object) -> CodeOwners:
    """The first of GitLab's places that holds one; an empty text where none does."""
    texts = {
        blob["path"]: blob["rawTextBlob"]
        for blob in (blobs if isinstance(blobs, list) else ())
        if isinstance(blob, dict)
        and isinstance(blob.get("rawTextBlob"), str)
        and blob.get("path") in CODEOWNERS
    }
    text = next((texts[path] for path in CODEOWNERS if path in texts), "")
    return CodeOwners(repository.id, text[:LARGEST_OWNERS].replace("\0", ""))


def _parents(row: Node) -> tuple[str, ...]:
    parents = row.get("parent_ids")
    if not isinstance(parents, list):
        raise Unreadable("parent_ids", f"expected a list, found {shown(parents)}")
    return tuple(name({"parent_ids": parent}, "parent_ids") for parent in parents)


def _came_with(source: str, repository: Repository, row: Node) -> int | None:
    """The pull request of this repository that the message of its merge names."""
    message = row.get("message")
    found = _CAME_WITH.findall(message) if isinstance(message, str) else []
    project, iid = found[-1] if found else ("", "")
    if not iid or project.lower() not in ("", repository.full_name.lower()):
        return None
    return identify(source, "pull_request", reference(repository.external_id, int(iid)))
