"""What senders delivered is applied: right after it came, and what could not be, later."""

from datetime import timedelta

from scheduler.job import Job, Tools
from scheduler.schedule import Every


def run(tools: Tools) -> str:
    applied = tools.hooks.apply()
    tools.hooks.prune()
    return "" if applied else "Nothing was delivered."


JOB = Job("hooks", Every(timedelta(minutes=5)), run)
