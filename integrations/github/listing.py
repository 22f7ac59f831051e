"""Which repositories are chosen, asked for in the way that costs least."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import count

from domain.errors import Retryable
from domain.records import Repository
from integrations.github import queries
from integrations.github.api import Api
from integrations.github.mapping import repository_page
from integrations.pages import RepositoryPage
from integrations.provider import Selection
from integrations.reading import Unreadable, each, name, whole

_WILD = frozenset("*?[")


class Listing:
    """The repositories of a selection; what several patterns choose comes once."""

    def __init__(self, api: Api, source: str, selection: Selection) -> None:
        self._api = api
        self._source = source
        self._selection = selection

    def pages(self) -> Iterator[RepositoryPage]:
        seen: set[int] = set()
        named: set[str] = set()
        for page in self._all():
            chosen = [one for one in page.repositories if one.id not in seen and self._is_chosen(one)]
            seen |= {one.id for one in chosen}
            named |= {one.full_name.lower() for one in chosen}
            yield replace(page, repositories=tuple(chosen))
        unseen = [name for name in self._exact() if name.lower() not in named]
        if unseen:
            yield from self._by_name(unseen, seen)

    def _all(self) -> Iterator[RepositoryPage]:
        """Everything that any pattern might choose; exact names are asked for one by one, afterwards."""
        if self._api.proof.permissions is not None:
            yield from self._of_installation()
            return
        owners, anywhere = self._owners()
        for owner in owners:
            yield from self._of_owner(owner)
        if anywhere:
            yield from self._of_viewer()

    def _owners(self) -> tuple[list[str], bool]:
        """Whose repositories to list, and whether to list everything in sight."""
        home = self._selection.organisation
        if not self._selection.repositories:
            return ([home], False) if home else ([], True)
        patterns = [name for name in self._selection.repositories if not self._is_exact(name)]
        owners = [name.split("/")[0] if "/" in name else home or "*" for name in patterns]
        anywhere = [owner for owner in owners if _WILD & set(owner)]
        return list(dict.fromkeys(owner for owner in owners if owner not in anywhere)), bool(anywhere)

    def _exact(self) -> list[str]:
        """The names without wildcards, in full."""
        home = self._selection.organisation
        names = [name for name in self._selection.repositories if self._is_exact(name)]
        return list(dict.fromkeys(name if "/" in name else f"{home}/{name}" for name in names))

    def _is_exact(self, name: str) -> bool:
        return not _WILD & set(name) and ("/" in name or bool(self._selection.organisation))

    def _is_chosen(self, repository: Repository) -> bool:
        home = self._selection.organisation
        everything = f"{home}/*" if home else "*"
        is_wanted = _matches(repository, self._selection.repositories or (everything,))
        return is_wanted and not self._is_excluded(repository)

    def _is_excluded(self, repository: Repository) -> bool:
        return _matches(repository, self._selection.exclude)

    def _of_owner(self, owner: str) -> Iterator[RepositoryPage]:
        path = ("repositoryOwner", "repositories")
        for reply in self._api.walk(queries.REPOSITORIES_OF_OWNER, {"owner": owner}, *path):
            if reply.data.get("repositoryOwner") is None:
                yield RepositoryPage((), missing=(owner,))
                return
            yield self._page(reply.listed(*path).nodes)

    def _of_viewer(self) -> Iterator[RepositoryPage]:
        path = ("viewer", "repositories")
        for reply in self._api.walk(queries.REPOSITORIES_OF_VIEWER, {}, *path):
            yield self._page(reply.listed(*path).nodes)

    def _of_installation(self) -> Iterator[RepositoryPage]:
        """What the app is installed on; only REST tells that, and GraphQL gives the ids we keep."""
        for number in count(1):
            path = f"/installation/repositories?per_page={queries.NODES}&page={number}"
            body, response = self._api.get(path)
            ids = _node_ids(body)
            if ids:
                yield self._page(self._api.ask(queries.THESE_REPOSITORIES, {"ids": ids}).at("nodes"))
            if not ids or "next" not in response.links:
                return

    def _by_name(self, names: list[str], seen: set[int]) -> Iterator[RepositoryPage]:
        """A repository that was renamed answers to its old name too, and may have been listed already."""
        for full_name in names:
            owner, _, repository = full_name.partition("/")
            reply = self._api.ask(queries.REPOSITORY_BY_NAME, {"owner": owner, "name": repository})
            node = reply.data.get("repository")
            page = self._page([node])
            found = [one for one in page.repositories if one.id not in seen and not self._is_excluded(one)]
            seen |= {one.id for one in found}
            yield replace(page, repositories=tuple(found), missing=() if node else (full_name,))

    def _page(self, nodes: Iterable[object]) -> RepositoryPage:
        """Without the holes that things out of sight leave."""
        return repository_page(self._source, (node for node in nodes if node is not None))


def _node_ids(body: object) -> list[str]:
    try:
        return each(whole(body), "repositories", lambda entry: name(entry, "node_id"))
    except Unreadable as error:
        raise Retryable(f"GitHub's list of repositories makes no sense: {error}.") from None


def _matches(repository: Repository, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns is of its full name or, without a slash, of its name."""
    full = repository.full_name.lower()
    bare = full.partition("/")[2]
    return any(fnmatchcase(full if "/" in pattern else bare, pattern.lower()) for pattern in patterns)
