"""Walks through a list of a project's by GraphQL, page by page, as far back as was wished."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import Retryable
from domain.records import Repository
from integrations.gitlab.absences import assert_switched_off, gone
from integrations.gitlab.api import at, first_of, gid, listed
from integrations.gitlab.queries import Queries
from integrations.gitlab.server import Server


@dataclass(frozen=True, slots=True)
class Part:
    """A page as it came: where the list goes on behind it, and how many items it has where that is told."""

    nodes: list[Any]
    behind: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The list at `key` of a project, by the query that `choose` picks; `stream` is our word for it."""

    stream: str
    key: str
    choose: Callable[[Queries], str]

    def parts(
        self, server: Server, repository: Repository, cursor: str | None, since: datetime | None
    ) -> Iterator[Part]:
        """A feature that the project has switched off is one empty page.

        Raises:
            Unknown: the project is gone.
            Retryable: the cursors lead in circles.
        """
        passed: set[str | None] = set()
        total: int | None = None
        wish = {"project": gid("Project", repository.external_id), "since": since and since.isoformat()}
        while cursor not in passed:
            asked = {**wish, "after": cursor, "counted": not passed}
            passed.add(cursor)
            project = first_of(server.page(self.choose, asked), "projects")
            if project is None:
                raise gone(repository)
            if at(project, self.key) is None:
                assert_switched_off(server.api, repository, self.stream)
                yield Part([])
                return
            page = listed(project, self.key)
            total = at(project, self.key, "count") or total
            cursor = page.behind
            yield Part(page.nodes, cursor, total if type(total) is int else None)
            if cursor is None:
                return
        words = self.stream.replace("_", " ")
        raise Retryable(f"GitLab leads in circles through the {words} of {repository.full_name}.")
