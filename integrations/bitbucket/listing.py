"""Which repositories are chosen, workspace by workspace."""

from collections.abc import Iterator
from urllib.parse import quote

from domain.errors import Misconfigured, Retryable, Unknown
from integrations.bitbucket.api import Api
from integrations.bitbucket.mapping import repository_page
from integrations.bitbucket.queries import LONG_PAGE, REPOSITORIES, REPOSITORY
from integrations.pages import RepositoryPage
from integrations.provider import Selection
from integrations.reading import Unreadable, inside, name, whole
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
        owners, anywhere = self._wanted.owners()
        for workspace in list(dict.fromkeys([*owners, *(self._workspaces() if anywhere else ())])):
            yield from self._of(workspace)

    def _of(self, workspace: str) -> Iterator[RepositoryPage]:
        path = f"/repositories/{quote(workspace, safe='')}"
        try:
            for values in self._api.walk(path, {"pagelen": LONG_PAGE, "fields": REPOSITORIES}):
                yield repository_page(self._source, values)
        except Unknown:
            yield RepositoryPage((), missing=(workspace,))

    def _workspaces(self) -> list[str]:
        """Those of whose token this is; an access token belongs to one workspace and is not told which."""
        try:
            found = self._api.all("/user/workspaces", {"pagelen": LONG_PAGE})
            return [inside(whole(each), "workspace", lambda node: name(node, "slug")) for each in found]
        except Unreadable as error:
            raise Retryable(f"Bitbucket's list of workspaces makes no sense: {error}.") from None
        except (Misconfigured, Unknown) as error:
            raise Misconfigured(
                "Bitbucket does not tell which workspaces there are.",
                hint="Set `workspace` in config.json, or name repositories as workspace/repository.",
            ) from error

    def _by_name(self, full_name: str) -> RepositoryPage | None:
        path = "/repositories/" + "/".join(quote(part, safe="") for part in full_name.split("/"))
        try:
            return repository_page(self._source, [self._api.one(path, {"fields": REPOSITORY})])
        except Unknown:
            return None
