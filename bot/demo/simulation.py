"""Harbour's pull requests, day by day: the same for the same seed, whichever day one looks at them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.demo.fates import human, revert, update
from bot.demo.history import seen
from bot.demo.hours import bustle
from bot.demo.life import Birth
from bot.demo.organisation import CREWS, DEPENDABOT, RENOVATE, Crew
from domain.records import PullRequest

HALF_A_YEAR = timedelta(days=183)
"""How long Harbour has been synced when the demo begins."""

REVERTED = 0.015
"""The share of merged pull requests that somebody takes back."""

UPDATES = 1.3
"""How many dependency updates a repository meets on a Monday."""


@dataclass(frozen=True, slots=True)
class Day:
    """The pull requests that were begun on a day, as they look at the end of the simulation."""

    day: date
    pull_requests: tuple[PullRequest, ...]


@dataclass(slots=True)
class Simulation:
    """Harbour from `began_on` until `now`.

    Every day is drawn from its own seed, so that a later `now` continues the same lives.
    """

    began_on: date
    now: datetime
    seed: int = 7
    _numbers: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return max(0, (self.now.astimezone(UTC).date() - self.began_on).days + 1)

    def __iter__(self) -> Iterator[Day]:
        self._numbers.clear()
        for offset in range(len(self)):
            day = self.began_on + timedelta(days=offset)
            lives = [life for crew in CREWS for life in self._lives(crew, day)]
            yield Day(day, tuple(past for life in lives if (past := seen(life, self.now))))

    def _lives(self, crew: Crew, day: date) -> Iterator[PullRequest]:
        rng = Random(f"{self.seed}:{crew.slug}:{day}")
        expected = len(crew.people) * crew.rhythm.share * bustle(day)
        for _ in range(_count(expected, rng)):
            repository, prefix = rng.choices(crew.repositories, weights=(5, 3, 2))[0]
            life = human(self._birth(crew, repository, prefix, day), rng)
            yield life
            if life.merged_at and rng.random() < REVERTED:
                yield revert(self._birth(crew, repository, "", day), life, rng)
        if day.weekday() == 0:
            for repository, _ in crew.repositories:
                yield from self._updates(crew, repository, day, rng)

    def _updates(self, crew: Crew, repository: str, day: date, rng: Random) -> Iterator[PullRequest]:
        robot = DEPENDABOT if crew.slug in ("payments", "search") else RENOVATE
        for _ in range(_count(UPDATES, rng)):
            yield update(self._birth(crew, repository, "", day), robot, rng)

    def _birth(self, crew: Crew, repository: str, prefix: str, day: date) -> Birth:
        self._numbers[repository] += 1
        return Birth(crew, repository, prefix, self._numbers[repository], day, self._slowness(crew, day))

    def _slowness(self, crew: Crew, day: date) -> float:
        """How much slower than at the beginning the team is, most of it lately, and the luck of the week."""
        passed = min(1.0, (day - self.began_on) / HALF_A_YEAR)
        week = Random(f"{self.seed}:{crew.slug}:{day.isocalendar()[:2]}").lognormvariate(0, 0.06)
        return week * float(crew.rhythm.drift ** (passed**3))


def _count(expected: float, rng: Random) -> int:
    """A whole number around the expected one."""
    return int(expected + rng.uniform(0, 1) + rng.gauss(0, expected**0.5 / 2)) if expected > 0 else 0
