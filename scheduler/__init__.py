"""The clock's door: what runs by itself, and when."""

from scheduler.job import Job
from scheduler.jobs import hooks, pictures, sync

BUILTIN: tuple[Job, ...] = (sync.JOB, hooks.JOB, pictures.JOB)
