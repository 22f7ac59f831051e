"""Which repositories are chosen, asked for in the way that costs least."""

from collections.abc import Iterable, Iterator
from itertools import count

from domain.errors import Retryable
from integrations.github import queries
from integrations.github.api import Api
from integrations.github.mapping import repository_page
from integrations.pages import RepositoryPage
from integrations.provider import Selection
from integrations.reading import Unreadable, each, name, whole
from integrations.selecting import Wanted


class Listing:
    """The repositories of a selection; what several patterns choose comes once."""

    def __init__(self, api: Api, source: str, selection: Selection) -> None:
        self._api = api
        self._source = source
        self._wanted = Wanted(selection)

    def pages(self) -> Iterator[RepositoryPage]:
        return self._wanted.pages(self._all, self._by_name)

    def _all(self) -> Iterator[RepositoryPage]:
        """Everything that any pattern might choose; exact names are asked for one by one, afterwards."""
        if self._api.proof.permissions is not None:
            yield from self._of_installation()
            return
        owners, anywhere = self._wanted.owners()
        for owner in owners:
            yield from self._of_owner(owner)
        if anywhere:
            yield from self._of_viewer()

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

    def _by_name(self, full_name: str) -> RepositoryPage | None:
        owner, _, repository = full_name.partition("/")
        reply = self._api.ask(queries.REPOSITORY_BY_NAME, {"owner": owner, "name": repository})
        node = reply.data.get("repository")
        return self._page([node]) if node else None

    def _page(self, nodes: Iterable[object]) -> RepositoryPage:
        """Without the holes that things out of sight leave."""
        return repository_page(self._source, (node for node in nodes if node is not None))


def _node_ids(body: object) -> list[str]:
    try:
        return each(whole(body), "repositories", lambda entry: name(entry, "node_id"))
    except Unreadable as error:
        raise Retryable(f"GitHub's list of repositories makes no sense: {error}.") from None
