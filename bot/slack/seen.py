"""Doing each thing once, however often Slack delivers it."""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

from domain.clock import Clock
from handlers.request import Kind, Request
from storage.store import Store

REMEMBERED = 4096
OWNER = "slack.seen"


class Seen:
    """Remembers what was delivered: in memory at once, and events beyond a restart.

    Slack repeats only events, for up to five minutes and after an outage; a double click or a
    reconnect repeats the rest within seconds. Events are kept in as many slots of the store as we
    remember, so nothing has to be cleaned up: a newer event takes an older one's slot.
    A retry whose first delivery never arrived is new to us, and is worked on.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._recent: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def before(self, request: Request) -> bool:
        """Whether this very thing was handed over already; from now on it was."""
        with self._lock:
            if request.key in self._recent:
                return True
            self._recent[request.key] = None
            if len(self._recent) > REMEMBERED:
                self._recent.popitem(last=False)
        return request.kind is Kind.EVENT and self._stored(request.key)

    def _stored(self, key: str) -> bool:
        slot = f"{int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), 'big') % REMEMBERED}"
        with self._store.write() as shelves:
            held = shelves.notes.get(OWNER, slot)
            if held is not None and held.get("key") == key:
                return True
            shelves.notes.put(OWNER, slot, {"key": key, "at": self._clock().isoformat()})
        return False
