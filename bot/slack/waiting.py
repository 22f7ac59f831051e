"""Telling somebody that an answer takes a moment, and putting the answer in that note's place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Timer


@dataclass(slots=True)
class _Wait:
    """One question being worked on; `told` once the note has been shown."""

    lock: Lock = field(default_factory=Lock)
    told: bool = False
    answered: bool = False


class Waiting:
    """Knows by response_url who has been asked to wait."""

    def __init__(self, tell: Callable[[str], None], *, after: float) -> None:
        """`tell` shows the note to whom a response_url belongs, `after` so many seconds without an answer."""
        self._tell = tell
        self._after = after
        self._waits: dict[str, _Wait] = {}

    @contextmanager
    def on(self, response_url: str) -> Iterator[None]:
        """While inside, a note is shown when no answer comes in time."""
        wait = self._waits[response_url] = _Wait()
        timer = Timer(self._after, self._note, (response_url, wait))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._waits.pop(response_url, None)

    def answered(self, response_url: str) -> bool:
        """Stop the note; True when it stands there already, for the answer to take its place."""
        wait = self._waits.get(response_url)
        if wait is None:
            return False
        with wait.lock:
            wait.answered = True
            return wait.told

    def replaced(self, response_url: str) -> None:
        """The answer stands where the note was."""
        if wait := self._waits.get(response_url):
            wait.told = False

    def _note(self, response_url: str, wait: _Wait) -> None:
        with wait.lock:
            if not wait.answered:
                wait.told = True
                self._tell(response_url)
