"""How Harbour's services reach production: after every merge, by a daily train, or as a weekly release."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from bot.demo.hours import works
from bot.demo.organisation import SOURCE, repository
from domain.ids import identify
from domain.records import Deployment, DeploymentSource, DeploymentStatus, PullRequest


@dataclass(frozen=True, slots=True)
class Habit:
    """How a repository ships: at once, or by a train on some weekdays at an hour of UTC; and how well.

    `minutes` is how long it takes; `breaks` the share that fails on the way, `hurts` the share that
    production has to be saved from.
    """

    minutes: float
    breaks: float
    hurts: float
    weekdays: tuple[int, ...] = ()
    hour: int = 0
    regions: tuple[str, ...] = ("",)
    environment: str = "production"
    known_from: DeploymentSource = DeploymentSource.PROVIDER


_DAILY = (0, 1, 2, 3)
HABITS = {
    "payments-api": Habit(9, 0.05, 0.05, regions=("eu", "us")),
    "ledger": Habit(14, 0.08, 0.05, weekdays=_DAILY, hour=14),
    "checkout-web": Habit(5, 0.03, 0.06),
    "infrastructure": Habit(11, 0.12, 0.04, weekdays=_DAILY, hour=9),
    "gateway": Habit(7, 0.04, 0.03, regions=("eu", "us")),
    "ios-app": Habit(
        45, 0.1, 0.08, weekdays=(1,), hour=15, environment="App Store", known_from=DeploymentSource.RELEASE
    ),
    "android-app": Habit(
        30, 0.1, 0.08, weekdays=(1,), hour=16, environment="Google Play", known_from=DeploymentSource.RELEASE
    ),
    "search-api": Habit(6, 0.04, 0.03),
    "indexer": Habit(18, 0.09, 0.05, weekdays=_DAILY, hour=13),
    "ranking": Habit(12, 0.06, 0.04, weekdays=_DAILY, hour=11),
}
"""By repository; build tools and the mobile kit are libraries, and are shipped in others."""


@dataclass(slots=True)
class Shipping:
    """One repository's deployments, in the order in which they began; `free` is when the next can begin."""

    name: str
    merges: Sequence[PullRequest]
    seed: int
    free: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    made: int = 0
    records: list[Deployment] = field(default_factory=list)
    good: str = ""

    @property
    def habit(self) -> Habit:
        return HABITS[self.name]

    def run(self) -> list[Deployment]:
        """All of its deployments, told to their end even where that lies in the future."""
        for start, head in self._departures():
            self._ship(head, max(start, self.free))
        return self.records

    def _departures(self) -> Iterator[tuple[datetime, PullRequest]]:
        """When something is shipped, and the last merge that goes with it."""
        waiting: datetime | None = None
        for pr, after in zip(self.merges, [*self.merges[1:], None], strict=True):
            start = waiting or self._departure(_landed(pr))
            held = after is not None and max(start, self.free) > _landed(after)
            if held:
                waiting = start
            else:
                waiting = None
                yield start, pr

    def _departure(self, merged_at: datetime) -> datetime:
        """When a build of this merge is ready, or its train leaves."""
        ready = merged_at + timedelta(minutes=Random(f"{self.seed}:build:{merged_at}").uniform(7, 14))
        if not self.habit.weekdays:
            return ready
        day = ready.date()
        while True:
            leaves = datetime.combine(day, time(self.habit.hour), UTC)
            if leaves >= ready and works(day) and day.weekday() in self.habit.weekdays:
                return leaves
            day += timedelta(days=1)

    def _ship(self, head: PullRequest, start: datetime) -> None:
        """One deployment and what follows from it: another attempt, a rollback, a fix, a repetition."""
        rng = Random(f"{self.seed}:ship:{self.name}:{head.number}")
        sha = head.merge_sha or ""
        if rng.random() < self.habit.breaks:
            start = self._deploy(sha, start, rng, failed=True) + timedelta(minutes=rng.uniform(4, 25))
        end = self._deploy(sha, start, rng, cause="hotfix" if self._mends(head) else "")
        if self.good and rng.random() < self.habit.hurts * 0.6:
            noticed = end + timedelta(minutes=rng.lognormvariate(3.4, 0.8))
            self._deploy(self.good, noticed, rng, cause="rollback")
        elif rng.random() < 0.02:  # noqa: PLR2004 - one in fifty is started once more, to be sure
            self._deploy(sha, end + timedelta(minutes=rng.uniform(3, 40)), rng)
        self.good = sha

    def _mends(self, head: PullRequest) -> bool:
        """Whether this one is made in a hurry, to mend the one before."""
        rng = Random(f"{self.seed}:mends:{self.name}:{head.number}")
        return bool(self.good) and rng.random() < self.habit.hurts * 0.4

    def _deploy(
        self, sha: str, start: datetime, rng: Random, *, cause: str = "", failed: bool = False
    ) -> datetime:
        """A deployment to every region, one after the other; when the last was done."""
        self.made += 1
        at, habit = start, self.habit
        for region in habit.regions:
            end = at + timedelta(minutes=habit.minutes * rng.lognormvariate(0, 0.25) / len(habit.regions))
            self.records.append(self._record(sha, at, end, region, cause, failed=failed))
            if failed:
                break
            at = end
        self.free = end
        return end

    def _record(
        self, sha: str, start: datetime, end: datetime, region: str, cause: str, *, failed: bool
    ) -> Deployment:
        home, external_id = repository(self.name), f"D_{self.name}_{self.made}_{region or 'all'}"
        return Deployment(
            id=identify(SOURCE.key, "deployment", external_id),
            source=SOURCE.key,
            external_id=external_id,
            repository_id=home.id,
            environment=self.habit.environment,
            sha=sha,
            status=DeploymentStatus.FAILURE if failed else DeploymentStatus.SUCCESS,
            created_at=start,
            finished_at=end,
            ref="main",
            url=f"{home.url}/deployments/{self.made}",
            run_id=identify(SOURCE.key, "run", f"deploy_{self.name}_{self.made}"),
            known_from=self.habit.known_from,
            is_production=True,
            part=region,
            cause=cause,
        )


def seen(life: Deployment, now: datetime) -> Deployment | None:
    """The deployment as its provider would tell it at `now`; None before it began."""
    if life.created_at > now:
        return None
    if life.finished_at is None or life.finished_at <= now:
        return life
    return replace(life, status=DeploymentStatus.PENDING, finished_at=None)


def _landed(pr: PullRequest) -> datetime:
    return pr.merged_at or pr.updated_at
