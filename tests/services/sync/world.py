"""A provider in memory, as real ones behave: pages by latest activity, cursors, gone and broken things."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.errors import LeadlineError, Unknown, Unmappable
from domain.health import Check, Light
from domain.records import Account, PullRequest, Repository
from integrations.pages import Page, RepositoryPage
from integrations.provider import PULL_REQUESTS, Usage
from tests.builders import NOW, account, commit, pull_request, repository, review

OVERLAP = timedelta(minutes=5)


@dataclass
class World:
    """What the provider knows. `before` is called with the name of every request, before it is answered."""

    page_size: int = 3
    repositories: dict[int, Repository] = field(default_factory=dict)
    prs: dict[int, PullRequest] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    missing: tuple[str, ...] = ()
    broken: dict[str, LeadlineError] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None

    def client(self) -> "WorldClient":
        return WorldClient(self)

    def repository(self, full_name: str) -> Repository:
        made = repository(full_name)
        self.repositories[made.id] = made
        return made

    def change(self, pr: PullRequest) -> PullRequest:
        """The pull request is now this."""
        self.prs[pr.id] = pr
        return pr

    def fill(self, full_name: str, n: int) -> list[PullRequest]:
        """A repository with so many reviewed pull requests, an hour apart, every third still open."""
        repo, ana, bob = self.repository(full_name), account("ana"), account("bob")
        self.accounts |= {ana.id: ana, bob.id: bob}
        return [self.change(_reviewed(repo, number, ana, bob)) for number in range(1, n + 1)]

    def touch(self, pr: PullRequest, at: datetime, **changes: str) -> PullRequest:
        """Something happened to it."""
        return self.change(replace(self.prs[pr.id], updated_at=at, **changes))  # type: ignore[arg-type] # texts only

    def token(self, repo: Repository) -> str:
        """The latest activity, as the probe tells it."""
        theirs = [pr.updated_at for pr in self.prs.values() if pr.repository_id == repo.id]
        return max(theirs).isoformat() if theirs else ""


def _reviewed(repo: Repository, number: int, author: Account, reviewer: Account) -> PullRequest:
    opened = NOW - timedelta(days=40) + timedelta(hours=number)
    merged = None if number % 3 == 0 else opened + timedelta(hours=5)
    name = f"{repo.full_name}#{number}"
    return pull_request(
        number,
        repository=repo,
        author=author,
        created_at=opened,
        merged_at=merged,
        merged_by_id=author.id,
        commits=(commit(f"{number:040}", opened - timedelta(hours=1), author_id=author.id),),
        reviews=(review(name, reviewer, opened + timedelta(hours=2)),),
    )


class WorldClient:
    """Reads the world; every answer costs a request and a point."""

    def __init__(self, world: World) -> None:
        self.usage = Usage()
        self.streams = (PULL_REQUESTS,)
        self.closed = False
        self._world = world

    def check(self) -> tuple[Check, ...]:
        self._ask("check")
        return (Check("Sign-in", Light.GREEN, "as ana"),)

    def repositories(self) -> Iterator[RepositoryPage]:
        self._ask("repositories")
        listed = [repo for repo in self._world.repositories.values() if repo.id not in self._world.hidden]
        yield RepositoryPage(tuple(listed), missing=self._world.missing)

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        assert len(repositories) <= 100, "more than a probe can carry"
        self._ask("probe")
        known = {repo.id: self._world.repositories.get(repo.id) for repo in repositories}
        return {id_: {"pull_requests": self._world.token(repo)} for id_, repo in known.items() if repo}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        assert (stream, repository) != ("pull_requests", None)
        assert repository
        floor = until - OVERLAP if until else None
        while True:
            self._ask(f"{repository.full_name} {cursor or 'first'}")
            if repository.id not in self._world.repositories:
                raise Unknown(f"{repository.full_name} is gone.")
            page, cursor = self._page(repository, cursor, floor)
            yield page
            if cursor is None:
                return

    def _page(self, repo: Repository, cursor: str | None, floor: datetime | None) -> tuple[Page, str | None]:
        theirs = [pr for pr in self._world.prs.values() if pr.repository_id == repo.id]
        behind = sorted((pr for pr in theirs if cursor is None or _key(pr) < cursor), key=_key, reverse=True)
        here, more = behind[: self._world.page_size], behind[self._world.page_size :]
        fresh = [pr for pr in here if floor is None or pr.updated_at >= floor]
        onward = _key(here[-1]) if more and len(fresh) == len(here) else None
        return self._carried(fresh, onward, len(theirs)), onward

    def hydrate(
        self,
        stream: str,
        external_ids: Sequence[str],
        repository: Repository | None = None,  # noqa: ARG002 - ids alone find them
    ) -> Iterator[Page]:
        assert stream == "pull_requests"
        self._ask(f"hydrate {len(external_ids)}")
        known = {pr.external_id: pr for pr in self._world.prs.values()}
        page = self._carried([known[id_] for id_ in external_ids if id_ in known], None, None)
        yield replace(page, gone=tuple(id_ for id_ in external_ids if id_ not in known))

    def close(self) -> None:
        self.closed = True

    def _carried(self, prs: list[PullRequest], cursor: str | None, total: int | None) -> Page:
        unreadable = self._world.unreadable
        return Page(
            records=tuple(pr for pr in prs if pr.external_id not in unreadable),
            accounts=tuple(self._world.accounts.values()),
            unmappable=tuple(
                Unmappable(pr.source, "pull_requests", pr.external_id, "title", reason, "hash", "{}")
                for pr in prs
                if (reason := unreadable.get(pr.external_id))
            ),
            cursor=cursor,
            total=total,
        )

    def _ask(self, what: str) -> None:
        self.usage.requests += 1
        self.usage.points += 1
        self._world.requests.append(what)
        self._world.before(what)
        error = self._world.broken.get(what.split(maxsplit=1)[0])
        if error:
            raise error


def _key(pr: PullRequest) -> str:
    return f"{pr.updated_at.isoformat()}|{pr.id:020}"
