"""The server's pull requests, commits, builds and repositories as records of the common schema."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.ids import identify
from domain.records import (
    BranchCommit,
    Commit,
    Outcome,
    PullRequest,
    PullRequestState,
    Repository,
    RepositoryState,
    Run,
)
from integrations.accounts import Roster
from integrations.bitbucket_server.accounts import roster
from integrations.bitbucket_server.reading import branch, instant, key, optional_instant, page_of
from integrations.bitbucket_server.story import Story, commit
from integrations.intervals import closed, drafts
from integrations.pages import Page, RepositoryPage
from integrations.reading import Node, count, each, inside, name, optional_inside, optional_text, text
from integrations.sifting import sift

STATES = {
    "MERGED": PullRequestState.MERGED,
    "DECLINED": PullRequestState.CLOSED,
    "SUPERSEDED": PullRequestState.CLOSED,
}
"""Every other state, also one that nobody has thought of yet, is still open."""

OUTCOMES = {"SUCCESSFUL": Outcome.SUCCESS, "FAILED": Outcome.FAILURE, "CANCELLED": Outcome.CANCELLED}

_CAME_WITH = re.compile(r"[Pp]ull request #(\d{1,9})\b")
"""What the server writes into the message when it merges."""


def external_id(repository: Repository, number: int | str) -> str:
    """Numbers are a repository's own, so that the id names both."""
    return f"{repository.external_id}/{number}"


def pull_request_page(repository: Repository, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of pull requests, each with its whole `activities` and `commits`."""
    named = roster(repository.source)
    found, aside = sift(
        repository.source, "pull_requests", nodes, lambda node: pull_request(repository, node, named), named
    )
    aside = [
        replace(each, external_id=external_id(repository, each.external_id) if each.external_id else "")
        for each in aside
    ]
    return Page(tuple(found), named.accounts, tuple(aside), cursor)


def commit_page(repository: Repository, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of the default branch."""
    named = roster(repository.source)
    found, aside = sift(
        repository.source, "commits", nodes, lambda node: branch_commit(repository, node, named), named
    )
    return Page(tuple(found), named.accounts, tuple(aside), cursor)


def run_page(repository: Repository, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of builds, each with the `sha` of the commit that it was reported for."""
    found, aside = sift(repository.source, "runs", nodes, lambda node: run(repository, node), key="key")
    return Page(tuple(found), (), tuple(aside), cursor)


def repository_page(source: str, nodes: Iterable[object]) -> RepositoryPage:
    found, aside = sift(source, "repositories", nodes, lambda node: repository(source, node))
    return RepositoryPage(tuple(found), tuple(aside))


def repository(source: str, node: Node) -> Repository:
    """The number is the key, for names change. The default branch is told elsewhere."""
    id_ = key(node, "id")
    project = inside(node, "project", lambda project: name(project, "key"))
    return Repository(
        id=identify(source, "repository", id_),
        source=source,
        external_id=id_,
        full_name=f"{project}/{name(node, 'slug')}",
        url=page_of(node),
        default_branch="",
        state=RepositoryState.ARCHIVED if node.get("archived") is True else RepositoryState.ACTIVE,
    )


def pull_request(place: Repository, node: Node, named: Roster) -> PullRequest:
    """One pull request, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    pr = _outline(place, node, named)
    story = Story(place.source, pr.author_id, pr.created_at)
    story.read(node, named)
    if node.get("reviewers") is not None:
        for reviewer in each(node, "reviewers", lambda one: inside(one, "user", named.id_of)):
            story.ask(reviewer)
    ended_at = _ended_at(node, pr, story)
    merged_at = ended_at if pr.state is PullRequestState.MERGED else None
    return replace(
        pr,
        merged_at=merged_at,
        closed_at=ended_at,
        merged_by_id=story.ended_by if merged_at else None,
        merge_sha=(story.merge_sha or _merge_sha(node)) if merged_at else None,
        commits=_commits(node, story, named),
        reviews=tuple(story.reviews),
        comments=tuple(sorted(story.comments.values(), key=lambda comment: (comment.created_at, comment.id))),
        drafts=drafts(
            story.draft_turns,
            created_at=pr.created_at,
            is_draft=pr.is_draft,
            ended_at=ended_at or pr.updated_at,
        ),
        review_requests=tuple(sorted(story.requests, key=lambda request: request.requested_at)),
        closed_intervals=closed(story.closed_turns, closed_at=ended_at, merged_at=merged_at),
    )


def branch_commit(place: Repository, node: Node, named: Roster) -> BranchCommit:
    """The message says which pull request it came with."""
    found = commit(node, named)
    came_with = _CAME_WITH.search(found.headline)
    return BranchCommit(
        id=identify(place.source, "commit", str(place.id), found.sha),
        source=place.source,
        repository_id=place.id,
        sha=found.sha,
        parents=tuple(each(node, "parents", lambda parent: name(parent, "id"))),
        authored_at=found.authored_at,
        committed_at=found.committed_at,
        author_id=found.author_id,
        headline=found.headline,
        pull_request_id=came_with
        and identify(place.source, "pull_request", external_id(place, int(came_with[1]))),
    )


def run(place: Repository, node: Node) -> Run:
    """A build as a CI server reported it; each report overwrites the one before."""
    sha, title = name(node, "sha"), name(node, "key")
    id_ = f"{sha}/{title}"[:1_000]
    reported_at = optional_instant(node, "updatedDate") or optional_instant(node, "dateAdded")
    created_at = optional_instant(node, "createdDate") or reported_at or instant(node, "dateAdded")
    state = node.get("state")
    is_over = state != "INPROGRESS"
    known = OUTCOMES.get(state, Outcome.OTHER) if isinstance(state, str) else Outcome.OTHER
    return Run(
        id=identify(place.source, "run", id_, "1"),
        source=place.source,
        external_id=id_,
        attempt=1,
        repository_id=place.id,
        workflow=optional_text(node, "parent") or optional_text(node, "name") or title,
        branch=place.default_branch,
        sha=sha,
        event="push",
        url=optional_text(node, "url") or "",
        created_at=created_at,
        started_at=created_at,
        finished_at=(reported_at or created_at) if is_over else None,
        outcome=known if is_over else None,
    )


def _outline(place: Repository, node: Node, named: Roster) -> PullRequest:
    """What the node says itself, without its lists."""
    number = count(node, "id")
    id_ = external_id(place, number)
    state = node.get("state")
    return PullRequest(
        id=identify(place.source, "pull_request", id_),
        source=place.source,
        external_id=id_,
        repository_id=place.id,
        number=number,
        title=text(node, "title"),
        url=page_of(node),
        state=STATES.get(state, PullRequestState.OPEN) if isinstance(state, str) else PullRequestState.OPEN,
        is_draft=node.get("draft") is True,
        author_id=optional_inside(node, "author", lambda author: named.at(author, "user")),
        created_at=instant(node, "createdDate"),
        updated_at=instant(node, "updatedDate"),
        base_branch=inside(node, "toRef", branch),
        head_branch=inside(node, "fromRef", branch),
        body=optional_text(node, "description") or "",
    )


def _ended_at(node: Node, pr: PullRequest, story: Story) -> datetime | None:
    if pr.state is PullRequestState.OPEN:
        return None
    return story.ended_at or optional_instant(node, "closedDate") or pr.updated_at


def _merge_sha(node: Node) -> str | None:
    """Where the activity does not tell it."""
    return optional_inside(
        node,
        "properties",
        lambda found: optional_inside(found, "mergeCommit", lambda merge: name(merge, "id")),
    )


def _commits(node: Node, story: Story, named: Roster) -> tuple[Commit, ...]:
    """Those that were pushed away, then those it has now, the oldest first as the server does not."""
    now = each(node, "commits", lambda item: commit(item, named))
    return tuple({one.sha: one for one in [*story.dropped, *reversed(now)]}.values())
