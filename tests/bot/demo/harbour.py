"""Some weeks of Harbour, told once for all tests of its chapters."""

from datetime import UTC, date, datetime
from functools import cache

from bot.demo.simulation import Simulation
from domain.records import PullRequest

BEGAN = date(2026, 9, 1)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEED = 7


@cache
def lives(now: datetime = NOW) -> tuple[PullRequest, ...]:
    """Every pull request as it looks at a moment."""
    return tuple(pr for day in Simulation(BEGAN, now, SEED) for pr in day.pull_requests)


def merges(name: str, now: datetime = NOW) -> list[PullRequest]:
    """What was merged into a repository of Harbour, in order."""
    found = [pr for pr in lives(now) if pr.merged_at and f"/harbour/{name}/" in pr.url]
    return sorted(found, key=lambda pr: (pr.merged_at or pr.updated_at, pr.id))
