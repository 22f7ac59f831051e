"""Bitbucket's pull requests, commits and repositories as records of the common schema."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.ids import identify
from domain.records import (
    BranchCommit,
    Commit,
    PullRequest,
    PullRequestState,
    Repository,
    ReviewState,
)
from integrations.accounts import Roster
from integrations.bitbucket.accounts import roster, signer
from integrations.bitbucket.story import Story
from integrations.intervals import closed, drafts
from integrations.pages import Page, RepositoryPage
from integrations.reading import (
    Node,
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
)
from integrations.sifting import sift

STATES = {
    "MERGED": PullRequestState.MERGED,
    "DECLINED": PullRequestState.CLOSED,
    "SUPERSEDED": PullRequestState.CLOSED,
}
"""Every other state, also one that Bitbucket has yet to think of, is still open."""

DECISIONS = {"approved": ReviewState.APPROVED, "changes_requested": ReviewState.CHANGES_REQUESTED}

_CAME_WITH = re.compile(r"\(pull request #(\d{1,9})\)")
"""What Bitbucket writes into the message when it merges."""


def external_id(repository: Repository, number: int | str) -> str:
    """Numbers are a repository's own, so that the id names both."""
    return f"{repository.external_id}/{number}"


def pull_request_page(
    repository: Repository, nodes: Iterable[object], *, cursor: str | None = None, total: int | None = None
) -> Page:
    """A page of pull requests, each with its whole `activity` and `commits`, perhaps its `diffstat`."""
    source = repository.source
    named = roster(source)
    found, aside = sift(
        source, "pull_requests", nodes, lambda node: pull_request(repository, node, named), named
    )
    aside = [
        replace(each, external_id=external_id(repository, each.external_id) if each.external_id else "")
        for each in aside
    ]
    return Page(tuple(found), named.accounts, tuple(aside), cursor, total)


def repository_page(source: str, nodes: Iterable[object]) -> RepositoryPage:
    found, aside = sift(source, "repositories", nodes, lambda node: repository(source, node), key="uuid")
    return RepositoryPage(tuple(found), tuple(aside))


def commit_page(repository: Repository, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of the default branch."""
    named = roster(repository.source)
    found, aside = sift(
        repository.source,
        "commits",
        nodes,
        lambda node: branch_commit(repository, node, named),
        named,
        key="hash",
    )
    return Page(tuple(found), named.accounts, tuple(aside), cursor)


def repository(source: str, node: Node) -> Repository:
    """The UUID is the key, for names change. An empty repository has no main branch yet."""
    uuid = name(node, "uuid")
    return Repository(
        id=identify(source, "repository", uuid),
        source=source,
        external_id=uuid,
        full_name=name(node, "full_name"),
        url=inside(node, "links", _html),
        default_branch=optional_inside(node, "mainbranch", lambda branch: name(branch, "name")) or "",
    )


def pull_request(place: Repository, node: Node, named: Roster) -> PullRequest:
    """One pull request, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    pr = _outline(place, node, named)
    story = Story(place.source, pr.external_id, pr.author_id, pr.created_at)
    story.read(node, named)
    _as_they_stand(node, story, named)
    ended_at = _ended_at(node, pr, story)
    merged_at = ended_at if pr.state is PullRequestState.MERGED else None
    pr = replace(
        pr,
        merged_at=merged_at,
        closed_at=ended_at,
        merged_by_id=(named.at(node, "closed_by") or story.ended_by) if merged_at else None,
        commits=_commits(node, named),
        reviews=tuple(story.reviews),
        comments=tuple(story.comments),
        drafts=drafts(
            story.draft_turns,
            created_at=pr.created_at,
            is_draft=pr.is_draft,
            ended_at=ended_at or pr.updated_at,
        ),
        review_requests=tuple(story.requests),
        closed_intervals=closed([], closed_at=ended_at, merged_at=merged_at),
    )
    return _sized(pr, node)


def branch_commit(place: Repository, node: Node, named: Roster) -> BranchCommit:
    """Bitbucket tells one time of a commit. The message says which pull request it came with."""
    sha, at = name(node, "hash"), moment(node, "date")
    message = optional_text(node, "message") or ""
    came_with = _CAME_WITH.search(message)
    return BranchCommit(
        id=identify(place.source, "commit", str(place.id), sha),
        source=place.source,
        repository_id=place.id,
        sha=sha,
        parents=tuple(each(node, "parents", lambda parent: name(parent, "hash"))),
        authored_at=at,
        committed_at=at,
        author_id=optional_inside(node, "author", lambda author: signer(author, named)),
        headline=_headline(message),
        pull_request_id=came_with
        and identify(place.source, "pull_request", external_id(place, int(came_with[1]))),
    )


def _outline(place: Repository, node: Node, named: Roster) -> PullRequest:
    """What the node says itself, without its lists."""
    number = count(node, "id")
    key = external_id(place, number)
    state = node.get("state")
    return PullRequest(
        id=identify(place.source, "pull_request", key),
        source=place.source,
        external_id=key,
        repository_id=place.id,
        number=number,
        title=text(node, "title"),
        url=inside(node, "links", _html),
        state=STATES.get(state, PullRequestState.OPEN) if isinstance(state, str) else PullRequestState.OPEN,
        is_draft=node.get("draft") is True,
        author_id=named.at(node, "author"),
        created_at=moment(node, "created_on"),
        updated_at=moment(node, "updated_on"),
        base_branch=optional_inside(node, "destination", _branch) or "",
        head_branch=optional_inside(node, "source", _branch) or "",
        merge_sha=optional_inside(node, "merge_commit", lambda merge: name(merge, "hash")),
        body=optional_text(node, "description") or "",
    )


def _ended_at(node: Node, pr: PullRequest, story: Story) -> datetime | None:
    """No field tells when it was merged: the activity does, else the merge commit, else the last change."""
    if pr.state is PullRequestState.OPEN:
        return None
    merged_at = optional_inside(node, "merge_commit", lambda merge: optional_moment(merge, "date"))
    return story.ended_at or merged_at or pr.updated_at


def _as_they_stand(node: Node, story: Story, named: Roster) -> None:
    """Reviewers and decisions that the pull request shows and that no activity told of."""
    if node.get("reviewers") is not None:
        for reviewer in each(node, "reviewers", named.id_of):
            story.ask(reviewer, story.opened_at)
    if node.get("participants") is None:
        return
    told = {(review.author_id, review.state) for review in story.reviews}

    def take(participant: Node) -> None:
        state = DECISIONS.get(str(participant.get("state")))
        at = optional_moment(participant, "participated_on")
        who = named.at(participant, "user")
        if state and at and (who, state) not in told:
            story.decide(who, state, at)

    each(node, "participants", take)


def _commits(node: Node, named: Roster) -> tuple[Commit, ...]:
    """The oldest first; Bitbucket tells the newest first."""
    found = each(node, "commits", lambda item: _commit(item, named))
    return tuple({commit.sha: commit for commit in reversed(found)}.values())


def _commit(node: Node, named: Roster) -> Commit:
    at = moment(node, "date")
    return Commit(
        sha=name(node, "hash"),
        authored_at=at,
        committed_at=at,
        author_id=optional_inside(node, "author", lambda author: signer(author, named)),
        headline=_headline(optional_text(node, "message") or ""),
    )


def _sized(pr: PullRequest, node: Node) -> PullRequest:
    if node.get("diffstat") is None:
        return pr
    files = each(node, "diffstat", lambda file: (count(file, "lines_added"), count(file, "lines_removed")))
    return replace(
        pr,
        additions=sum(added for added, _ in files),
        deletions=sum(removed for _, removed in files),
        changed_files=len(files),
    )


def _headline(message: str) -> str:
    return storable(message.strip().partition("\n")[0].strip())


def _branch(end: Node) -> str:
    return optional_inside(end, "branch", lambda branch: text(branch, "name")) or ""


def _html(links: Node) -> str:
    return inside(links, "html", lambda page: link(page, "href"))
