"""Each due slot ends exactly once as run, skipped or failed, whatever happens to the processes."""

import threading
import time as time_module
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time

from domain.clock import system_clock
from domain.errors import Retryable
from domain.runs import DueSlot, SlotState
from scheduler import BUILTIN
from scheduler.job import Job, Tools
from scheduler.runner import ABANDONED, CRASHED, OVERTAKEN, Runner
from scheduler.schedule import Daily, Every
from storage.store import Store
from tests.builders import at

BEGIN = at("2026-11-24 12:00")


@dataclass
class Watch:
    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Work:
    """What a job did: at which times it ran, and what it is to answer next time."""

    watch: Watch
    ran_at: list[datetime] = field(default_factory=list)
    answer: Callable[[], str] = lambda: ""

    def __call__(self, _tools: Tools) -> str:
        self.ran_at.append(self.watch())
        return self.answer()


class NoTools:
    """Jobs of these tests need none."""


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def work(watch: Watch) -> Work:
    return Work(watch)


@pytest.fixture
def job(work: Work) -> Job:
    return Job("work", Every(timedelta(minutes=10)), work)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/leadline.db")
    opened.upgrade()
    yield opened
    opened.close()


def runner(store: Store, watch: Watch, *jobs: Job, late: float = 0.0) -> Runner:
    """A process that was started just now; it runs its jobs this share of their jitter late."""
    return Runner(store, NoTools(), jobs, watch, lambda _, most: late * most)  # type: ignore[arg-type] # none used


def slots(store: Store, job: Job, since: datetime = BEGIN, n: int = 500) -> list[DueSlot]:
    """The recorded slots of a job that runs every ten minutes, as the table has them."""
    from sqlalchemy import select

    from storage.shapes import Shape
    from storage.tables import due_slots

    shape = Shape(due_slots, DueSlot)
    with store.read() as shelves:
        rows = shelves.due._tx.all(select(due_slots).where(due_slots.c.job == job.name))
    found = sorted((shape.record(row) for row in rows), key=lambda slot: slot.scheduled_for)
    return [slot for slot in found if slot.scheduled_for >= since][:n]


def states(store: Store, job: Job) -> list[SlotState]:
    return [slot.state for slot in slots(store, job)]


def test_a_slot_runs_once_however_often_it_ticks(store: Store, watch: Watch, job: Job, work: Work) -> None:
    process = runner(store, watch, job)
    for _ in range(5):
        process.tick(job)
        watch.now += timedelta(minutes=1)
    assert work.ran_at == [BEGIN]
    assert states(store, job) == [SlotState.RUN]


def test_every_slot_runs_while_it_is_up(store: Store, watch: Watch, job: Job, work: Work) -> None:
    process = runner(store, watch, job)
    for _ in range(60):
        process.tick(job)
        watch.now += timedelta(minutes=1)
    assert len(work.ran_at) == 6
    assert states(store, job) == [SlotState.RUN] * 6


@pytest.mark.parametrize(
    ("downtime", "missed"),
    [(timedelta(minutes=1), 0), (timedelta(hours=3), 18), (timedelta(days=3), 432)],
    ids=["a minute", "three hours", "three days"],
)
def test_what_was_missed_while_down_runs_once_on_start(
    store: Store, watch: Watch, job: Job, downtime: timedelta, missed: int
) -> None:
    work = job.run
    assert isinstance(work, Work)
    runner(store, watch, job).tick(job)
    watch.now += downtime
    runner(store, watch, job).tick(job)
    assert len(work.ran_at) == (2 if missed else 1)
    found = slots(store, job)
    assert len(found) == 1 + missed
    assert [slot.state for slot in found] == [
        SlotState.RUN,
        *[SlotState.SKIPPED] * (missed - 1),
        SlotState.RUN,
    ][: 1 + missed]
    assert {slot.reason for slot in found if slot.state is SlotState.SKIPPED} <= {OVERTAKEN}
    times = [slot.scheduled_for for slot in found]
    assert times == [BEGIN + n * timedelta(minutes=10) for n in range(1 + missed)]


def test_across_a_clock_change_a_daily_job_runs_once_a_day(store: Store, watch: Watch, work: Work) -> None:
    daily = Job("daily", Daily(time(2, 30), "Europe/Berlin"), work)
    watch.now = at("2026-10-23 12:00")
    process = runner(store, watch, daily)
    while watch.now < at("2026-10-28 12:00"):
        process.tick(daily)
        watch.now += timedelta(minutes=15)
    assert [moment.date().day for moment in work.ran_at] == [23, 24, 25, 26, 27, 28]


def test_two_processes_never_run_a_slot_twice(store: Store, watch: Watch, job: Job, work: Work) -> None:
    processes = [runner(store, watch, job) for _ in range(8)]
    for _ in range(3):
        together = threading.Barrier(len(processes))

        def tick(process: Runner, together: threading.Barrier = together) -> None:
            together.wait()
            process.tick(job)

        threads = [threading.Thread(target=tick, args=[process]) for process in processes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        watch.now += timedelta(minutes=10)
    assert len(work.ran_at) == 3
    assert states(store, job) == [SlotState.RUN] * 3


def test_a_job_with_nothing_to_do_is_skipped_with_its_reason(
    store: Store, watch: Watch, job: Job, work: Work
) -> None:
    work.answer = lambda: "No source is connected yet."
    runner(store, watch, job).tick(job)
    (slot,) = slots(store, job)
    assert (slot.state, slot.reason) == (SlotState.SKIPPED, "No source is connected yet.")


def fail() -> str:
    raise Retryable("GitHub is down.", hint="Wait.")


def crash() -> str:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(fail, "GitHub is down. Wait."), (crash, CRASHED)],
    ids=["an error we can explain", "a crash"],
)
def test_a_job_that_fails_is_recorded_and_runs_again_at_its_next_slot(
    store: Store, watch: Watch, job: Job, answer: Callable[[], str], reason: str
) -> None:
    work = job.run
    assert isinstance(work, Work)
    process = runner(store, watch, job)
    work.answer = answer
    process.tick(job)
    (slot,) = slots(store, job)
    assert (slot.state, slot.reason) == (SlotState.FAILED, reason)
    work.answer = lambda: ""
    watch.now += timedelta(minutes=10)
    process.tick(job)
    assert states(store, job) == [SlotState.FAILED, SlotState.RUN]


def test_slots_that_pass_while_the_job_still_works_are_made_up_for_once(
    store: Store, watch: Watch, job: Job, work: Work
) -> None:
    def take_long() -> str:
        watch.now += timedelta(minutes=35)
        work.answer = lambda: ""
        return ""

    work.answer = take_long
    process = runner(store, watch, job)
    process.tick(job)
    process.tick(job)
    assert states(store, job) == [SlotState.RUN, SlotState.SKIPPED, SlotState.SKIPPED, SlotState.RUN]


class Killed(BaseException):
    """The process ends here."""


def test_a_slot_whose_process_died_is_failed_when_patience_ends(
    store: Store, watch: Watch, job: Job, work: Work
) -> None:
    def die() -> str:
        raise Killed

    work.answer = die
    with pytest.raises(Killed):
        runner(store, watch, job).tick(job)
    work.answer = lambda: ""
    watch.now += timedelta(minutes=10)
    process = runner(store, watch, job)
    process.tick(job)
    assert states(store, job) == [SlotState.STARTED, SlotState.RUN]
    watch.now += job.patience + timedelta(minutes=10)
    process.tick(job)
    first = slots(store, job)[0]
    assert (first.state, first.reason) == (SlotState.FAILED, ABANDONED)


def test_jitter_delays_every_slot_alike(store: Store, watch: Watch, work: Work) -> None:
    jittery = Job("work", Every(timedelta(minutes=10)), work, jitter=timedelta(minutes=4))
    process = runner(store, watch, jittery, late=0.5)
    for _ in range(30):
        process.tick(jittery)
        watch.now += timedelta(minutes=1)
    assert [moment - BEGIN for moment in work.ran_at[1:]] == [
        timedelta(minutes=2),
        timedelta(minutes=12),
        timedelta(minutes=22),
    ]


def test_a_job_at_work_holds_up_no_other(store: Store, watch: Watch) -> None:
    both = threading.Barrier(2, timeout=10)

    def meet(_tools: Tools) -> str:
        both.wait()
        return ""

    jobs = [Job(name, Every(timedelta(minutes=10)), meet) for name in ("one", "two")]
    process = runner(store, watch, *jobs)
    process.start()
    for _ in range(200):
        if all(states(store, job) == [SlotState.RUN] for job in jobs):
            break
        threading.Event().wait(0.05)
    process.stop()
    assert [states(store, job) for job in jobs] == [[SlotState.RUN]] * 2


def test_stopping_waits_for_the_job_at_work(store: Store, watch: Watch) -> None:
    begun, finished = threading.Event(), threading.Event()

    def work(_tools: Tools) -> str:
        begun.set()
        threading.Event().wait(0.2)
        finished.set()
        return ""

    process = runner(store, watch, Job("work", Every(timedelta(minutes=10)), work))
    process.start()
    assert begun.wait(10)
    process.stop()
    assert finished.is_set()


def test_stopping_what_never_started_does_nothing(store: Store, watch: Watch, job: Job) -> None:
    runner(store, watch, job).stop()


def test_the_machines_clock_is_one_to_hand_in(store: Store, job: Job) -> None:
    with freeze_time("2026-11-24 09:15:00"):
        Runner(store, NoTools(), [job], system_clock).tick(job)  # type: ignore[arg-type] # none used
    assert [slot.scheduled_for for slot in slots(store, job, since=at("2026-11-24"))] == [
        at("2026-11-24 09:10")
    ]


def test_built_in_jobs_have_names_of_their_own() -> None:
    names = [job.name for job in BUILTIN]
    assert names == ["sync", "hooks", "pictures.prune"]


def test_a_job_that_is_asked_for_runs_soon_whatever_its_slots_say(store: Store) -> None:
    ran, enough = [], threading.Event()

    def run(_tools: Tools) -> str:
        ran.append(system_clock())
        if len(ran) == 2:
            enough.set()
        return ""

    rare = Job("rare", Every(timedelta(days=30_000)), run)
    asked = Runner(store, NoTools(), (rare,), system_clock)  # type: ignore[arg-type] # none used
    asked.soon(rare)
    asked.start()
    try:
        while not ran:
            time_module.sleep(0.02)
        for _ in range(5):
            asked.soon(rare)
        assert enough.wait(10)
        time_module.sleep(0.3)
        assert len(ran) == 2, "one run serves all who ask"
    finally:
        asked.stop()
