"""How Harbour ships: every repository by its habit, the same for the same seed, and believably."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.demo.hours import works
from bot.demo.shipping import HABITS, Shipping, seen
from domain.records import Deployment, DeploymentStatus
from tests.bot.demo.harbour import NOW, SEED, merges

every_repository = pytest.mark.parametrize("name", HABITS)
AT_ONCE = [name for name, habit in HABITS.items() if not habit.weekdays]
BY_TRAIN = [name for name, habit in HABITS.items() if habit.weekdays]


def shipped(name: str) -> list[Deployment]:
    return Shipping(name, merges(name), SEED).run()


@every_repository
def test_it_is_the_same_for_the_same_seed(name: str) -> None:
    assert shipped(name) == shipped(name)


@every_repository
def test_what_has_begun_goes_on_the_same_at_a_later_time(name: str) -> None:
    earlier = NOW - timedelta(days=9, hours=3)
    before = Shipping(name, merges(name, earlier), SEED).run()
    begun = [record for record in before if record.created_at <= earlier]
    later = {record.id: record for record in shipped(name)}
    assert begun
    assert all(later[record.id] == record for record in begun)


@every_repository
def test_nothing_is_shipped_before_it_is_merged(name: str) -> None:
    merged_at = {pr.merge_sha: pr.merged_at for pr in merges(name)}
    for record in shipped(name):
        merged = merged_at[record.sha]
        assert merged
        assert record.created_at > merged


@every_repository
def test_every_deployment_ends_after_it_began_and_before_the_next_begins(name: str) -> None:
    records = shipped(name)
    for record, after in pairwise(records):
        assert record.finished_at
        assert record.created_at < record.finished_at <= after.created_at


@every_repository
def test_every_merge_gets_there_in_the_end(name: str) -> None:
    """The last one shipped holds all that was merged a week before it."""
    order = [pr.merge_sha for pr in merges(name)]
    last = max(order.index(record.sha) for record in shipped(name))
    assert last == len(order) - 1


@pytest.mark.parametrize("name", AT_ONCE)
def test_who_ships_at_once_ships_within_the_hour(name: str) -> None:
    merged_at = {pr.merge_sha: pr.merged_at for pr in merges(name)}
    waits = sorted(
        (record.created_at - merged).total_seconds()
        for record in shipped(name)
        if (merged := merged_at[record.sha]) and not record.cause
    )
    assert waits[len(waits) // 2] < 3600


@pytest.mark.parametrize("name", BY_TRAIN)
def test_a_train_leaves_on_its_days_at_its_hour(name: str) -> None:
    habit = HABITS[name]
    first = [
        record for record in shipped(name) if record.status is DeploymentStatus.SUCCESS and not record.cause
    ]
    on_time = [
        record for record in first if record.created_at.hour == habit.hour and record.created_at.minute == 0
    ]
    assert len(on_time) > len(first) * 0.6
    assert {record.created_at.weekday() for record in on_time} <= set(habit.weekdays)
    assert all(works(record.created_at.date()) for record in on_time)


def test_regions_are_told_one_after_the_other_in_one_run() -> None:
    records = [record for record in shipped("gateway") if record.status is DeploymentStatus.SUCCESS]
    parts = Counter(record.run_id for record in records)
    assert set(parts.values()) == {2}
    assert {record.part for record in records} == {"eu", "us"}


def test_some_fail_on_the_way_and_some_hurt_in_production() -> None:
    records = [record for name in HABITS for record in shipped(name)]
    failed = [record for record in records if record.status is DeploymentStatus.FAILURE]
    causes = Counter(record.cause for record in records)
    assert 0.02 < len(failed) / len(records) < 0.15
    assert causes["rollback"] > 3
    assert causes["hotfix"] > 3
    assert causes[""] > len(records) * 0.9


def test_what_has_not_begun_is_not_seen_and_what_runs_is_pending() -> None:
    record = shipped("gateway")[0]
    assert record.finished_at
    assert seen(record, record.created_at - timedelta(seconds=1)) is None
    running = seen(record, record.created_at)
    assert running
    assert (running.status, running.finished_at) == (DeploymentStatus.PENDING, None)
    assert seen(record, record.finished_at) == record
