"""Keeps count of one sync, tells how far it is, and writes its report."""

import re
from collections import Counter

from domain.clock import Clock
from domain.errors import LeadlineError
from domain.records import BranchCommit, CodeOwners, Repository, TestCase
from domain.runs import RunOutcome
from integrations.pages import Page
from integrations.provider import Usage
from services.sync.position import STREAM
from services.sync.report import Failure, Progress, Step, SyncReport, Told

_SAID: dict[type, str] = {BranchCommit: "commit", TestCase: "test", CodeOwners: "ownership list"}


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
        self._what = ""
        self._stream = ""
        self._here = 0
        self._done = 0
        self._planned = 0
        self._saved: Counter[str] = Counter()
        self._set_aside = 0
        self._fraction = 0.0
        self._repositories: set[int] = set()

    def step(self, step: Step, planned: int = 0) -> None:
        """The next thing begins, for this many repositories and streams."""
        self._step, self._planned = step, planned
        self._tell()

    def begin(self, what: str, stream: str, repository: Repository | None = None) -> None:
        """Now this is read, which is one of those planned."""
        self._what, self._stream, self._here = what, stream, 0
        if repository:
            self._repositories.add(repository.id)
        self._tell()

    def page(self, stream: str, page: Page) -> None:
        """A page was saved."""
        self._here += len(page.records)
        self._saved.update(noun for record in page.records if (noun := _noun(record)))
        self._set_aside += len(page.unmappable)
        within = min(self._here / page.total, 1.0) if page.total and stream == STREAM else 0.0
        self._fraction = max(self._fraction, (self._done + within) / max(self._planned, 1))
        self._tell()

    def end(self) -> None:
        """What was begun has been dealt with."""
        self._done += 1
        self._fraction = self._done / max(self._planned, 1)
        self._tell()

    def fail(self, what: str, error: LeadlineError) -> None:
        self.failures.append(Failure(what, str(error)))

    def report(self, outcome: RunOutcome | None) -> SyncReport:
        return SyncReport(
            source=self._source,
            outcome=outcome,
            began_at=self.began_at,
            finished_at=self._clock(),
            repositories=len(self._repositories),
            records=dict(self._saved),
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
                what=self._what,
                stream=self._stream,
                done=self._done,
                planned=self._planned,
                records=self._saved.total(),
                requests=self._usage.requests,
                points=self._usage.points,
            )
        )


def _noun(record: object) -> str:
    """What a record is called: as people say, else by the name of its kind; an empty CODEOWNERS is none."""
    if isinstance(record, CodeOwners) and not record.text:
        return ""
    return _SAID.get(type(record)) or re.sub(r"(?<!^)([A-Z])", r" \1", type(record).__name__).lower()
