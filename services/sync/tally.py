"""Keeps count of one sync, tells how far it is, and writes its report."""

from domain.clock import Clock
from domain.errors import LeadlineError
from domain.runs import RunOutcome
from integrations.pages import PullRequestPage
from integrations.provider import Usage
from services.sync.report import Failure, Progress, Step, SyncReport, Told


class Tally:
    """The counts of one sync of one source."""

    def __init__(self, source: str, usage: Usage, clock: Clock, told: Told) -> None:
        self.began_at = clock()
        self.failures: list[Failure] = []
        self._source = source
        self._usage = usage
        self._clock = clock
        self._told = told
        self._step = Step.LISTING
        self._repository = ""
        self._here = 0
        self._done = 0
        self._planned = 0
        self._saved = 0
        self._set_aside = 0
        self._fraction = 0.0

    def step(self, step: Step, repositories: int = 0) -> None:
        """The next thing begins, for this many repositories."""
        self._step, self._planned = step, repositories
        self._tell()

    def begin(self, repository: str) -> None:
        self._repository, self._here = repository, 0
        self._tell()

    def page(self, page: PullRequestPage) -> None:
        """A page was saved."""
        self._here += len(page.pull_requests)
        self._saved += len(page.pull_requests)
        self._set_aside += len(page.unmappable)
        within = min(self._here / page.total, 1.0) if page.total else 0.0
        self._fraction = max(self._fraction, (self._done + within) / max(self._planned, 1))
        self._tell()

    def end(self) -> None:
        """The repository that was begun has been dealt with."""
        self._done += 1
        self._fraction = self._done / max(self._planned, 1)
        self._tell()

    def fail(self, repository: str, error: LeadlineError) -> None:
        self.failures.append(Failure(repository, str(error)))

    def report(self, outcome: RunOutcome | None) -> SyncReport:
        return SyncReport(
            source=self._source,
            outcome=outcome,
            began_at=self.began_at,
            finished_at=self._clock(),
            repositories=self._done,
            pull_requests=self._saved,
            quarantined=self._set_aside,
            requests=self._usage.requests,
            points=self._usage.points,
            failures=tuple(self.failures),
        )

    def _tell(self) -> None:
        self._told(
            Progress(
                source=self._source,
                step=self._step,
                fraction=self._fraction,
                repository=self._repository,
                repositories_done=self._done,
                repositories=self._planned,
                pull_requests=self._saved,
                requests=self._usage.requests,
                points=self._usage.points,
            )
        )
