"""A run of Harbour's CI while it is drawn: its jobs in their order, its tests, and perhaps another try."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.demo.organisation import SOURCE, repository
from bot.demo.recipes import Recipe, suite_of
from domain.ids import identify
from domain.records import Job, Outcome, Run, TestCase, Verdict

WORKFLOW = "ci"
RERUN = timedelta(minutes=9)
"""How soon, by the median, somebody tries again."""

_CANCELLED = 0.03


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why something is built: a push to a pull request, or to the default branch."""

    repository: str
    key: str
    branch: str
    sha: str
    event: str
    at: datetime
    actor_id: int | None
    pull_request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt with all that hangs on it, told to its end."""

    run: Run
    jobs: tuple[Job, ...]
    cases: tuple[TestCase, ...]

    @property
    def ended_at(self) -> datetime:
        return self.run.finished_at or self.run.created_at

    def seen(self, now: datetime) -> "Attempt | None":
        """As its provider would tell it at `now`; None before it was created."""
        if self.run.created_at > now:
            return None
        jobs = tuple(_job_seen(job, now) for job in self.jobs if job.created_at <= now)
        if self.run.finished_at and self.run.finished_at <= now:
            return self
        started = self.run.started_at if self.run.started_at and self.run.started_at <= now else None
        return Attempt(replace(self.run, started_at=started, finished_at=None, outcome=None), jobs, ())


@dataclass(frozen=True, slots=True)
class Fate:
    """How an attempt goes: which tests fail, or only the first time, by their place; or all, or none runs."""

    failing: frozenset[int] = frozenset()
    retried: frozenset[int] = frozenset()
    is_broken: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """A run being drawn; `slowness` is by how much each of its jobs is slower than it once was."""

    trigger: Trigger
    recipe: Recipe
    slowness: Mapping[str, float]
    rng: Random

    def attempts(self, *, red: bool, broken: bool) -> Iterator[Attempt]:
        """One, and another where a flaky test or a broken machine failed the first."""
        flaky = frozenset(
            place for place, chance in enumerate(self.recipe.flakes) if self.rng.random() < chance
        )
        retried = self.recipe.retried
        real = frozenset({len(self.recipe.flakes) + self.rng.randrange(3)} if red else ())
        first = Fate(
            failing=real if retried else real | flaky,
            retried=flaky if retried else frozenset(),
            is_broken=broken,
            is_cancelled=not red and self.rng.random() < _CANCELLED,
        )
        made = self._attempt(1, first, self.trigger.at)
        yield made
        if (first.is_broken or first.failing) and not (real or first.is_cancelled):
            again = made.ended_at + RERUN * self.rng.lognormvariate(0, 0.9)
            yield self._attempt(2, Fate(), again)

    def _attempt(self, number: int, fate: Fate, created_at: datetime) -> Attempt:
        trigger = self.trigger
        id_ = identify(SOURCE.key, "run", trigger.key, str(number))
        started_at = created_at + timedelta(seconds=self.recipe.queue * self.rng.lognormvariate(0, 0.6))
        url = f"{repository(trigger.repository).url}/actions/runs/{id_ % 10**9}"
        jobs = tuple(self._jobs(id_, fate, created_at, started_at, url))
        ended_at = max(job.finished_at for job in jobs if job.finished_at)
        failed = any(job.outcome is Outcome.FAILURE for job in jobs)
        verdict = Outcome.FAILURE if failed else Outcome.SUCCESS
        run = Run(
            id=id_,
            source=SOURCE.key,
            external_id=trigger.key,
            attempt=number,
            repository_id=repository(trigger.repository).id,
            workflow=WORKFLOW,
            branch=trigger.branch,
            sha=trigger.sha,
            event=trigger.event,
            url=url,
            created_at=created_at,
            started_at=started_at,
            finished_at=ended_at,
            outcome=Outcome.CANCELLED if fate.is_cancelled else verdict,
            actor_id=trigger.actor_id,
            pull_request_id=trigger.pull_request_id,
        )
        return Attempt(run, jobs, tuple(self._cases(id_, fate)) if self.recipe.reports else ())

    def _jobs(
        self, run_id: int, fate: Fate, created_at: datetime, started_at: datetime, url: str
    ) -> Iterator[Job]:
        """The jobs in the recipe's order; one that failed keeps those after it from running."""
        ended: dict[str, datetime] = {}
        failed: set[str] = set()
        failing = self._failing_task(fate)
        for task in self.recipe.tasks:
            ready = max((ended[name] for name in task.after), default=created_at)
            begins = ready + timedelta(seconds=self.rng.uniform(4, 14)) if task.after else started_at
            took = timedelta(
                minutes=task.minutes * self.slowness[task.name] * self.rng.lognormvariate(0, 0.13)
            )
            outcome = Outcome.FAILURE if task.name == failing else Outcome.SUCCESS
            if fate.is_cancelled:
                outcome, took = Outcome.CANCELLED, took / 3
            if failed.intersection(task.after):
                outcome, begins, took = Outcome.SKIPPED, ready, timedelta()
            if outcome in (Outcome.FAILURE, Outcome.SKIPPED):
                failed.add(task.name)
            ended[task.name] = begins + took
            id_ = identify(SOURCE.key, "job", f"{run_id}:{task.name}")
            yield Job(id_, run_id, task.name, ready, begins, ended[task.name], outcome, f"{url}#{task.name}")

    def _failing_task(self, fate: Fate) -> str:
        """The job in which tests fail: the last that has any."""
        testing = [task.name for task in self.recipe.tasks if task.tests]
        return testing[-1] if fate.failing or fate.is_broken else ""

    def _cases(self, run_id: int, fate: Fate) -> Iterator[TestCase]:
        if fate.is_cancelled:
            return
        for place, (class_name, name) in enumerate(suite_of(self.trigger.repository)):
            verdict = Verdict.FLAKY if place in fate.retried else Verdict.PASSED
            if fate.is_broken or place in fate.failing:
                verdict = Verdict.FAILED
            yield TestCase(
                id=identify("test_case", str(run_id), class_name, name),
                run_id=run_id,
                suite="unit",
                class_name=class_name,
                name=name,
                verdict=verdict,
                seconds=round(self.rng.lognormvariate(0, 0.4) * (35 + 25 * place), 3),
            )


def _job_seen(job: Job, now: datetime) -> Job:
    if job.finished_at and job.finished_at <= now:
        return job
    started_at = job.started_at if job.started_at and job.started_at <= now else None
    return replace(job, started_at=started_at, finished_at=None, outcome=None)
