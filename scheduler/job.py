"""What a job is: a frozen declaration of what runs by itself, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.clock import Clock
from scheduler.schedule import Schedule
from services.hooks import Hooks
from services.sync import Sync
from storage.store import Store


class Tools(Protocol):
    """The services that jobs use."""

    @property
    def store(self) -> Store: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def sync(self) -> Sync: ...

    @property
    def hooks(self) -> Hooks: ...


@dataclass(frozen=True, slots=True)
class Job:
    """`run` does the work of one slot and returns why there was nothing to do, else an empty text.

    Each process runs the job up to `jitter` after its slots, always equally late, so that many
    installations do not ask a provider all at once. A slot that was begun and has not ended within
    `patience` counts as failed: its process is gone.
    """

    name: str
    schedule: Schedule
    run: Callable[[Tools], str]
    jitter: timedelta = timedelta()
    patience: timedelta = timedelta(hours=12)
