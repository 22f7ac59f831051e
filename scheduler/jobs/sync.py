"""The sync of every source."""

from datetime import timedelta

from scheduler.job import Job, Tools
from scheduler.schedule import Every


def run(tools: Tools) -> str:
    reports = tools.sync.run()
    return "" if reports else "No source is connected yet."


JOB = Job("sync", Every(timedelta(minutes=10)), run, jitter=timedelta(seconds=30))
