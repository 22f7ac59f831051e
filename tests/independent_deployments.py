"""Deployments told a second time: plain sets of ancestors and plain loops, sharing no code with the rulings.

A world is what happened to one service of one repository, in the order in which it happened. The
definitions are followed to the word, and nothing is done twice as fast as it could be.
"""

from dataclasses import dataclass, field
from typing import Any

SECOND = 1 / 3600
"""Moments are told in hours, and no two are nearer than that unless they are one."""


@dataclass
class Change:
    """A pull request: `landed` are the commits that must be there, all of them."""

    number: int
    title: str
    opened: float
    merged: float
    landed: list[str]
    hotfix: bool = False
    takes_back: int | None = None


@dataclass
class Attempt:
    """A deployment as it was told; moments are hours."""

    name: str
    sha: str
    began: float
    ended: float
    worked: bool = True
    cause: str = ""


@dataclass
class Trouble:
    """An incident of the service; `names` is the name of the deployment that it blames, if it does."""

    name: str
    began: float
    ended: float | None
    names: str | None = None


@dataclass
class World:
    parents: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, float] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def history(world: World, sha: str) -> set[str]:
    """A commit and everything it descends from."""
    found: set[str] = set()
    waiting = [sha]
    while waiting:
        each = waiting.pop()
        if each not in found and each in world.parents:
            found.add(each)
            waiting.extend(world.parents[each])
    return found


def retell(world: World, hours: float = 24) -> dict[str, dict[str, Any]]:
    """By the name of every attempt: its kind, the changes it brought, whether it failed, and the recovery."""
    told: dict[str, dict[str, Any]] = {}
    done: list[Attempt] = []
    delivered: set[int] = set()
    for attempt in sorted(world.attempts, key=lambda each: each.ended):
        if not attempt.worked:
            told[attempt.name] = {"kind": "attempt", "brought": [], "failed": False, "recovery": None}
            continue
        brought = [] if attempt.sha not in world.parents else _brought(world, attempt, delivered)
        told[attempt.name] = {"kind": _kind(world, attempt, done, brought), "brought": brought}
        delivered |= set(brought)
        done.append(attempt)
    blame = _blame(world, done, told, hours)
    for attempt in done:
        ends = [end for end in blame.get(attempt.name, []) if end is not None]
        told[attempt.name]["failed"] = attempt.name in blame
        told[attempt.name]["recovery"] = min(ends) - attempt.ended if ends else None
    return told


def _brought(world: World, attempt: Attempt, delivered: set[int]) -> list[int]:
    there = history(world, attempt.sha)
    return [
        change.number
        for change in world.changes
        if change.number not in delivered and all(sha in there for sha in change.landed)
    ]


def _kind(world: World, attempt: Attempt, done: list[Attempt], brought: list[int]) -> str:
    if not done:
        return "first"
    current = done[-1]
    if attempt.sha == current.sha:
        return "redeploy"
    if attempt.cause == "rollback" or attempt.sha in history(world, current.sha):
        return "rollback"
    if attempt.cause == "hotfix" or any(each.hotfix for each in world.changes if each.number in brought):
        return "hotfix"
    return "new"


def _blame(
    world: World, done: list[Attempt], told: dict[str, dict[str, Any]], hours: float
) -> dict[str, list[float | None]]:
    """By the name of every deployment that failed: when each piece of evidence says that it was over."""
    blame: dict[str, list[float | None]] = {}
    for place, attempt in enumerate(done):
        before = done[:place]
        kind = told[attempt.name]["kind"]
        if kind == "rollback":
            guilty = _rolled_back(world, attempt, before, told)
        elif kind == "hotfix":
            new = [each for each in before if told[each.name]["kind"] in ("first", "new", "hotfix")]
            guilty = new[-1] if new else None
        else:
            guilty = None
        if guilty:
            blame.setdefault(guilty.name, []).append(attempt.ended)
        for reverted in _reverted(world, told[attempt.name]["brought"]):
            for each in before:
                if reverted in told[each.name]["brought"] and told[each.name]["kind"] != "first":
                    blame.setdefault(each.name, []).append(attempt.ended)
    for trouble in world.troubles:
        guilty = _in_time(trouble, done, told, hours)
        if guilty:
            blame.setdefault(guilty.name, []).append(trouble.ended)
    return blame


def _rolled_back(
    world: World, rollback: Attempt, before: list[Attempt], told: dict[str, dict[str, Any]]
) -> Attempt | None:
    """The first new deployment after the version that it went back to."""
    new = ("first", "new", "hotfix")
    same = [place for place, each in enumerate(before) if each.sha == rollback.sha]
    if same:
        after = [each for each in before[same[-1] + 1 :] if told[each.name]["kind"] in new]
        return after[0] if after else None
    for each in before:
        if rollback.sha in history(world, each.sha):
            return each
    later = [each for each in before if told[each.name]["kind"] in new]
    return later[-1] if later else None


def _reverted(world: World, brought: list[int]) -> list[int]:
    return [
        change.takes_back
        for change in world.changes
        if change.number in brought and change.takes_back is not None
    ]


def _in_time(
    trouble: Trouble, done: list[Attempt], told: dict[str, dict[str, Any]], hours: float
) -> Attempt | None:
    counted = [each for each in done if told[each.name]["kind"] != "redeploy"]
    if trouble.names is not None:
        for place, each in enumerate(done):
            if each.name == trouble.names:
                if told[each.name]["kind"] != "redeploy":
                    return each
                same = [one for one in done[:place] if one.sha == each.sha and one in counted]
                return same[-1] if same else None
        return None
    earliest = trouble.began - hours - SECOND
    near = [each for each in counted if earliest <= each.ended <= trouble.began + SECOND]
    return near[-1] if near else None
