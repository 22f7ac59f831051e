"""Which repositories are chosen, asked for a hundred at a time."""

from collections.abc import Iterator

from integrations.gitlab.api import Absent, Api, escaped
from integrations.gitlab.mapping import repository_page
from integrations.gitlab.rows import numbered
from integrations.pages import RepositoryPage
from integrations.provider import Selection
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
        """Everything that any pattern might choose; without an owner, where the token is a member."""
        owners, anywhere = self._wanted.owners()
        for owner in owners:
            yield from self._of_owner(owner)
        if anywhere:
            yield from self._walk("/projects", membership="true")

    def _of_owner(self, owner: str) -> Iterator[RepositoryPage]:
        """A group with its subgroups; else a person."""
        try:
            yield from self._walk(
                f"/groups/{escaped(owner)}/projects", include_subgroups="true", with_shared="false"
            )
        except Absent:
            pass
        else:
            return
        try:
            yield from self._walk(f"/users/{escaped(owner)}/projects")
        except Absent:
            yield RepositoryPage((), missing=(owner,))

    def _walk(self, path: str, **parameters: object) -> Iterator[RepositoryPage]:
        """The newest first: what is made meanwhile shifts the others back, where they are met twice."""
        for rows in numbered(self._api, path, {"order_by": "id", "sort": "desc", **parameters}):
            yield repository_page(self._source, [row for row in rows if not _is_leaving(row)])

    def _by_name(self, full_name: str) -> RepositoryPage | None:
        try:
            row = self._api.get(f"/projects/{escaped(full_name)}")
        except Absent:
            return None
        return repository_page(self._source, [row])


def _is_leaving(row: object) -> bool:
    """Whether its deletion was asked for: GitLab shows it for some days more, under another name."""
    return isinstance(row, dict) and row.get("marked_for_deletion_on") is not None
