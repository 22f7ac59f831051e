"""Bitbucket's pipelines with their steps and test cases as records."""

import re
from collections.abc import Iterable
from datetime import datetime

from domain.ids import identify
from domain.records import (
    Job,
    Outcome,
    Repository,
    Run,
    TestCase,
    Verdict,
)
from integrations.accounts import Roster
from integrations.bitbucket.accounts import roster
from integrations.bitbucket.mapping import external_id
from integrations.bitbucket.story import key
from integrations.pages import Page
from integrations.reading import (
    Node,
    each,
    moment,
    name,
    optional_inside,
    optional_moment,
    optional_text,
    text,
)
from integrations.sifting import sift

OUTCOMES = {
    "SUCCESSFUL": Outcome.SUCCESS,
    "PASSED": Outcome.SUCCESS,
    "FAILED": Outcome.FAILURE,
    "ERROR": Outcome.FAILURE,
    "STOPPED": Outcome.CANCELLED,
    "EXPIRED": Outcome.STALE,
    "NOT_RUN": Outcome.SKIPPED,
    "SKIPPED": Outcome.SKIPPED,
}
"""How something that is completed ended."""

VERDICTS = {
    "SUCCESSFUL": Verdict.PASSED,
    "PASSED": Verdict.PASSED,
    "FAILED": Verdict.FAILED,
    "ERROR": Verdict.FAILED,
}
"""A case of any other status decided nothing."""

_DURATION = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8}(?:\.\d{1,9})?)S)?")

Records = list[Run | Job | TestCase]


def run_page(repository: Repository, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of pipelines, those that ended with their `steps`, those with their `test_cases`."""
    named = roster(repository.source)
    found, aside = sift(
        repository.source, "runs", nodes, lambda node: run(repository, node, named), named, key="uuid"
    )
    return Page(tuple(each for records in found for each in records), named.accounts, tuple(aside), cursor)


def run(place: Repository, node: Node, named: Roster) -> Records:
    """A pipeline, its steps and what they tested: whole, or nothing of it."""
    uuid = name(node, "uuid")
    attempt = _attempt(node)
    id_ = identify(place.source, "run", uuid, str(attempt))
    created_at = optional_moment(node, "run_creation_date") or moment(node, "created_on")
    jobs, cases = _steps(place.source, id_, created_at, node)
    number = node.get("build_number")
    pages = f"{place.url}/pipelines/results/"
    found = Run(
        id=id_,
        source=place.source,
        external_id=uuid,
        attempt=attempt,
        repository_id=place.id,
        workflow=optional_inside(node, "target", _workflow) or "default",
        branch=optional_inside(node, "target", _branch) or "",
        sha=optional_inside(node, "target", _sha) or "",
        event=_event(node),
        url=pages + (key(node, "build_number") if number is not None else uuid),
        created_at=created_at,
        started_at=min((job.started_at for job in jobs if job.started_at), default=None),
        finished_at=optional_moment(node, "completed_on"),
        outcome=optional_inside(node, "state", _outcome),
        actor_id=named.at(node, "creator"),
        pull_request_id=optional_inside(node, "target", lambda target: _pull_request(place, target)),
    )
    return [found, *jobs, *cases]


def is_finished(node: Node) -> bool:
    """Whether a pipeline or step came to an end, whatever that was."""
    state = node.get("state")
    return isinstance(state, dict) and _outcome(state) is not None


def is_failed(step: Node) -> bool:
    state = step.get("state")
    return isinstance(state, dict) and _outcome(state) is Outcome.FAILURE


def _outcome(state: Node) -> Outcome | None:
    """None while it runs, waits for somebody, or is in a state that nobody knew yet."""
    result = state.get("result")
    word = result.get("name") if isinstance(result, dict) else None
    if isinstance(word, str) and word in OUTCOMES:
        return OUTCOMES[word]
    said = state.get("name")
    if said == "COMPLETED":
        return Outcome.SUCCESS if word == "COMPLETED" else Outcome.OTHER
    return OUTCOMES.get(said) if isinstance(said, str) else None


def _attempt(node: Node) -> int:
    number = node.get("run_number")
    return number if type(number) is int and 0 < number < 1_000 else 1  # noqa: PLR2004 - nobody tries so often


def _workflow(target: Node) -> str:
    """What in bitbucket-pipelines.yml was chosen, such as `custom: deploy` or `branches: main`."""
    return optional_inside(target, "selector", _selector) or ""


def _selector(selector: Node) -> str:
    kind = optional_text(selector, "type") or "default"
    pattern = optional_text(selector, "pattern")
    return f"{kind}: {pattern}" if pattern else kind


def _branch(target: Node) -> str:
    return optional_text(target, "ref_name") or ""


def _sha(target: Node) -> str:
    return optional_inside(target, "commit", lambda commit: name(commit, "hash")) or ""


def _event(node: Node) -> str:
    """What set it off, such as `push`, `manual` or `schedule`."""

    def said(trigger: Node) -> str:
        return optional_text(trigger, "name") or optional_text(trigger, "type") or ""

    return (optional_inside(node, "trigger", said) or "").lower().removeprefix("pipeline_trigger_")


def _pull_request(place: Repository, target: Node) -> int | None:
    return optional_inside(
        target,
        "pullrequest",
        lambda pr: identify(place.source, "pull_request", external_id(place, key(pr, "id"))),
    )


def _steps(source: str, run_id: int, created_at: datetime, node: Node) -> tuple[list[Job], list[TestCase]]:
    """Steps follow one another: each is ready when the ones before it are over."""
    jobs: list[Job] = []
    cases: dict[int, TestCase] = {}

    def take(step: Node) -> None:
        job = _job(source, run_id, step, created_at, jobs)
        jobs.append(job)
        if step.get("test_cases") is not None:
            found = each(step, "test_cases", lambda case: _case(run_id, job.name, case))
            cases.update({case.id: case for case in found})

    if node.get("steps") is not None:
        each(node, "steps", take)
    return jobs, list(cases.values())


def _job(source: str, run_id: int, step: Node, created_at: datetime, before: list[Job]) -> Job:
    uuid, attempt = name(step, "uuid"), _attempt(step)
    started_at = optional_moment(step, "started_on")
    ready_at = max(
        (
            job.finished_at
            for job in before
            if job.finished_at and started_at and job.finished_at <= started_at
        ),
        default=created_at,
    )
    if started_at and optional_inside(step, "trigger", _is_manual):
        ready_at = started_at  # somebody's click is no queue
    return Job(
        id=identify(source, "job", uuid if attempt == 1 else f"{uuid}/{attempt}"),
        run_id=run_id,
        name=optional_text(step, "name") or "step",
        created_at=ready_at,
        started_at=started_at,
        finished_at=optional_moment(step, "completed_on"),
        outcome=optional_inside(step, "state", _outcome),
    )


def _is_manual(trigger: Node) -> bool:
    return trigger.get("type") == "pipeline_step_trigger_manual"


def _case(run_id: int, step: str, case: Node) -> TestCase:
    """The same test in another step is another test: steps are the cells of a matrix here."""
    title = text(case, "name")
    class_name = optional_text(case, "class_name") or optional_text(case, "package_name") or ""
    if not class_name:
        class_name = (optional_text(case, "fully_qualified_name") or "").removesuffix(title).rstrip(".")
    status = case.get("status")
    return TestCase(
        id=identify("test_case", str(run_id), "", class_name, title, step),
        run_id=run_id,
        suite="",
        class_name=class_name,
        name=title,
        verdict=VERDICTS.get(status, Verdict.SKIPPED) if isinstance(status, str) else Verdict.SKIPPED,
        seconds=_seconds(case.get("duration")),
        environment=step,
    )


def _seconds(value: object) -> float | None:
    """Of an ISO 8601 duration; None for what is none."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
