"""What an attempt of a CI run counts as: its outcome, its place among its run's attempts, its times."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from domain.facts import RunFacts, RunFlag
from domain.ids import identify
from domain.records import Job, Outcome, Run

LONGEST = 2**31 - 1
"""The longest span, in seconds, that a column can hold: 68 years."""

COUNTED = {
    Outcome.SUCCESS: RunFlag.SUCCESS,
    Outcome.FAILURE: RunFlag.FAILURE,
    Outcome.TIMED_OUT: RunFlag.TIMED_OUT,
}
"""What says something about the code; cancelled, skipped, neutral, stale and waiting runs do not."""

_OF_PULL_REQUESTS = ("pull_request", "pullrequest", "merge_request")


def run_facts(
    attempts: Sequence[Run], jobs: Mapping[int, Sequence[Job]], default_branch: str
) -> list[RunFacts]:
    """The facts of every ended attempt of one run (docs/explain/definitions.md, "Builds").

    `attempts` are all of one run, `jobs` by the attempt's id. Durations and queues are whole
    seconds; one that would be negative, or longer than `LONGEST`, is None and the attempt is flagged
    as contradictory. The final attempt is the last that ended: a re-run that still runs, or never
    will, undoes nothing.
    """
    ended = [each for each in sorted(attempts, key=lambda run: run.attempt) if _ended_at(each)]
    return [
        _facts(each, ended[:place], jobs.get(each.id, ()), default_branch, is_final=place == len(ended) - 1)
        for place, each in enumerate(ended)
    ]


def run_id(run: Run) -> int:
    """What all attempts of a run have in common."""
    return identify(run.source, "run", run.external_id)


def workflow_id(run: Run) -> int:
    """The workflow, by its name in its repository."""
    return _workflow_id(run.repository_id, run.workflow)


@lru_cache(maxsize=4096)
def _workflow_id(repository_id: int, workflow: str) -> int:
    """A repository has a handful of workflows and a hundred thousand runs of them."""
    return identify("workflow", str(repository_id), workflow)


def is_on_default(run: Run, default_branch: str) -> bool:
    """Whether it built the default branch itself: a fork's `main` in a pull request is not ours."""
    return run.branch == default_branch and not _is_of_event(run)


def seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Whole seconds from one to the other, negative ones too; None where either is unknown."""
    return None if start is None or end is None else int((end - start).total_seconds())


def _facts(
    run: Run, earlier: Sequence[Run], jobs: Sequence[Job], default_branch: str, *, is_final: bool
) -> RunFacts:
    duration = seconds(run.started_at, run.finished_at)
    queue = seconds(_created_at(run, earlier, jobs), _began_at(run, jobs))
    is_odd = any(span is not None and not 0 <= span <= LONGEST for span in (duration, queue))
    on_default = is_on_default(run, default_branch)
    of_pull_request = not on_default and (run.pull_request_id is not None or _is_of_event(run))
    noticed = {
        COUNTED.get(run.outcome or Outcome.OTHER, RunFlag.UNCOUNTED): True,
        RunFlag.FIRST_ATTEMPT: run.attempt == 1,
        RunFlag.FINAL_ATTEMPT: is_final,
        RunFlag.ON_DEFAULT: on_default,
        RunFlag.OF_PULL_REQUEST: of_pull_request,
        RunFlag.CONTRADICTORY: is_odd,
    }
    return RunFacts(
        id=run.id,
        place_id=run.repository_id,
        author_id=run.actor_id,
        at=run.finished_at or run.created_at,
        flags=RunFlag(sum(flag for flag, seen in noticed.items() if seen)),
        workflow_id=workflow_id(run),
        run_id=run_id(run),
        duration=_possible(duration),
        queue=_possible(queue),
    )


def _ended_at(run: Run) -> datetime | None:
    return run.finished_at if run.outcome is not None else None


def _is_of_event(run: Run) -> bool:
    return run.event.startswith(_OF_PULL_REQUESTS)


def _created_at(run: Run, earlier: Sequence[Run], jobs: Sequence[Job]) -> datetime | None:
    """When the attempt came to be.

    A re-run keeps the moment at which its run was first created, as GitHub tells it: where an earlier
    attempt ended after that, or is unknown, the attempt came to be with its first job.
    """
    if run.attempt == 1 or (
        earlier and all((_ended_at(each) or run.created_at) <= run.created_at for each in earlier)
    ):
        return run.created_at
    return min((job.created_at for job in _worked(jobs)), default=None)


def _began_at(run: Run, jobs: Sequence[Job]) -> datetime | None:
    """When its first job began; where jobs are unknown, when the attempt did."""
    return min((job.started_at for job in _worked(jobs) if job.started_at), default=run.started_at)


def _worked(jobs: Sequence[Job]) -> list[Job]:
    """Jobs that a machine took up: those skipped waited for none."""
    return [job for job in jobs if job.outcome is not Outcome.SKIPPED]


def _possible(span: int | None) -> int | None:
    return span if span is not None and 0 <= span <= LONGEST else None
