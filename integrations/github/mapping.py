"""GitHub's JSON as records of the common schema; what cannot be read is set aside with its reason."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from domain.ids import identify
from domain.records import (
    Commit,
    PullRequest,
    PullRequestState,
    Repository,
    RepositoryState,
    Review,
    ReviewState,
)
from integrations.accounts import Roster
from integrations.github.accounts import roster
from integrations.github.commits import commit
from integrations.github.deployments import merges
from integrations.github.timeline import Timeline, timeline
from integrations.intervals import closed, drafts
from integrations.pages import Page, RepositoryPage
from integrations.reading import (
    Node,
    T,
    Unreadable,
    count,
    each,
    inside,
    link,
    moment,
    name,
    optional_inside,
    optional_moment,
    optional_text,
    text,
    truth,
)
from integrations.sifting import sift

LISTS = ("commits", "reviews", "timelineItems")
"""What may be longer than a page tells, and is followed to its end."""

REVIEW_STATES = {
    "APPROVED": ReviewState.APPROVED,
    "CHANGES_REQUESTED": ReviewState.CHANGES_REQUESTED,
    "DISMISSED": ReviewState.DISMISSED,
}
"""Every other state, also one that GitHub has yet to think of, decides nothing: a comment."""


def pull_request_page(
    source: str,
    nodes: Iterable[object],
    *,
    cursor: str | None = None,
    total: int | None = None,
    deploys: bool = False,
) -> Page:
    """A page of `Story` nodes (queries.py) whose lists are complete; perhaps merging `deploys`."""
    named = roster(source)
    branches: dict[int, str] = {}

    def read(node: Node) -> PullRequest:
        pr = pull_request(source, node, named)
        branches[pr.id] = inside(node, "repository", _default_branch)
        return pr

    found, aside = sift(source, "pull_requests", nodes, read, named)
    deployed = merges(found, branches) if deploys else []
    return Page((*found, *deployed), named.accounts, tuple(aside), cursor, total)


def _default_branch(place: Node) -> str:
    """Where it is asked for and there is one."""
    return optional_inside(place, "defaultBranchRef", lambda ref: name(ref, "name")) or ""


def repository_page(source: str, nodes: Iterable[object]) -> RepositoryPage:
    """A page of `Place` nodes."""
    found, aside = sift(source, "repositories", nodes, lambda node: repository(source, node))
    return RepositoryPage(tuple(found), tuple(aside))


def repository(source: str, node: Node) -> Repository:
    """The node id is the key, for names change. An empty repository has no default branch yet."""
    external_id = name(node, "id")
    return Repository(
        id=identify(source, "repository", external_id),
        source=source,
        external_id=external_id,
        full_name=name(node, "nameWithOwner"),
        url=link(node, "url"),
        default_branch=optional_inside(node, "defaultBranchRef", lambda ref: name(ref, "name")) or "",
        state=RepositoryState.ARCHIVED if truth(node, "isArchived") else RepositoryState.ACTIVE,
    )


def pull_request(source: str, node: Node, named: Roster) -> PullRequest:
    """One `Story` node, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    pr = _outline(source, node, named)
    for key in LISTS:
        inside(node, key, _assert_whole)
    line = inside(node, "timelineItems", lambda items: timeline(source, items, named))
    return replace(
        pr,
        commits=_commits(node, line, named),
        reviews=_reviews(source, node, line, named),
        comments=tuple(line.comments),
        drafts=drafts(
            line.draft_turns,
            created_at=pr.created_at,
            is_draft=pr.is_draft,
            ended_at=pr.closed_at or pr.updated_at,
        ),
        review_requests=tuple(line.requests),
        closed_intervals=closed(line.closed_turns, closed_at=pr.closed_at, merged_at=pr.merged_at),
    )


def _outline(source: str, node: Node, named: Roster) -> PullRequest:
    """What the node says itself, without the lists that tell its story."""
    external_id = name(node, "id")
    return PullRequest(
        id=identify(source, "pull_request", external_id),
        source=source,
        external_id=external_id,
        repository_id=identify(source, "repository", inside(node, "repository", _id)),
        number=count(node, "number"),
        title=text(node, "title"),
        url=link(node, "url"),
        state=_state(node),
        is_draft=truth(node, "isDraft"),
        author_id=named.at(node, "author"),
        created_at=moment(node, "createdAt"),
        updated_at=moment(node, "updatedAt"),
        merged_at=optional_moment(node, "mergedAt"),
        closed_at=optional_moment(node, "closedAt"),
        merged_by_id=named.at(node, "mergedBy"),
        base_branch=text(node, "baseRefName"),
        head_branch=text(node, "headRefName"),
        merge_sha=optional_inside(node, "mergeCommit", lambda merge: name(merge, "oid")),
        additions=count(node, "additions"),
        deletions=count(node, "deletions"),
        changed_files=count(node, "changedFiles"),
        body=optional_text(node, "body") or "",
        labels=tuple(_listed(node, "labels", lambda label: text(label, "name"))),
        assignee_ids=tuple(dict.fromkeys(_listed(node, "assignees", named.id_of))),
    )


def _state(node: Node) -> PullRequestState:
    """The dates decide, so that a state nobody knew yet does no harm; a merge without its date is none."""
    if node.get("mergedAt") is not None:
        return PullRequestState.MERGED
    if node.get("state") == "MERGED":
        raise Unreadable("mergedAt", "expected the time of the merge, found nothing")
    return PullRequestState.OPEN if node.get("closedAt") is None else PullRequestState.CLOSED


def _commits(node: Node, line: Timeline, named: Roster) -> tuple[Commit, ...]:
    """Every commit once: those it has now, and before them the heads that were pushed away."""
    now = _listed(node, "commits", lambda item: inside(item, "commit", lambda work: commit(work, named)))
    return tuple({found.sha: found for found in [*line.dropped, *now]}.values())


def _reviews(source: str, node: Node, line: Timeline, named: Roster) -> tuple[Review, ...]:
    """Submitted reviews; one that is still being written is nobody's business yet."""

    def review(item: Node) -> Review | None:
        if item.get("state") == "PENDING":
            return None
        external_id = name(item, "id")
        return Review(
            id=identify(source, "review", external_id),
            author_id=named.at(item, "author"),
            state=REVIEW_STATES.get(str(item.get("state")), ReviewState.COMMENTED),
            submitted_at=moment(item, "submittedAt"),
            dismissed_at=line.dismissals.get(external_id),
            comments=inside(item, "comments", lambda comments: count(comments, "totalCount")),
        )

    return tuple({found.id: found for found in _listed(node, "reviews", review) if found}.values())


def _listed(node: Node, key: str, read: Callable[[Node], T]) -> list[T]:
    return inside(node, key, lambda connection: each(connection, "nodes", read))


def _assert_whole(connection: Node) -> None:
    if inside(connection, "pageInfo", lambda info: truth(info, "hasNextPage")):
        raise Unreadable("pageInfo.hasNextPage", "expected the whole list, found a part of it")


def _id(node: Node) -> str:
    return name(node, "id")
