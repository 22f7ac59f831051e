"""The edge where Slack's work runs: whatever happens there is logged with a reference, and told."""

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock
from time import monotonic, sleep

from bot.slack.calls import Calls
from bot.slack.seen import Seen
from domain.errors import LeadlineError, Misconfigured
from handlers.request import Kind, Request
from handlers.slack import Opened
from render.message import Message
from render.slack.errors import crash, failure
from render.slack.waiting import notice

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the letters and digits that are taken for each other when read out."""

COURTESY, GLANCE = 0.2, 0.005
"""Seconds that work waits at most for acknowledgements, and looks after them again."""

log = logging.getLogger("leadline.slack")


def reference() -> str:
    """A short name for one mishap, in the log and in what the person reads."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


class Guard:
    """Runs handed-over work in its own pool, once, and lets no error vanish.

    Bolt's lazy listeners swallow errors and copy the request; plain work in a pool does neither
    (docs/decisions/0008-slack-work.md).
    """

    def __init__(self, pool: Executor, calls: Calls, seen: Seen) -> None:
        self._pool = pool
        self._calls = calls
        self._seen = seen
        self._lock = Lock()
        self._waiting = 0
        self._unanswered: Callable[[], int] = int

    def give_way(self, unanswered: Callable[[], int]) -> None:
        """Begin no work while so many of Slack's deliveries are unacknowledged: they have three seconds."""
        self._unanswered = unanswered

    @property
    def waiting(self) -> int:
        """How much work is handed over and not yet done."""
        return self._waiting

    def later(self, work: Callable[[Request], None], request: Request) -> None:
        """Hand over work that was acknowledged."""
        with self._lock:
            self._waiting += 1
        self._pool.submit(self._run, work, request)

    def _run(self, work: Callable[[Request], None], request: Request) -> None:
        try:
            self._let_acks_go_first()
            if not self._seen.before(request):
                with self._calls.patience(request):
                    self._guarded(work, request)
        except Exception:
            log.exception("Work for Slack failed, and so did telling it")
        finally:
            with self._lock:
                self._waiting -= 1

    def _let_acks_go_first(self) -> None:
        """Sixteen threads that compute would keep an acknowledgement waiting for the interpreter's lock."""
        until = monotonic() + COURTESY
        while self._unanswered() and monotonic() < until:
            sleep(GLANCE)

    def _guarded(self, work: Callable[[Request], None], request: Request) -> None:
        try:
            work(request)
        except Exception as error:  # noqa: BLE001 - the edge: told to the person, logged for the admin
            self.tell(error, request)

    def regret(self, error: Exception, request: Request) -> None:
        """Tell of an error that came before the hand-over."""
        self._pool.submit(self._tell_or_log, error, request)

    def tell(self, error: Exception, request: Request) -> None:
        """Answer with the error: ours in its own words, any other with a reference to the log.

        What fails while a modal is open is told in the modal.
        """
        message = self._message(error, request)
        view = request.view
        if view is not None and view.is_modal and request.kind is Kind.ACTION:
            self._calls.update_view(Opened(view.id, view.hash), notice(view.title, message))
        else:
            self._calls.answer(request, message)

    def _tell_or_log(self, error: Exception, request: Request) -> None:
        try:
            self.tell(error, request)
        except Exception:
            log.exception("An error could not be told")

    def _message(self, error: Exception, request: Request) -> Message:
        if isinstance(error, LeadlineError):
            if isinstance(error, Misconfigured):
                log.warning("Slack work needs the admin: %s", error)
            return failure(error)
        name = reference()
        log.error("Slack work failed [%s] (%s %s)", name, request.kind, request.action_id, exc_info=error)
        return crash(name, request.text if request.kind is Kind.COMMAND else "")
