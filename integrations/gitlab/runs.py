"""Reads pipelines with their jobs and test reports: by GraphQL in whole pages, one by one by REST."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.clock import Clock
from domain.errors import Retryable, Unmappable
from domain.records import Outcome, Repository, Run, TestCase
from integrations import reading
from integrations.gitlab import queries
from integrations.gitlab.absences import assert_switched_off
from integrations.gitlab.api import OUT_OF_SIGHT, Absent, TooOld, at, first_of, gid, listed
from integrations.gitlab.pipelines import Place, run_page
from integrations.gitlab.reports import test_cases
from integrations.gitlab.rest import pipeline_node
from integrations.gitlab.rows import descend, everything
from integrations.gitlab.server import Server
from integrations.gitlab.walking import Walk
from integrations.http import TooMuch
from integrations.pages import Page
from integrations.reading import Node, Unreadable, inside, truth, whole
from integrations.sifting import unmappable

log = logging.getLogger(__name__)

REST, SKIPPING = "rest ", "|"
SINGLY = 20
KEPT = timedelta(days=30)
"""How long GitLab keeps test reports unless somebody sets it otherwise: older ones are not asked for."""

LONGEST_RUN = timedelta(days=1)
"""What began longer ago and still runs will hardly end, and is not waited for."""

ALL, FAILED, NONE = "all", "failed", "none"


_WALK = Walk("runs", "pipelines", lambda known: known.runs)


class Runs:
    """Of one source; `reports` says which test reports are read: all, of what failed, or none."""

    def __init__(self, server: Server, source: str, clock: Clock, reports: str) -> None:
        self._server = server
        self._api = server.api
        self._source = source
        self._clock = clock
        self._reports = reports

    def pages(self, repository: Repository, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """The latest first."""
        if self._server.has_graphql and not (cursor and cursor.startswith(REST)):
            try:
                yield from self._by_graphql(repository, cursor, since)
            except TooOld:
                cursor = None
            else:
                return
        yield from self._by_rest(repository, (cursor or "").removeprefix(REST) or None, since)

    def these(self, external_ids: Sequence[str], repository: Repository) -> Iterator[Page]:
        """One by one; REST finds them by their numbers."""
        path = f"/projects/{repository.external_id}/pipelines"
        for id_ in external_ids:
            try:
                row = self._api.get(f"{path}/{id_}") if id_.isdigit() else None
            except Absent:
                row = None
            if row is None:
                yield Page((), gone=(id_,))
            else:
                yield self._page(repository, [self._whole(path, row)])

    def _by_graphql(
        self, repository: Repository, cursor: str | None, since: datetime | None
    ) -> Iterator[Page]:
        for part in _WALK.parts(self._server, repository, cursor, since):
            nodes = [self._with_jobs(repository, node) for node in part.nodes if isinstance(node, dict)]
            told = self._page(repository, nodes)
            yield replace(told, cursor=part.behind, total=part.total)

    def _by_rest(self, repository: Repository, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """A page of the list in parts, for the jobs of each take a request."""
        path = f"/projects/{repository.external_id}/pipelines"
        start, _, skipped = (cursor or "").partition(SKIPPING)
        passed = int(skipped) if skipped.isdigit() else 0
        here: str | None = start or None
        try:
            for rows, behind in descend(self._api, path, cursor=here, since=since):
                for first in range(passed, max(len(rows), 1), SINGLY):
                    whole = (self._whole(path, row) for row in rows[first : first + SINGLY])
                    some = [node for node in whole if node is not None]
                    follows = (
                        f"{here or ''}{SKIPPING}{first + SINGLY}" if first + SINGLY < len(rows) else behind
                    )
                    page = self._page(repository, some)
                    yield replace(page, cursor=None if follows is None else REST + follows)
                here, passed = behind, 0
        except OUT_OF_SIGHT:
            assert_switched_off(self._api, repository, "runs")
            yield Page(())

    def _whole(self, path: str, row: Any) -> Any:  # noqa: ANN401 - JSON
        """A row of REST as GraphQL would tell it, with its jobs; None where it is gone meanwhile.

        What is no row stays as it is, for the mapping to complain of.
        """
        if not isinstance(row, dict) or type(row.get("id")) is not int:
            return row
        try:
            jobs = everything(self._api, f"{path}/{row['id']}/jobs", include_retried="true")
        except Absent:
            return None
        return pipeline_node(row, jobs)

    def _with_jobs(self, repository: Repository, node: Node) -> Node:
        """The node with all of its jobs, if they have the right shape."""
        cursor = _behind(node)
        passed: set[str] = set()
        while cursor:
            passed.add(cursor)
            wish = {
                "project": gid("Project", repository.external_id),
                "iid": node.get("iid"),
                "after": cursor,
            }
            data = self._api.ask(queries.REST_OF_JOBS, wish)
            page = listed(at(first_of(data, "projects"), "pipeline"), "jobs")
            node["jobs"]["nodes"] += page.nodes
            node["jobs"]["pageInfo"] = {"hasNextPage": page.behind is not None}
            cursor = page.behind
            if cursor in passed:
                raise Retryable(f"GitLab leads in circles through the jobs of pipeline {node.get('id')}.")
        return node

    def _page(self, repository: Repository, nodes: Sequence[Any]) -> Page:
        """With the test reports of what has ended, and from when on something still runs."""
        place = Place(self._source, repository.external_id, repository.url)
        page = run_page(place, nodes)
        reported = {str(node.get("id")).rpartition("/")[2] for node in nodes if _has_tests(node)}
        last = {run.external_id: run for run in page.of(Run)}
        cases: list[TestCase] = []
        aside: list[Unmappable] = []
        for run in last.values():
            if run.external_id in reported and self._wants_tests(run):
                self._test(repository, run, cases, aside)
        return replace(
            page,
            records=(*page.records, *cases),
            unmappable=(*page.unmappable, *aside),
            unsettled_since=self._unsettled(page),
        )

    def _wants_tests(self, run: Run) -> bool:
        """Whether its report is of use, and still there."""
        ended_at = run.finished_at if run.outcome else None
        if self._reports == NONE or ended_at is None or self._clock() - ended_at > KEPT:
            return False
        return self._reports == ALL or run.attempt > 1 or run.outcome is not Outcome.SUCCESS

    def _test(self, repository: Repository, run: Run, cases: list[TestCase], aside: list[Unmappable]) -> None:
        """The report's cases, or why it could not be read; one that is too large is left out."""
        report: Any = None
        try:
            report = self._api.get(
                f"/projects/{repository.external_id}/pipelines/{run.external_id}/test_report"
            )
            cases += test_cases(run.id, whole(report))
        except OUT_OF_SIGHT:
            pass
        except TooMuch:
            log.warning("The test report of %s is too large and left out", run.url)
        except Unreadable as error:
            aside.append(unmappable(self._source, "runs", report, error))

    def _unsettled(self, page: Page) -> datetime | None:
        now = self._clock()
        running = (
            run.created_at
            for run in page.of(Run)
            if run.outcome is None and run.started_at and now - run.created_at < LONGEST_RUN
        )
        return min(running, default=None)


def _behind(node: Node) -> str | None:
    """The cursor that continues the jobs, if they go on and can be continued."""
    try:
        info = inside(node, "jobs", lambda connection: inside(connection, "pageInfo", whole))
        return reading.name(info, "endCursor") if truth(info, "hasNextPage") else None
    except Unreadable:
        return None


def _has_tests(node: object) -> bool:
    """Whether it reported any tests; REST's lists do not say, so it may have."""
    if not isinstance(node, dict):
        return False
    if "testReportSummary" not in node:
        return True
    total = at(node, "testReportSummary", "total", "count")
    return type(total) is int and total > 0
