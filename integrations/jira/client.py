"""Reads Jira: projects, sprints, and issues with their whole histories, with the fewest requests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.health import Check
from domain.records import Repository
from integrations.jira.api import Api
from integrations.jira.boards import Boards
from integrations.jira.checks import checks
from integrations.jira.issues import Issues
from integrations.jira.listing import Projects, position
from integrations.jira.mapping import project_page
from integrations.pages import Page, RepositoryPage
from integrations.provider import Connection, Per, Stream

PROJECTS = Stream("projects", "projects", Per.SOURCE, is_found_by_id=True)
SPRINTS = Stream("sprints", "sprints", Per.SOURCE, is_found_by_id=True)
ISSUES = Stream("issues", "issues", Per.SOURCE, is_found_by_id=True)


class Jira:
    """A client of one Jira, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._source = connection.source.key
        self._api = Api(connection)
        points_field = str(connection.selection.options.get("story_points_field") or "")
        self._projects = Projects(self._api, connection.selection)
        self._boards = Boards(self._api, self._source, self._projects)
        self._issues = Issues(self._api, self._source, self._projects, points_field)
        self.usage = self._api.governor.usage
        self.streams = (PROJECTS, SPRINTS, ISSUES)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._api, self._projects, self._boards, self._issues))

    def repositories(self) -> Iterator[RepositoryPage]:
        """There are none; keys of projects that choose nothing are told all the same."""
        yield RepositoryPage((), missing=self._projects.missing())

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:  # noqa: ARG002 - the protocol's
        return {}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        """Issues since `until`; projects and sprints, which do not tell when they were changed, all."""
        if repository is not None:
            raise ValueError("Jira has no repositories")
        if stream == PROJECTS.name:
            return self._all_projects(cursor)
        if stream == SPRINTS.name:
            return self._boards.pages(cursor)
        if stream == ISSUES.name:
            return self._issues.pages(cursor, until)
        raise ValueError(f"Jira's {stream} are not read")

    def hydrate(
        self,
        stream: str,
        external_ids: Sequence[str],
        repository: Repository | None = None,  # noqa: ARG002 - ids alone find them
    ) -> Iterator[Page]:
        if stream == PROJECTS.name:
            return self._these_projects(external_ids)
        if stream == SPRINTS.name:
            return self._boards.hydrated(external_ids)
        if stream == ISSUES.name:
            return self._issues.hydrated(external_ids)
        return iter(())

    def _all_projects(self, cursor: str | None) -> Iterator[Page]:
        for page in self._projects.pages(position(cursor)):
            behind = None if page.behind is None else str(page.behind)
            yield project_page(self._source, self._api.server.pages, page.nodes, cursor=behind)

    def _these_projects(self, external_ids: Sequence[str]) -> Iterator[Page]:
        nodes, gone = self._projects.by_ids(external_ids)
        yield replace(project_page(self._source, self._api.server.pages, nodes), gone=gone)
