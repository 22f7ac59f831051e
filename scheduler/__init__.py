"""The clock's door: what runs by itself, and when."""

from dataclasses import replace
from datetime import timedelta

from scheduler.job import Job
from scheduler.jobs import pictures, sync
from scheduler.schedule import Every

BUILTIN: tuple[Job, ...] = (sync.JOB, pictures.JOB)


def jobs(sync_every: timedelta) -> tuple[Job, ...]:
    """The built-in jobs, with the sync as often as the settings say."""
    return tuple(replace(job, schedule=Every(sync_every)) if job is sync.JOB else job for job in BUILTIN)
