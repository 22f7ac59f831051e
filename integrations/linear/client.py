"""Reads Linear: teams, cycles, and issues with the states and cycles they went through."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from domain.errors import Retryable
from domain.health import Check
from domain.records import Project, Repository
from integrations.http import TooMuch
from integrations.linear import queries
from integrations.linear.api import Api, Listed, listed
from integrations.linear.checks import checks
from integrations.linear.lists import complete
from integrations.linear.mapping import TYPES, Workspace, issue_page, project_page, sprint_page, states_of
from integrations.linear.teams import Teams, teams, workspace_key
from integrations.pages import Page, RepositoryPage
from integrations.provider import Connection, Per, Stream
from integrations.reading import Node

PROJECTS = Stream("projects", "teams", per=Per.SOURCE)
SPRINTS = Stream("sprints", "cycles", per=Per.SOURCE)
ISSUES = Stream("issues", "issues", per=Per.SOURCE, is_found_by_id=True)

OVERLAP = timedelta(minutes=10)
"""How much further back than the watermark is read: clocks differ, and Linear's index lags."""


class Linear:
    """A client of one workspace, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._selection = connection.selection
        self._source = connection.source.key
        self._api = Api(connection)
        self.usage = self._api.governor.usage
        self._bare = Workspace(self._source, {})
        self.streams = (PROJECTS, SPRINTS, ISSUES)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._api, lambda: teams(self._api, self._selection)))

    def repositories(self) -> Iterator[RepositoryPage]:
        return iter(())

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """Nothing lies in repositories here."""
        return {repository.id: {} for repository in repositories}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        since = until and until - OVERLAP
        if repository is None and stream == PROJECTS.name:
            return self._projects()
        if repository is None and stream == SPRINTS.name:
            return self._sprints(cursor, since)
        if repository is None and stream == ISSUES.name:
            return self._issues(cursor, since)
        raise ValueError(f"Linear's {stream} are not read so")

    def hydrate(
        self,
        stream: str,
        external_ids: Sequence[str],
        repository: Repository | None = None,  # noqa: ARG002 - nothing lies in repositories here
    ) -> Iterator[Page]:
        """Issues and cycles by their ids, a page of them at once; teams are so few that all are read."""
        if stream == PROJECTS.name:
            yield from self._projects()
            return
        if external_ids:
            yield from self._projects()  # what is asked about may be the first that is heard of its team
        for first in range(0, len(external_ids), queries.PAGE):
            some = list(external_ids[first : first + queries.PAGE])
            narrowed = {**self._narrowed(), "id": {"in": some}}
            if stream == SPRINTS.name:
                pages = self._cycles(None, narrowed)
            else:
                pages = self._some_issues(narrowed, len(some))
            yield from self._with_gone(pages, some, is_told=stream == ISSUES.name)

    def _with_gone(self, pages: Iterator[Page], ids: Sequence[str], *, is_told: bool) -> Iterator[Page]:
        """The pages, the last of them with those that did not come."""
        left = dict.fromkeys(ids)
        page = Page(())
        for page in pages:
            for id_ in self._came(page):
                left.pop(id_, None)
            yield replace(page, cursor=None)
        if is_told and left:
            yield Page((), gone=tuple(left))

    def _came(self, page: Page) -> list[str]:
        read = [str(getattr(record, "external_id", "")) for record in page.records]
        return [*read, *(aside.external_id for aside in page.unmappable), *page.gone]

    def _projects(self) -> Iterator[Page]:
        yield project_page(self._source, self._teams.nodes, self._teams.url_key)

    def _sprints(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """Those that were not over by then, beside those that were touched: time passing touches none."""
        narrowed = self._narrowed()
        if since is not None:
            at = since.isoformat()
            narrowed["or"] = [{"updatedAt": {"gte": at}}, {"endsAt": {"gte": at}}]
        return self._cycles(cursor, narrowed)

    def _cycles(self, cursor: str | None, narrowed: Node) -> Iterator[Page]:
        asked = {"after": cursor, "filter": narrowed}
        for data, page in self._api.walk(queries.CYCLES_OF_ALL, asked, "cycles"):
            workspace = self._found if page.nodes else self._bare
            yield sprint_page(workspace, page.nodes, workspace_key(data), page.behind)

    def _issues(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """By when they were touched, the longest ago first: what is touched meanwhile comes once more."""
        narrowed = self._narrowed()
        if since is not None:
            narrowed["updatedAt"] = {"gte": since.isoformat()}
        is_first_load = since is None or cursor is not None
        size = queries.PAGE if is_first_load else queries.SMALLEST_PAGE
        return self._some_issues(narrowed, size, cursor)

    def _some_issues(self, narrowed: Node, size: int, cursor: str | None = None) -> Iterator[Page]:
        """What comes a second time on a later page was touched meanwhile, and is left to the next reading."""
        passed: set[str | None] = set()
        told: set[str] = set()
        while cursor not in passed:
            passed.add(cursor)
            page, size = self._sized({"after": cursor, "filter": narrowed}, size)
            new = [node for node in page.nodes if _id(node) not in told]
            told |= {id_ for node in new if (id_ := _id(node))}
            complete(self._api, new)
            yield issue_page(self._workspace if new else self._bare, new, page.behind)
            cursor, size = page.behind, queries.PAGE if size == queries.SMALLEST_PAGE else size
            if cursor is None:
                return
        raise Retryable("Linear leads in circles through its issues.")

    def _sized(self, asked: Node, size: int) -> tuple[Listed, int]:
        """A page, smaller than wished for where Linear finds it too complex."""
        while True:
            may_shrink = size > queries.SMALLEST_PAGE
            try:
                data = self._api.ask(queries.ISSUES, {**asked, "first": size}, shrinkable=may_shrink)
            except TooMuch:
                if not may_shrink:
                    raise
                size = max(queries.SMALLEST_PAGE, size // 2)
                continue
            return listed(data, "issues"), size

    def _narrowed(self) -> dict[str, Any]:
        """The filter of the chosen teams, for which nobody is asked where all are."""
        if not (self._selection.projects or self._selection.exclude):
            return {}
        return {**self._teams.filter()}

    @cached_property
    def _teams(self) -> Teams:
        return teams(self._api, self._selection)

    @cached_property
    def _workspace(self) -> Workspace:
        """What states are called, also those that are used no more; one request per 250."""
        pages = self._api.walk(queries.STATES_OF_ALL, {}, "workflowStates")
        states = states_of(node for _, page in pages for node in page.nodes)
        types = self._selection.options.get("type_labels")
        named = tuple(map(str, types)) if isinstance(types, list | tuple) else TYPES
        return replace(self._found, states=states, types=named)

    @cached_property
    def _found(self) -> Workspace:
        """The teams as they were at the first look, for the records of all that comes hang on these."""
        pages = self._projects()
        return replace(self._bare, teams={each.external_id for page in pages for each in page.of(Project)})


def _id(node: object) -> str | None:
    id_ = node.get("id") if isinstance(node, dict) else None
    return id_ if isinstance(id_, str) else None
