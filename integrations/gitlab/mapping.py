"""GitLab's JSON as records of the common schema; what cannot be read is set aside with its reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.ids import identify
from domain.records import (
    Commit,
    PullRequest,
    PullRequestState,
    Repository,
    RepositoryState,
    Review,
    ReviewRequest,
    ReviewState,
)
from integrations.accounts import Roster
from integrations.gitlab.accounts import number, roster
from integrations.gitlab.notes import Notes, Reader, mentioned
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
    storable,
    text,
    truth,
)
from integrations.sifting import sift

LISTS = ("commits", "notes")
"""What may be longer than a page tells, and is followed to its end."""

REFERENCE = "reference"
"""Where a pull request's external id stands: its project's number and its own, such as 44!12."""


def reference(project: str, iid: object) -> str:
    """A pull request by its project and number, which no rename changes and any reading can ask for."""
    return f"{project}!{iid}"


def pull_request_page(
    source: str,
    project: str,
    nodes: Iterable[object],
    users: Mapping[str, Node],
    *,
    cursor: str | None = None,
    total: int | None = None,
) -> Page:
    """A page of `Story` nodes (queries.py) of one project, whose lists are complete.

    `users` are `Who` nodes by username in lower case, of those that notes mention.
    """
    named = roster(source)
    told = (_with_reference(project, node) for node in nodes)
    found, aside = sift(
        source, "pull_requests", told, lambda node: pull_request(source, node, named, users), named,
        key=REFERENCE,
    )  # fmt: skip
    return Page(tuple(found), named.accounts, tuple(aside), cursor, total)


def repository_page(source: str, rows: Iterable[object]) -> RepositoryPage:
    """A page of projects as REST tells them."""
    found, aside = sift(source, "repositories", rows, lambda row: repository(source, row))
    return RepositoryPage(tuple(found), tuple(aside))


def repository(source: str, row: Node) -> Repository:
    """The number is the key, for paths change. An empty repository has no default branch yet."""
    external_id = number(row, "id")
    is_archived = row.get("archived") is True
    return Repository(
        id=identify(source, "repository", external_id),
        source=source,
        external_id=external_id,
        full_name=name(row, "path_with_namespace"),
        url=link(row, "web_url"),
        default_branch=optional_text(row, "default_branch") or "",
        state=RepositoryState.ARCHIVED if is_archived else RepositoryState.ACTIVE,
    )


def pull_request(source: str, node: Node, named: Roster, users: Mapping[str, Node]) -> PullRequest:
    """One `Story` node, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    for key in LISTS:
        inside(node, key, _assert_whole)
    pr, known = _outline(source, node, named, users)
    reader = Reader(source, pr.created_at, known)
    notes = inside(node, "notes", lambda notes: reader.read(notes, named))
    pr = _ended(pr, node, notes)
    ended_at = pr.merged_at or pr.closed_at or pr.updated_at
    return replace(
        pr,
        commits=inside(node, "commits", lambda commits: _commits(commits, named)),
        reviews=_reviews(node, notes, named),
        comments=tuple(notes.comments),
        drafts=drafts(notes.draft_turns, created_at=pr.created_at, is_draft=pr.is_draft, ended_at=ended_at),
        review_requests=_requests(node, pr, notes, named),
        closed_intervals=closed(notes.closed_turns, closed_at=pr.closed_at, merged_at=pr.merged_at),
    )


def _outline(
    source: str, node: Node, named: Roster, users: Mapping[str, Node]
) -> tuple[PullRequest, Mapping[str, int]]:
    """What the node says itself, and the accounts by username that its notes may mention."""
    external_id = name(node, REFERENCE)
    project, _, iid = external_id.partition("!")
    summary = node.get("diffStatsSummary") or {}
    pr = PullRequest(
        id=identify(source, "pull_request", external_id),
        source=source,
        external_id=external_id,
        repository_id=identify(source, "repository", project),
        number=int(iid),
        title=text(node, "title"),
        url=link(node, "webUrl"),
        state=PullRequestState.OPEN,
        is_draft=truth(node, "draft"),
        author_id=named.at(node, "author"),
        created_at=moment(node, "createdAt"),
        updated_at=moment(node, "updatedAt"),
        merged_by_id=named.at(node, "mergeUser"),
        base_branch=text(node, "targetBranch"),
        head_branch=text(node, "sourceBranch"),
        merge_sha=_landed_as(node),
        body=optional_text(node, "description") or "",
        labels=tuple(_listed(node, "labels", lambda label: text(label, "title"))),
        assignee_ids=tuple(dict.fromkeys(_listed(node, "assignees", named.id_of))),
    )
    if summary:
        pr = inside(node, "diffStatsSummary", lambda stats: _sized(pr, stats))
    mention = {username: named.id_of(users[username]) for username in mentioned(node) if username in users}
    return pr, {**mention, **_usernames(node, named)}


def _sized(pr: PullRequest, stats: Node) -> PullRequest:
    return replace(
        pr,
        additions=count(stats, "additions"),
        deletions=count(stats, "deletions"),
        changed_files=count(stats, "fileCount"),
    )


def _ended(pr: PullRequest, node: Node, notes: Notes) -> PullRequest:
    """With its state and when it ended; only notes tell when it was closed, and of old merges when."""
    state = node.get("state")
    merged_at = optional_moment(node, "mergedAt")
    if merged_at is None and state == "merged":
        if notes.merged_at is None:
            raise Unreadable("mergedAt", "expected the time of the merge, found nothing")
        merged_at = notes.merged_at
    if merged_at is not None:
        return replace(pr, state=PullRequestState.MERGED, merged_at=merged_at, closed_at=merged_at)
    if state != "closed":
        return replace(pr, state=PullRequestState.OPEN, merge_sha=None, merged_by_id=None)
    closed_at = _closed_at(node, notes) or pr.updated_at
    return replace(pr, state=PullRequestState.CLOSED, closed_at=closed_at, merge_sha=None, merged_by_id=None)


def _closed_at(node: Node, notes: Notes) -> datetime | None:
    """REST says it; else it is the last closing that the notes tell."""
    told = optional_moment(node, "closedAt")
    return told or max((at for at, is_in in notes.closed_turns if is_in), default=None)


def _landed_as(node: Node) -> str | None:
    """The merge commit; else the squashed one; else its own head, where it was merged by fast-forward."""
    for key in ("mergeCommitSha", "squashCommitSha"):
        if node.get(key) is not None:
            return name(node, key)
    if node.get("squashOnMerge") is True or node.get("diffHeadSha") is None:
        return None
    return name(node, "diffHeadSha")


def _commits(connection: Node, named: Roster) -> tuple[Commit, ...]:
    """Every commit once, the oldest first."""
    found = {commit.sha: commit for commit in each(connection, "nodes", lambda node: _commit(node, named))}
    return tuple(reversed(found.values()))


def _commit(node: Node, named: Roster) -> Commit:
    """Older servers tell when it was written, and not when it was committed."""
    authored_at = moment(node, "authoredDate")
    address = node.get("authorEmail")
    email = storable(address) if isinstance(address, str) and _is_address(address) else None
    return Commit(
        sha=name(node, "sha"),
        authored_at=authored_at,
        committed_at=optional_moment(node, "committedDate") or authored_at,
        author_id=optional_inside(node, "author", lambda user: named.id_of(user, email=email)),
        headline=optional_text(node, "title") or "",
    )


def _is_address(text: str) -> bool:
    return "@" in text and "@users.noreply." not in text


def _reviews(node: Node, notes: Notes, named: Roster) -> tuple[Review, ...]:
    """As the notes tell; an approval that is not there any more was taken back when something was pushed.

    Older servers reset approvals without a note: then whoever approved is not among `approvedBy`.
    """
    if node.get("approvedBy") is None:
        return tuple(notes.reviews)
    standing = set(_listed(node, "approvedBy", named.id_of))
    return tuple(_checked(review, standing, notes) for review in notes.reviews)


def _checked(review: Review, standing: set[int], notes: Notes) -> Review:
    is_standing = review.state is ReviewState.APPROVED and review.dismissed_at is None
    if not is_standing or review.author_id in standing:
        return review
    asked_again = (
        request.requested_at for request in notes.requests if request.reviewer_id == review.author_id
    )
    causes = [at for at in (*notes.pushes, *asked_again) if at > review.submitted_at]
    return replace(review, dismissed_at=min(causes, default=None))


def _requests(node: Node, pr: PullRequest, notes: Notes, named: Roster) -> tuple[ReviewRequest, ...]:
    """As the notes tell; a reviewer whom no note asks was asked when it was opened."""
    asked = {request.reviewer_id for request in notes.requests}
    since = [id_ for id_ in _listed(node, "reviewers", named.id_of) if id_ not in asked]
    from_the_start = [ReviewRequest(pr.created_at, reviewer_id) for reviewer_id in dict.fromkeys(since)]
    return (*from_the_start, *notes.requests)


def _usernames(node: Node, named: Roster) -> dict[str, int]:
    """Everybody whom the node names, by username."""
    found: dict[str, int] = {}

    def keep(user: Node) -> None:
        found[name(user, "username").lower()] = named.id_of(user)

    for key in ("author", "mergeUser"):
        optional_inside(node, key, keep)
    for key in ("reviewers", "assignees", "approvedBy"):
        if node.get(key) is not None:
            inside(node, key, lambda connection: each(connection, "nodes", keep))
    inside(
        node, "notes", lambda notes: each(notes, "nodes", lambda note: optional_inside(note, "author", keep))
    )
    return found


def _listed(node: Node, key: str, read: Callable[[Node], T]) -> list[T]:
    return inside(node, key, lambda connection: each(connection, "nodes", read))


def _assert_whole(connection: Node) -> None:
    if inside(connection, "pageInfo", lambda info: truth(info, "hasNextPage")):
        raise Unreadable("pageInfo.hasNextPage", "expected the whole list, found a part of it")


LONGEST_NUMBER = 9


def _with_reference(project: str, node: object) -> object:
    """The node with its external id, where it has a number."""
    iid = node.get("iid") if isinstance(node, dict) else None
    text = str(iid) if type(iid) is int else iid
    if (
        isinstance(node, dict)
        and isinstance(text, str)
        and text.isascii()
        and text.isdigit()
        and len(text) <= LONGEST_NUMBER
    ):
        return {**node, REFERENCE: reference(project, int(text))}
    return node
