"""Which repositories are chosen, project by project, and what their default branches are called."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from domain.errors import Unknown
from domain.records import Repository
from integrations.bitbucket_server.api import LONG_PAGE, REST, Api, at
from integrations.bitbucket_server.mapping import repository_page
from integrations.pages import RepositoryPage
from integrations.provider import Selection
from integrations.selecting import Wanted


class Listing:
    """The repositories of a selection; what several patterns choose comes once."""

    def __init__(self, api: Api, source: str, selection: Selection, branches: dict[int, str]) -> None:
        """`branches` remembers names of default branches by repository, for each costs a request."""
        self._api = api
        self._source = source
        self._wanted = Wanted(selection)
        self._branches = branches

    def pages(self) -> Iterator[RepositoryPage]:
        for page in self._wanted.pages(self._all, self._by_name):
            known = tuple(replace(one, default_branch=self._branch(one)) for one in page.repositories)
            yield replace(page, repositories=known)

    def _all(self) -> Iterator[RepositoryPage]:
        owners, anywhere = self._wanted.owners()
        paths = [(f"{REST}/projects/{quote(owner, safe='~')}/repos", owner) for owner in owners]
        paths += [(f"{REST}/repos", "")] if anywhere else []
        for path, owner in paths:
            yield from self._listed(path, owner)

    def _listed(self, path: str, owner: str) -> Iterator[RepositoryPage]:
        try:
            for bag in self._api.walk(path, {"limit": LONG_PAGE}):
                yield repository_page(self._source, bag.values)
        except Unknown:
            yield RepositoryPage((), missing=(owner,) if owner else ())

    def _by_name(self, full_name: str) -> RepositoryPage | None:
        project, _, slug = full_name.partition("/")
        path = f"{REST}/projects/{quote(project, safe='~')}/repos/{quote(slug, safe='')}"
        try:
            return repository_page(self._source, [self._api.one(path)])
        except Unknown:
            return None

    def _branch(self, repository: Repository) -> str:
        """Servers before 7.5 tell it elsewhere; an empty repository has none yet."""
        if not self._branches.get(repository.id):
            self._branches[repository.id] = self._asked(repository)
        return self._branches[repository.id]

    def _asked(self, repository: Repository) -> str:
        for steps in (("default-branch",), ("branches", "default")):
            try:
                name = self._api.one(at(repository, *steps)).get("displayId")
            except Unknown:
                continue
            return name if isinstance(name, str) else ""
        return ""
