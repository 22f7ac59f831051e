"""What a provider hands over: a page of records, together with what could not be read."""

from dataclasses import dataclass

from domain.errors import Unmappable
from domain.records import Account, PullRequest, Repository


@dataclass(frozen=True, slots=True)
class RepositoryPage:
    """Some of the chosen repositories; `missing` are names that were asked for and that nobody knows."""

    repositories: tuple[Repository, ...]
    unmappable: tuple[Unmappable, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PullRequestPage:
    """Whole pull requests with every account they name, the one of most recent activity first.

    `cursor` resumes behind this page and is None at the end; `total` is how many pull requests the
    repository has; `gone` are the external ids that were asked for and exist no more.
    """

    pull_requests: tuple[PullRequest, ...]
    accounts: tuple[Account, ...] = ()
    unmappable: tuple[Unmappable, ...] = ()
    cursor: str | None = None
    total: int | None = None
    gone: tuple[str, ...] = ()
