"""One sync of a source at a time, across threads and processes: a lease that its holder keeps renewing."""

import os
import socket
from datetime import datetime, timedelta
from uuid import uuid4

from domain.clock import Clock
from storage.shelves import Shelves

LENGTH = timedelta(minutes=2)
"""Longer than reading a page takes. Who waits out a rate limit may lose it, which costs requests, no more."""

_OWNER = "sync"


class Lease:
    """A claim on a source. It is free again when given back, not renewed in time, or its process is gone."""

    def __init__(self, source: str, clock: Clock, holder: str | None = None) -> None:
        self._source = source
        self._clock = clock
        self._holder = holder or f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex}"

    def take(self, shelves: Shelves) -> bool:
        """Whether the lease is ours now."""
        held = shelves.notes.get(_OWNER, self._source)
        if held and held["holder"] != self._holder and self._counts(held["holder"], held["until"]):
            return False
        self.renew(shelves)
        return True

    def renew(self, shelves: Shelves) -> None:
        until = self._clock() + LENGTH
        shelves.notes.put(_OWNER, self._source, {"holder": self._holder, "until": until.isoformat()})

    def release(self, shelves: Shelves) -> None:
        """Give it back, unless it is somebody else's by now."""
        held = shelves.notes.get(_OWNER, self._source)
        if held and held["holder"] == self._holder:
            shelves.notes.remove(_OWNER, self._source)

    def _counts(self, holder: str, until: str) -> bool:
        return datetime.fromisoformat(until) > self._clock() and not _is_gone(holder)


def _is_gone(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended."""
    host, process, _ = holder.split("/")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
