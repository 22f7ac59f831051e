"""Reads Actions: runs by when they were created, their jobs by the fifty, and every attempt there was."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.clock import Clock
from domain.errors import Misconfigured, Retryable, Unknown
from domain.records import Repository, Run
from integrations.github import delivery_queries as queries
from integrations.github.api import Api
from integrations.github.builds import IsDeployment, run_page
from integrations.github.etags import Etags
from integrations.github.reports import Reports
from integrations.github.windows import MOST, PAGE, Spot, Window, looked_back
from integrations.http import Refused
from integrations.pages import Page
from integrations.reading import Node, Unreadable, moment, whole

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=5)
UNDER_WAY = timedelta(days=1)
"""How long a run that has not ended is looked at in every sync; later it is met once an hour or day."""

MOST_ATTEMPTS = 50
"""GitHub lets nobody try a run again more often."""


class Runs:
    """The runs of repositories, the latest first."""

    def __init__(
        self, api: Api, source: str, clock: Clock, *, reports: Reports, etags: Etags, deploys: IsDeployment
    ) -> None:
        """`deploys` tells which workflows deploy."""
        self._api = api
        self._source = source
        self._clock = clock
        self._reports = reports
        self._etags = etags
        self._deploys = deploys
        self._checks_are_hidden = False

    def read(self, repository: Repository, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """What has changed since `until`, of what was created lately enough to be tried again.

        Raises:
            Unknown: the repository is gone.
            Rejected: the cursor is none.
        """
        limit = until and until - OVERLAP
        spot: Spot | None = Spot.of(cursor) if cursor else self._first(until)
        self._reports.begin(repository)
        etag = "" if cursor or until is None else self._etags.of(repository, until)
        while spot:
            found = self._api.found(_path(repository, _list(spot)), etag=etag)
            if found.is_same:
                yield Page((), unsettled_since=self._etags.unsettled_since(repository))
                return
            nodes, total = _listed(found.body, repository, is_missing=found.is_missing)
            if total > MOST and spot.number == 1 and (halved := spot.halved(self._clock())):
                spot, etag = halved, ""
                continue
            if shifted := spot.shifted(total):
                spot = shifted
                continue
            is_all = cursor is None and spot.number == 1 and total <= PAGE
            spot = spot.behind(total)
            page = self._page(repository, [node for node in nodes if not _is_older(node, limit)])
            yield replace(page, cursor=spot.text() if spot else None, total=total)
            etag = ""
            if is_all and until is not None:
                since = page.unsettled_since
                self._etags.keep(repository, found.etag, unsettled_since=since, until=until)

    def these(self, ids: Sequence[str], repository: Repository) -> Iterator[Page]:
        """Runs by their number, with all that hangs on them."""
        self._reports.begin(repository)
        for id_ in ids:
            found = self._api.found(_path(repository, f"runs/{id_}?exclude_pull_requests=true"))
            yield Page((), gone=(id_,)) if found.is_missing else self._page(repository, [found.body])

    def _first(self, until: datetime | None) -> Spot:
        """From the start of a day on, so that GitHub can tell that the list is still the same."""
        if until is None:
            return Spot((Window(),))
        since = looked_back(until - OVERLAP, self._clock())
        return Spot((Window(since.replace(hour=0, minute=0, second=0, microsecond=0)),))

    def _page(self, repository: Repository, nodes: list[Any]) -> Page:
        suites = self._suites(nodes)
        told = [self._told(repository, node, suites) for node in nodes]
        page = run_page(self._source, repository, told, deploys=self._deploys)
        cases, aside = self._reports.of(repository, page.of(Run))
        earliest = self._clock() - UNDER_WAY
        pending = [
            run.created_at for run in page.of(Run) if run.outcome is None and run.created_at > earliest
        ]
        return replace(
            page,
            records=(*page.records, *cases),
            unmappable=(*page.unmappable, *aside),
            unsettled_since=min(pending, default=None),
        )

    def _told(self, repository: Repository, run: Any, suites: dict[str, Node]) -> Node:  # noqa: ANN401 - JSON
        """The run with everything there is about it; nonsense is for the mapping to complain of."""
        if not isinstance(run, dict):
            return {"run": run, "attempts": [], "jobs": []}
        id_, suite = run.get("id"), suites.get(str(run.get("check_suite_node_id")))
        n = run.get("run_attempt")
        attempts: list[Any] = []
        jobs: list[Any] = []
        if type(n) is int and 1 < n <= MOST_ATTEMPTS and type(id_) is int:
            attempts = [self._attempt(repository, id_, number) for number in range(1, n)]
            attempts = [attempt for attempt in attempts if attempt is not None]
            jobs = self._jobs(repository, id_)
            suite = suite and {**suite, "checkRuns": {"nodes": []}}
        elif suite is None and self._checks_are_hidden and type(id_) is int:
            jobs = self._jobs(repository, id_)
        return {"id": id_, "run": run, "suite": suite, "attempts": attempts, "jobs": jobs}

    def _attempt(self, repository: Repository, id_: int, number: int) -> Any:  # noqa: ANN401 - JSON
        path = f"runs/{id_}/attempts/{number}?exclude_pull_requests=true"
        return self._api.found(_path(repository, path)).body

    def _jobs(self, repository: Repository, id_: int) -> list[Any]:
        """Of all its attempts."""
        jobs: list[Any] = []
        total, number = 1, 1
        while len(jobs) < total:
            path = f"runs/{id_}/jobs?filter=all&per_page={PAGE}&page={number}"
            body = self._api.found(_path(repository, path)).body
            some = body.get("jobs") if isinstance(body, dict) else None
            if not isinstance(some, list) or not some:
                return jobs
            total = body.get("total_count") if type(body.get("total_count")) is int else 0
            jobs += some
            number += 1
        return jobs

    def _suites(self, runs: list[Any]) -> dict[str, Node]:
        """The jobs and pull requests of all runs, fifty at a time, whose credentials may see checks."""
        ids = [run.get("check_suite_node_id") for run in runs if isinstance(run, dict)]
        wanted = list(dict.fromkeys(id_ for id_ in ids if isinstance(id_, str) and id_))
        found: dict[str, Node] = {}
        for first in range(0, len(wanted), queries.SUITES):
            if self._checks_are_hidden:
                break
            some = wanted[first : first + queries.SUITES]
            try:
                nodes = self._api.ask(queries.JOBS, {"suites": some}).found(some)
            except Refused:
                raise
            except Misconfigured as error:
                log.info("Checks cannot be read, so jobs are asked for run by run: %s", error)
                self._checks_are_hidden = True
                break
            there = {id_: node for id_, (node, _) in zip(some, nodes, strict=True) if node}
            found |= {id_: self._complete(id_, node) for id_, node in there.items() if "checkRuns" in node}
        return found

    def _complete(self, id_: str, suite: Node) -> Node:
        """The suite with all its jobs."""
        checks = suite.get("checkRuns")
        if not isinstance(checks, dict):
            return suite
        info = checks.get("pageInfo") or {}
        passed: set[str] = set()
        behind = info.get("endCursor") if info.get("hasNextPage") else None
        while behind:
            if behind in passed:
                raise Retryable(f"GitHub leads in circles through the jobs of {id_}.")
            passed.add(behind)
            more = self._api.ask(queries.REST_OF_JOBS, {"suite": id_, "after": behind}).listed(
                "node", "checkRuns"
            )
            checks["nodes"] += more.nodes
            behind = more.behind
        return suite


def _path(repository: Repository, rest: str) -> str:
    return f"/repos/{repository.full_name}/actions/{rest}"


def _list(spot: Spot) -> str:
    created = f"&created={spot.window.created}" if spot.window.created else ""
    return f"runs?per_page={PAGE}&page={spot.number}&exclude_pull_requests=true{created}"


def _listed(body: object, repository: Repository, *, is_missing: bool) -> tuple[list[Any], int]:
    if is_missing:
        raise Unknown(f"GitHub knows no repository {repository.full_name} any more.")
    nodes = body.get("workflow_runs") if isinstance(body, dict) else None
    total = body.get("total_count") if isinstance(body, dict) else None
    if not isinstance(nodes, list) or type(total) is not int:
        raise Retryable(f"GitHub's list of the runs of {repository.full_name} makes no sense.")
    return nodes, total


def _is_older(node: object, limit: datetime | None) -> bool:
    """Whether nothing has happened to it since; a time that cannot be read is left to the mapping."""
    try:
        return limit is not None and moment(whole(node), "updated_at") < limit
    except Unreadable:
        return False
