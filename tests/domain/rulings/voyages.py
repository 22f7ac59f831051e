"""Random histories of a service: merged in every way, deployed, rolled back, fixed, and in trouble."""

from dataclasses import dataclass, field
from random import Random

from domain.ids import identify
from domain.records import BranchCommit, Deployment, DeploymentStatus, Incident, PullRequest, Urgency
from tests.domain.rulings.shipments import branch_commit, deployed, landed
from tests.domain.rulings.stories import hour
from tests.independent_deployments import Attempt, Change, Trouble, World

STEPS = (
    "squash", "squash", "merge", "rebase", "revert", "hotfix branch", "cherry-pick",
    "deploy", "deploy", "deploy", "deploy older", "again", "back", "fail", "trouble", "named trouble",
)  # fmt: skip


@dataclass
class Voyage:
    """A world as the independent computation takes it, and the same as records."""

    rng: Random
    world: World = field(default_factory=World)
    commits: list[BranchCommit] = field(default_factory=list)
    prs: list[PullRequest] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    shas: int = 0
    now: float = 1.0

    @classmethod
    def of(cls, seed: int, length: int) -> "Voyage":
        voyage = cls(Random(seed))
        voyage._commit([])
        for _ in range(length):
            voyage.now += voyage.rng.choice((0.5, 1, 3, 20))
            voyage._step(voyage.rng.choice(STEPS))
        return voyage

    def _step(self, what: str) -> None:
        done = [each for each in self.world.attempts if each.worked]
        if what in ("squash", "merge", "rebase"):
            self._land(what, hotfix=self.rng.random() < 0.15)
        elif what == "revert":
            self._revert()
        elif what == "deploy":
            self._deploy(self.main[-1])
        elif what == "deploy older":
            self._deploy(self.rng.choice(self.main))
        elif what == "fail":
            self._deploy(self.main[-1], worked=False)
        elif what == "trouble":
            self._trouble(None)
        elif done:
            self._after_a_deployment(what, done)

    def _after_a_deployment(self, what: str, done: list[Attempt]) -> None:
        if what == "again":
            self._deploy(done[-1].sha)
        elif what == "back":
            self._deploy(self.rng.choice(done).sha, cause=self.rng.choice(("", "rollback")))
        elif what == "named trouble":
            self._trouble(self.rng.choice(done).name)
        elif what == "hotfix branch":
            self._deploy(self._commit([done[-1].sha], on_main=False), cause="hotfix")
        elif what == "cherry-pick":
            self._deploy(self._commit([done[-1].sha], on_main=False))

    def _commit(self, parents: list[str], *, on_main: bool = True) -> str:
        self.shas += 1
        sha = f"{self.shas:040x}"
        self.commits.append(branch_commit(sha, *parents, at=self.now))
        self.world.parents[sha] = parents
        self.world.written[sha] = self.now
        if on_main:
            self.main.append(sha)
        return sha

    def _land(
        self, how: str, *, hotfix: bool = False, title: str = "", takes_back: int | None = None
    ) -> None:
        """A pull request of one to three commits; a squash leaves one, a merge two parents, a rebase all."""
        number, size = len(self.prs) + 1, self.rng.randint(1, 3)
        if how == "squash":
            must = [self._commit(self.main[-1:])]
        elif how == "rebase":
            must = [self._commit(self.main[-1:]) for _ in range(size)]
        else:
            tip = self.rng.choice(self.main[-3:])
            for _ in range(size):
                tip = self._commit([tip], on_main=False)
            must = [self._commit([self.main[-1], tip])]
        said = title or f"Change {number}"
        self.world.changes.append(
            Change(number, said, self.now - 0.4, self.now, must, hotfix=hotfix, takes_back=takes_back)
        )
        branch = f"hotfix/{number}" if hotfix else f"work/{number}"
        self.prs.append(landed(number, must[-1], self.now, title=said, head_branch=branch))

    def _revert(self) -> None:
        plain = [each for each in self.world.changes if each.takes_back is None]
        if plain:
            change = self.rng.choice(plain)
            self._land("squash", title=f'Revert "{change.title}"', takes_back=change.number)

    def _deploy(self, sha: str, *, worked: bool = True, cause: str = "") -> None:
        name = f"D{len(self.deployments) + 1}"
        self.now += 0.25
        self.world.attempts.append(Attempt(name, sha, self.now, self.now + 0.1, worked, cause))
        status = DeploymentStatus.SUCCESS if worked else DeploymentStatus.FAILURE
        self.deployments.append(
            deployed(
                sha,
                self.now,
                name=name,
                minutes=6,
                status=status,
                cause=cause,
                run_id=len(self.deployments) + 1,
            )
        )
        self.now += 0.2

    def _trouble(self, names: str | None) -> None:
        name = f"P{len(self.incidents) + 1}"
        ended = None if self.rng.random() < 0.2 else self.now + self.rng.choice((0.5, 4))
        self.world.troubles.append(Trouble(name, self.now, ended, names))
        self.incidents.append(
            Incident(
                id=identify("pagerduty", "incident", name),
                source="pagerduty",
                external_id=name,
                number=len(self.incidents) + 1,
                title="Trouble",
                url=f"https://acme.pagerduty.com/incidents/{name}",
                service="pay",
                urgency=Urgency.HIGH,
                created_at=hour(self.now),
                resolved_at=None if ended is None else hour(ended),
                deployment=names,
            )
        )
