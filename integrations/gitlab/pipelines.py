"""GitLab's pipelines as runs: the tries of its jobs make the attempts.

GitLab has no attempts. Trying a job again, by hand or by the `retry` of its configuration, makes another
job of the same name in the same pipeline; the second tries of any jobs are the second attempt, and so on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from domain.ids import identify
from domain.records import Job, Outcome, Record, Run
from integrations.accounts import Roster
from integrations.gitlab.accounts import number, roster
from integrations.gitlab.mapping import reference
from integrations.pages import Page
from integrations.reading import (
    Node,
    Unreadable,
    each,
    inside,
    moment,
    name,
    optional_moment,
    optional_text,
    text,
    truth,
)
from integrations.sifting import sift

OUTCOMES = {
    "SUCCESS": Outcome.SUCCESS,
    "FAILED": Outcome.FAILURE,
    "CANCELED": Outcome.CANCELLED,
    "SKIPPED": Outcome.SKIPPED,
    "MANUAL": Outcome.ACTION_REQUIRED,
}
UNDER_WAY = {
    "CREATED", "WAITING_FOR_RESOURCE", "PREPARING", "WAITING_FOR_CALLBACK", "PENDING", "RUNNING",
    "CANCELING", "SCHEDULED",
}  # fmt: skip
"""Statuses of what has not come to anything yet (https://docs.gitlab.com/api/pipelines/)."""

WORKFLOWS = {
    "schedule": "scheduled pipeline",
    "parent_pipeline": "child pipeline",
    "pipeline": "downstream pipeline",
    "external": "external pipeline",
}
"""What is another workflow than the project's usual one, by what started it."""

USUAL = "pipeline"
NUMBER = "number"
"""Where a pipeline's external id stands, whichever form its id has."""

OF_PULL_REQUEST = "merge_request_event"

_REF = re.compile(r"refs/merge-requests/(\d{1,9})/(head|merge|train)")
_TIMEOUTS = {"job_execution_timeout", "stuck_or_timeout_failure", "script_failure_timeout"}


@dataclass(frozen=True, slots=True)
class Place:
    """The project whose pipelines they are; `url` is that of its page."""

    source: str
    project: str
    url: str


@dataclass(frozen=True, slots=True)
class Try:
    """A job, which try of its name it is, and the attempt it belongs to."""

    job: Job
    place: int
    attempt: int
    status: str
    may_fail: bool

    @property
    def has_failed(self) -> bool:
        return self.job.outcome in (Outcome.FAILURE, Outcome.TIMED_OUT) and not self.may_fail


def run_page(
    place: Place, nodes: Iterable[object], *, cursor: str | None = None, total: int | None = None
) -> Page:
    """A page of pipelines as the query `Runs` tells them, each with all of its jobs."""
    named = roster(place.source)
    numbered = (_with_number(node) for node in nodes)
    found, aside = sift(
        place.source, "runs", numbered, lambda node: pipeline(place, node, named), named, key=NUMBER
    )
    records: list[Record] = []
    for runs, jobs in found:
        records += [*runs, *jobs]
    return Page(tuple(records), named.accounts, tuple(aside), cursor, total)


def pipeline(place: Place, node: Node, named: Roster) -> tuple[list[Run], list[Job]]:
    """Every attempt of a pipeline, and the jobs of all of them.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    last = _outline(place, node, named)
    inside(node, "jobs", _assert_whole)
    tries = _attempted(inside(node, "jobs", lambda jobs: each(jobs, "nodes", lambda job: _job(place, job))))
    attempts = max((one.attempt for one in tries), default=1)
    runs = [
        replace(_earlier(last, tries, attempt), id=run_id(place.source, last.external_id, attempt))
        for attempt in range(1, attempts)
    ]
    runs.append(replace(_latest(last, tries, attempts), id=run_id(place.source, last.external_id, attempts)))
    ids = {run.attempt: run.id for run in runs}
    return runs, [replace(one.job, run_id=ids[one.attempt]) for one in tries]


def run_id(source: str, external_id: str, attempt: int) -> int:
    return identify(source, "run", external_id, str(attempt))


def _outline(place: Place, node: Node, named: Roster) -> Run:
    """What the pipeline says itself, as its last attempt."""
    external_id = number(node, "id")
    ref = optional_text(node, "ref") or ""
    event = _event(node, ref)
    status = str(node.get("status")).upper()
    of_pull_request = _REF.fullmatch(ref)
    return Run(
        id=0,
        source=place.source,
        external_id=external_id,
        attempt=1,
        repository_id=identify(place.source, "repository", place.project),
        workflow=WORKFLOWS.get(event, USUAL),
        branch=ref,
        sha=name(node, "sha"),
        event=event,
        url=f"{place.url}/-/pipelines/{external_id}",
        created_at=moment(node, "createdAt"),
        started_at=optional_moment(node, "startedAt"),
        finished_at=None if status in UNDER_WAY else optional_moment(node, "finishedAt"),
        outcome=None if status in UNDER_WAY else OUTCOMES.get(status, Outcome.OTHER),
        actor_id=named.at(node, "user"),
        pull_request_id=of_pull_request
        and identify(place.source, "pull_request", reference(place.project, int(of_pull_request[1]))),
    )


def _event(node: Node, ref: str) -> str:
    """What started it; older servers do not say, but a pull request's pipeline shows by its ref."""
    source = node.get("source")
    if source is not None:
        return text(node, "source").lower()
    return OF_PULL_REQUEST if _REF.fullmatch(ref) else ""


def _job(place: Place, node: Node) -> Try:
    external_id = number(node, "id")
    status = str(node.get("status")).upper()
    outcome = None if status in UNDER_WAY else OUTCOMES.get(status, Outcome.OTHER)
    if outcome is Outcome.FAILURE and node.get("failureReason") in _TIMEOUTS:
        outcome = Outcome.TIMED_OUT
    job = Job(
        id=identify(place.source, "job", external_id),
        run_id=int(external_id),
        name=text(node, "name"),
        created_at=moment(node, "createdAt"),
        started_at=optional_moment(node, "startedAt"),
        finished_at=None if status in UNDER_WAY else optional_moment(node, "finishedAt"),
        outcome=outcome,
        url=f"{place.url}/-/jobs/{external_id}",
    )
    return Try(job, 1, 1, status, truth(node, "allowFailure"))


def _attempted(jobs: list[Try]) -> list[Try]:
    """The jobs with their attempts: which try of its name it is, or later where it only ran after a retry.

    What a failed job held up has one try, and runs once that job was tried again: in its attempt then.
    """
    ordered = sorted(jobs, key=lambda one: (one.job.name, one.job.run_id))
    tries = [
        replace(one, place=place, attempt=place)
        for _, alike in groupby(ordered, key=lambda one: one.job.name)
        for place, one in enumerate(alike, start=1)
    ]
    begins: dict[int, datetime] = {}
    for one in tries:
        at = begins.get(one.attempt)
        begins[one.attempt] = min(at, one.job.created_at) if at else one.job.created_at
    ran_in = (replace(one, attempt=_ran_in(one, begins)) for one in tries)
    return sorted(ran_in, key=lambda one: (one.attempt, one.job.run_id))


def _ran_in(one: Try, begins: dict[int, datetime]) -> int:
    if one.job.started_at is None:
        return one.attempt
    begun = (attempt for attempt, at in begins.items() if attempt > 1 and at <= one.job.started_at)
    return max(one.attempt, *begun, 1)


def _earlier(last: Run, tries: list[Try], attempt: int) -> Run:
    """An attempt that another followed: what its jobs came to, for GitLab forgets what the pipeline did."""
    own = [one for one in tries if one.attempt == attempt]
    following = min(one.job.created_at for one in tries if one.attempt > attempt)
    return replace(
        _begun(last, own, attempt),
        outcome=_outcome(own),
        finished_at=max((one.job.finished_at for one in own if one.job.finished_at), default=following),
    )


def _latest(last: Run, tries: list[Try], attempt: int) -> Run:
    own = [one for one in tries if one.attempt == attempt]
    return last if attempt == 1 else _begun(last, own, attempt)


def _begun(last: Run, own: list[Try], attempt: int) -> Run:
    """The first begins with the pipeline, any other with the first of its jobs."""
    if attempt == 1:
        return last
    return replace(
        last,
        attempt=attempt,
        created_at=min((one.job.created_at for one in own if one.place > 1), default=last.created_at),
        started_at=min((one.job.started_at for one in own if one.job.started_at), default=None),
    )


def _outcome(own: list[Try]) -> Outcome:
    if any(one.has_failed for one in own):
        return Outcome.FAILURE
    if any(one.job.outcome is Outcome.CANCELLED for one in own):
        return Outcome.CANCELLED
    return Outcome.SUCCESS


def _with_number(node: object) -> object:
    """The node with its external id, where it has one."""
    if not isinstance(node, dict):
        return node
    try:
        return {**node, NUMBER: number(node, "id")}
    except Unreadable:
        return node


def _assert_whole(connection: Node) -> None:
    if inside(connection, "pageInfo", lambda info: truth(info, "hasNextPage")):
        raise Unreadable("pageInfo.hasNextPage", "expected the whole list, found a part of it")
