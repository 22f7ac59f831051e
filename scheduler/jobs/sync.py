"""The sync of every source."""

from datetime import timedelta

from scheduler.job import Job, Tools
from scheduler.schedule import Every

PATIENCE = timedelta(minutes=5)
"""How long a slot waits for its slowest source, which goes on by itself; the others come on time again."""


def run(tools: Tools) -> str:
    reports = tools.sync.run(patience=PATIENCE)
    return "" if reports else "No source is connected yet."


JOB = Job("sync", Every(timedelta(minutes=10)), run, jitter=timedelta(seconds=30))
