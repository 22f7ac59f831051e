"""How a picture reaches its reader: by link, as Slack's file in the answer, or later as a direct message."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from domain.clock import Clock
from domain.errors import Misconfigured, Retryable
from domain.result import TOO_FEW, Result
from domain.views import View
from render.charts.alt import alt
from render.charts.drawn import Drawn
from render.charts.views import has_picture
from render.message import Message
from render.picture import Picture
from render.slack.answer import answer
from render.slack.note import note
from services.pictures import Pictures
from storage.store import Store

LONGEST = 15.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
GIVEN_UP_FOR = timedelta(hours=12)
OWNER, GIVEN_UP = "slack.pictures", "given up"

log = logging.getLogger("leadline.delivery")


class Gallery(Protocol):
    """Where files are shown and people are written to, such as Slack."""

    def post(self, channel: str, message: Message) -> str: ...

    def upload(self, content: bytes, *, filename: str, title: str, channel: str | None = None) -> str: ...

    def is_ready(self, file_id: str) -> bool: ...


class Delivery:
    """Chooses the way that this deployment allows, and remembers what did not work."""

    def __init__(
        self,
        pictures: Pictures,
        store: Store,
        gallery: Gallery,
        clock: Clock,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pictures = pictures
        self._store = store
        self._gallery = gallery
        self._clock = clock
        self._sleep = sleep

    def at_once(self, result: Drawn) -> Picture | None:
        """The picture when it needs no waiting: by link, or as a file that Slack has already."""
        if not is_drawn(result):
            return None
        try:
            return self._pictures.url(result) or self._known(result)
        except Retryable as error:
            log.warning("An answer goes out without its picture: %s", error)
            return None

    def comes_later(self, result: Drawn) -> bool:
        """Whether the picture has to be uploaded first, and Slack has not refused that lately."""
        return is_drawn(result) and not self._pictures.has_links and not self._is_given_up()

    def after_waiting(self, result: Drawn) -> Picture | None:
        """The picture once Slack has looked the file through; None where that does not work."""
        if not self.comes_later(result):
            return None
        try:
            return self._uploaded(result)
        except Misconfigured as error:
            self.give_up(str(error))
        except Retryable as error:
            log.warning("An answer stays without its picture: %s", error)
        return None

    def give_up(self, reason: str) -> None:
        """Slack does not show files in answers here: send them by direct message, and try again tomorrow."""
        log.warning("For %s, pictures go out by direct message only: %s", GIVEN_UP_FOR, reason)
        until = (self._clock() + GIVEN_UP_FOR).isoformat()
        with self._store.write() as shelves:
            shelves.notes.put(OWNER, GIVEN_UP, {"until": until})

    def send_picture(self, person: str, result: Result) -> None:
        """The picture by direct message.

        Raises:
            LeadlineError: it could not be drawn, or Slack does not take it.
        """
        linked = self._pictures.url(result)
        conversation = self._gallery.post(person, answer(result, linked))
        if linked is None:
            self._upload(result, conversation)

    def send(self, person: str, content: bytes, *, filename: str, title: str) -> bool:
        """A file by direct message; False where Slack takes none."""
        try:
            conversation = self._gallery.post(person, note(title))
            self._gallery.upload(content, filename=filename, title=filename, channel=conversation)
        except Misconfigured as error:
            log.warning("A file is handed over as text: %s", error)
            return False
        return True

    def _is_given_up(self) -> bool:
        with self._store.read() as shelves:
            given_up = shelves.notes.get(OWNER, GIVEN_UP)
        return given_up is not None and self._clock() < datetime.fromisoformat(given_up["until"])

    def _upload(self, result: Drawn, conversation: str | None = None) -> str:
        png = self._pictures.png(result)
        name = f"{result.question.metric}.png"
        return self._gallery.upload(png, filename=name, title=alt(result), channel=conversation)

    def _known(self, result: Drawn) -> Picture | None:
        with self._store.read() as shelves:
            known = shelves.notes.get(OWNER, self._pictures.digest(result))
        return Picture(alt(result), file_id=known["file"]) if known and not self._is_given_up() else None

    def _uploaded(self, result: Drawn) -> Picture | None:
        file_id = self._upload(result)
        if not self._became_ready(file_id):
            log.warning("Slack took longer than %d s to look a picture through", LONGEST)
            return None
        with self._store.write() as shelves:
            shelves.notes.put(OWNER, self._pictures.digest(result), {"file": file_id})
        return Picture(alt(result), file_id=file_id)

    def _became_ready(self, file_id: str) -> bool:
        """Ask until Slack says so: a file shown sooner is refused (slack.md, a5)."""
        waited, pause = 0.0, FIRST_PAUSE
        while not self._gallery.is_ready(file_id):
            if waited + pause > LONGEST:
                return False
            self._sleep(pause)
            waited, pause = waited + pause, min(2 * pause, LONGEST_PAUSE)
        return True


def is_drawn(result: Drawn) -> bool:
    """Few or no items are listed, not drawn; a view knows itself."""
    if isinstance(result, View):
        return has_picture(result)
    return result.has_value and result.summary.n >= TOO_FEW
