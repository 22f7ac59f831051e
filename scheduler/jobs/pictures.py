"""Charts whose links have expired are forgotten."""

from datetime import time

from scheduler.job import Job, Tools
from scheduler.schedule import Daily
from services.pictures import LIFE


def run(tools: Tools) -> str:
    with tools.store.write() as shelves:
        shelves.pictures.prune(tools.clock() - LIFE)
    return ""


JOB = Job("pictures.prune", Daily(time(3)), run)
