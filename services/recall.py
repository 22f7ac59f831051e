"""What is remembered of a Slack user: their last question and their last App Home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.clock import Clock
from domain.errors import Unknown
from storage.store import Store

RECENT = timedelta(minutes=5)
QUESTION, HOME = "last question", "home"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An App Home as it was drawn, and whether that is recent enough to leave it so."""

    view: dict[str, Any]
    is_recent: bool


class Recall:
    """Kept in the store, so that any replica and the next start know it; one note a person and kind."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, user: str, text: str) -> None:
        """Remember a question's canonical text."""
        self._put(QUESTION, user, {"text": text})

    def last(self, user: str) -> str:
        """The text of the last question.

        Raises:
            Unknown: nothing was asked yet.
        """
        kept = self._get(QUESTION, user)
        if kept is None:
            raise Unknown(
                "You have not asked anything yet.", hint="Try `cycle-time`, or `list` for what there is."
            )
        return str(kept["text"])

    def keep_home(self, user: str, view: dict[str, Any]) -> None:
        """Remember an App Home, to show it at once the next time."""
        self._put(HOME, user, {"view": view, "at": self._clock().isoformat()})

    def home(self, user: str) -> Drawn | None:
        """The App Home that was drawn last."""
        kept = self._get(HOME, user)
        if kept is None:
            return None
        age = self._clock() - datetime.fromisoformat(kept["at"])
        return Drawn(kept["view"], is_recent=age < RECENT)

    def _get(self, kind: str, user: str) -> dict[str, Any] | None:
        with self._store.read() as shelves:
            return shelves.notes.get(kind, user)

    def _put(self, kind: str, user: str, note: dict[str, Any]) -> None:
        with self._store.write() as shelves:
            shelves.notes.put(kind, user, note)
