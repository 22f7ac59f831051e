"""Runs each due slot once: APScheduler only ticks, the table of due slots is the truth."""

import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from domain.clock import Clock
from domain.errors import LeadlineError
from domain.runs import SlotState
from scheduler.job import Job, Tools
from scheduler.schedule import due
from storage.shelves import Shelves
from storage.store import Store

TICK = timedelta(seconds=5)
SOON = timedelta(seconds=1)
"""How long whoever asks for a job waits for others who ask for it too."""

AT_ONCE = 4
"""Runs of one job that may be at work when it is asked for again."""

OVERTAKEN = "Nothing ran at this time; the latest slot makes up for it."
ABANDONED = "Leadline ended before this was done."
CRASHED = "It crashed; the log says how."

log = logging.getLogger(__name__)


class Runner:
    """Every slot of every job ends exactly once as run, skipped with a reason, or failed.

    Slots that passed while nothing ran are made up for by the latest of them; the older ones are
    recorded as skipped. Any number of processes may tick on one store: the first to record a slot
    runs it. A job's slots run one after another, and different jobs beside one another.
    """

    def __init__(
        self,
        store: Store,
        tools: Tools,
        jobs: Sequence[Job],
        clock: Clock,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._store = store
        self._tools = tools
        self._jobs = tuple(jobs)
        self._clock = clock
        self._late = {job.name: timedelta(seconds=draw(0, job.jitter.total_seconds())) for job in jobs}
        self._ticker: BackgroundScheduler | None = None

    def start(self) -> None:
        """Tick in the background, at once for the first time."""
        workers = ThreadPoolExecutor(len(self._jobs) + AT_ONCE)
        patient = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._ticker = BackgroundScheduler(
            timezone="UTC", executors={"default": workers}, job_defaults=patient
        )
        for job in self._jobs:
            trigger = IntervalTrigger(seconds=int(TICK.total_seconds()))
            self._ticker.add_job(self.tick, trigger, [job], id=job.name, next_run_time=self._clock())
        self._ticker.start()

    def stop(self) -> None:
        """Tick no more, and wait for the jobs at work."""
        if self._ticker:
            self._ticker.shutdown(wait=True)
            self._ticker = None

    def soon(self, job: Job) -> None:
        """Run the job in a moment, whatever its slots say; one run serves all who ask meanwhile."""
        id_ = f"{job.name} soon"
        if self._ticker and not self._ticker.get_job(id_):
            at = self._clock() + SOON
            self._ticker.add_job(
                self._outcome,
                DateTrigger(at),
                [job],
                id=id_,
                max_instances=AT_ONCE,
                replace_existing=True,
            )

    def tick(self, job: Job) -> None:
        """Run the job if a slot of it is due and nobody else has taken it."""
        slot = self._take(job, self._clock() - self._late[job.name])
        if slot is None:
            return
        outcome, reason = self._outcome(job)
        with self._store.write() as shelves:
            shelves.due.finish(job.name, slot, self._clock(), outcome, reason)

    def _take(self, job: Job, now: datetime) -> datetime | None:
        with self._store.read() as shelves:
            if not self._slots(shelves, job, now):
                return None
        with self._store.write() as shelves:
            self._give_up(shelves, job)
            slots = self._slots(shelves, job, now)
            for slot in slots[:-1]:
                if shelves.due.record(job.name, slot):
                    shelves.due.finish(job.name, slot, now, SlotState.SKIPPED, OVERTAKEN)
            for slot in slots[-1:]:
                shelves.due.record(job.name, slot)
                return slot if shelves.due.start(job.name, slot, self._clock()) else None
        return None

    def _slots(self, shelves: Shelves, job: Job, now: datetime) -> list[datetime]:
        last = shelves.due.last(job.name)
        return list(due(job.schedule, last.scheduled_for if last else None, now))

    def _give_up(self, shelves: Shelves, job: Job) -> None:
        now = self._clock()
        for slot in shelves.due.unfinished(job.name):
            if now - (slot.started_at or slot.scheduled_for) > job.patience:
                shelves.due.finish(job.name, slot.scheduled_for, now, SlotState.FAILED, ABANDONED)

    def _outcome(self, job: Job) -> tuple[SlotState, str]:
        """One of the three places where everything is caught: a job that fails stops no other."""
        try:
            nothing_to_do = job.run(self._tools)
        except LeadlineError as error:
            log.warning("The job %s failed: %s", job.name, error)
            return SlotState.FAILED, str(error)
        except Exception:
            log.exception("The job %s crashed.", job.name)
            return SlotState.FAILED, CRASHED
        return (SlotState.SKIPPED, nothing_to_do) if nothing_to_do else (SlotState.RUN, "")
