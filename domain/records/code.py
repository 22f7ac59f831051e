"""Code: sources and their repositories, accounts, pull requests with what happened on them, and branches."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountKind(StrEnum):
    """Who acts under an account (docs/explain/definitions.md, "People and bots")."""

    HUMAN = "human"
    BOT = "bot"
    AGENT = "agent"
    SERVICE = "service"


class RepositoryState(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


class PullRequestState(StrEnum):
    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


class ReviewState(StrEnum):
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Source:
    """One connection to a provider, such as the organisation's GitHub; `key` names it everywhere."""

    key: str
    provider: str
    base_url: str
    name: str


@dataclass(frozen=True, slots=True)
class Repository:
    """id = identify(source, "repository", external_id): a rename or transfer keeps it."""

    id: int
    source: str
    external_id: str
    full_name: str
    url: str
    default_branch: str = "main"
    state: RepositoryState = RepositoryState.ACTIVE


@dataclass(frozen=True, slots=True)
class Account:
    """A login at a source. id = identify(source, "account", external_id).

    `kind` is what the provider and the name rules say; an admin's override is kept apart and wins.
    """

    id: int
    source: str
    external_id: str
    login: str
    kind: AccountKind = AccountKind.HUMAN
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of a pull request; ones dropped by a force-push stay, for work began with them."""

    sha: str
    authored_at: datetime
    committed_at: datetime
    author_id: int | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A submitted review. id = identify(source, "review", external_id)."""

    id: int
    author_id: int | None
    state: ReviewState
    submitted_at: datetime
    dismissed_at: datetime | None = None
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Comment:
    """A top-level comment. id = identify(source, "comment", external_id)."""

    id: int
    author_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DraftInterval:
    """While the pull request was a draft; open-ended while it still is."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """While somebody was asked to review: an account, or a team by its slug."""

    requested_at: datetime
    reviewer_id: int | None = None
    team: str | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClosedInterval:
    """While the pull request was closed before it was reopened; open-ended when it stayed so."""

    closed_at: datetime
    reopened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request (GitLab's merge request) with all that its clocks need.

    id = identify(source, "pull_request", external_id). A record is whole or it is not saved: every
    nested list has been followed to its end. `body` is its description, where issues are looked for.
    """

    id: int
    source: str
    external_id: str
    repository_id: int
    number: int
    title: str
    url: str
    state: PullRequestState
    is_draft: bool
    author_id: int | None
    created_at: datetime
    updated_at: datetime
    merged_at: datetime | None = None
    closed_at: datetime | None = None
    merged_by_id: int | None = None
    base_branch: str = ""
    head_branch: str = ""
    merge_sha: str | None = None
    additions: int = 0
    deletions: int = 0
    changed_files: int = 0
    body: str = ""
    labels: tuple[str, ...] = ()
    assignee_ids: tuple[int, ...] = ()
    commits: tuple[Commit, ...] = ()
    reviews: tuple[Review, ...] = ()
    comments: tuple[Comment, ...] = ()
    drafts: tuple[DraftInterval, ...] = ()
    review_requests: tuple[ReviewRequest, ...] = ()
    closed_intervals: tuple[ClosedInterval, ...] = ()


@dataclass(frozen=True, slots=True)
class BranchCommit:
    """A commit of a repository's default branch. id = identify(source, "commit", repository, sha).

    `parents` are shas; `pull_request_id` is the pull request it came with, and `paths` are the files that
    it changed against its first parent, where the provider says so.
    """

    id: int
    source: str
    repository_id: int
    sha: str
    parents: tuple[str, ...]
    authored_at: datetime
    committed_at: datetime
    author_id: int | None = None
    headline: str = ""
    pull_request_id: int | None = None
    paths: tuple[str, ...] = ()
