"""Harbour's CI: a run for every push and every merge, with tests that flake and a main that breaks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from bot.demo.builds import Attempt, Build, Trigger
from bot.demo.chapters import Tale
from bot.demo.organisation import CREWS, repository
from bot.demo.recipes import CREW_OF, RECIPES
from bot.demo.simulation import HALF_A_YEAR
from domain.ids import identify
from domain.records import PullRequest

BREAKS = 0.03
"""The share of merges that break the default branch."""

WRONG_AT_FIRST, WRONG_LATER = 0.11, 0.04
"""The share of pushes to a pull request whose tests fail for a reason, at its opening and after."""

OUTAGE = 0.012
"""The share of days on which a crew's machines break for two hours after noon."""

TOGETHER = 500
_NOON, _OUTAGE_ENDS = 13, 15


def tell(tale: Tale) -> None:
    """Save every attempt that began or ended since the chapter was told last."""
    fresh = [
        seen
        for attempt in _attempts(tale)
        if attempt.ended_at > tale.until and (seen := attempt.seen(tale.now))
    ]
    for at in range(0, len(fresh), TOGETHER):
        some = fresh[at : at + TOGETHER]
        with tale.store.write() as shelves:
            shelves.builds.save([attempt.run for attempt in some])
            shelves.jobs.save([job for attempt in some for job in attempt.jobs])
            shelves.cases.save([case for attempt in some for case in attempt.cases])


def _attempts(tale: Tale) -> Iterator[Attempt]:
    work: dict[int, list[PullRequest]] = defaultdict(list)
    for pr in tale.pull_requests:
        work[pr.repository_id].append(pr)
    for crew in CREWS:
        for name, _ in crew.repositories:
            yield from _of_repository(tale, name, work[repository(name).id])


def _of_repository(tale: Tale, name: str, prs: Sequence[PullRequest]) -> Iterator[Attempt]:
    for pr in prs:
        for place, trigger in enumerate(_pushes(name, pr)):
            rng = Random(f"{tale.seed}:{trigger.key}")
            red = rng.random() < (WRONG_LATER if place else WRONG_AT_FIRST)
            yield from _built(tale, trigger, rng, red=red)
    red_until = datetime.min.replace(tzinfo=tale.now.tzinfo)
    for trigger in sorted(_merges(name, prs), key=lambda each: each.at):
        rng = Random(f"{tale.seed}:{trigger.key}")
        if trigger.at >= red_until and rng.random() < BREAKS:
            red_until = trigger.at + timedelta(hours=1.6) * rng.lognormvariate(0, 0.8)
            yield from _built(tale, _fix(trigger, red_until), rng, red=False)
        yield from _built(tale, trigger, rng, red=trigger.at < red_until)


def _built(tale: Tale, trigger: Trigger, rng: Random, *, red: bool) -> Iterator[Attempt]:
    crew = CREW_OF[trigger.repository]
    recipe = RECIPES[crew]
    passed = min(1.0, (trigger.at.date() - tale.began_on) / HALF_A_YEAR)
    of_repository = Random(f"{tale.seed}:{trigger.repository}").uniform(0.8, 1.25)
    slowness = {task.name: of_repository * task.drift ** (passed**2) for task in recipe.tasks}
    broken = not red and _is_out(tale.seed, crew, trigger.at)
    return Build(trigger, recipe, slowness, rng).attempts(red=red, broken=broken)


def _is_out(seed: int, crew: str, at: datetime) -> bool:
    return _NOON <= at.hour < _OUTAGE_ENDS and _has_outage(seed, crew, at.date())


def _has_outage(seed: int, crew: str, day: date) -> bool:
    return Random(f"{seed}:outage:{crew}:{day}").random() < OUTAGE


def _pushes(name: str, pr: PullRequest) -> Iterator[Trigger]:
    """The opening, with what had been committed by then, and the first commit after it."""
    heads = [
        (commit.sha, commit.committed_at) for commit in pr.commits if commit.committed_at > pr.created_at
    ]
    before = [commit.sha for commit in pr.commits if commit.committed_at <= pr.created_at]
    if before:
        heads.insert(0, (before[-1], pr.created_at))
    for sha, at in heads[:2]:
        yield Trigger(
            name, f"{name}:{sha}", pr.head_branch, sha, "pull_request", _soon(at), pr.author_id, pr.id
        )


def _merges(name: str, prs: Sequence[PullRequest]) -> Iterator[Trigger]:
    for pr in prs:
        if pr.merged_at and pr.merge_sha:
            key = f"{name}:{pr.merge_sha}"
            yield Trigger(name, key, "main", pr.merge_sha, "push", _soon(pr.merged_at), pr.merged_by_id)


def _fix(broken: Trigger, at: datetime) -> Trigger:
    """What somebody pushes to the default branch to make it green again."""
    sha = f"{identify('fix', broken.key):016x}".ljust(40, "0")
    return Trigger(broken.repository, f"{broken.repository}:{sha}", "main", sha, "push", at, broken.actor_id)


def _soon(at: datetime) -> datetime:
    return at + timedelta(seconds=3)
