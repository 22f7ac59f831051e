"""Drawing in processes of their own: charts are CPU work, and threads that draw keep Slack waiting."""

import logging
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock

from domain.errors import Retryable
from render.charts.drawn import Drawn
from render.charts.worker import draw, warm

WORKERS = 2
LONGEST = 15.0
RECYCLED_AFTER = 500
Draw = Callable[[Drawn, str], bytes]

log = logging.getLogger("leadline.drawing")


class Drawing:
    """A few warmed processes that draw; a broken or worn one is replaced.

    `max_tasks_per_child` would recycle them too, but can hang on Python 3.11
    (https://github.com/python/cpython/issues/115634).
    """

    def __init__(
        self,
        draw: Draw = draw,
        *,
        workers: int = WORKERS,
        longest: float = LONGEST,
        recycled_after: int = RECYCLED_AFTER,
    ) -> None:
        """No process is started before the first picture, or `warm`."""
        self._draw = draw
        self._workers = workers
        self._longest = longest
        self._recycled_after = recycled_after
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._drawn = 0

    def __call__(self, result: Drawn, theme: str = "light") -> bytes:
        """The PNG of a result's chart.

        Raises:
            Retryable: two processes died over it, or it took too long.
        """
        try:
            return self._drawn_by(self._current(), result, theme)
        except BrokenProcessPool:
            log.warning("A drawing process died and is replaced")
        try:
            return self._drawn_by(self._current(), result, theme)
        except BrokenProcessPool as broken:
            raise Retryable(
                "The chart could not be drawn.", hint="The figures are complete without it."
            ) from broken

    def warm(self) -> None:
        """Start the processes now, so that the first chart is as fast as the others."""
        pool = self._current()
        for _ in range(self._workers):
            pool.submit(_ready)

    def close(self) -> None:
        """Let running drawings finish, begin no other, end the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _drawn_by(self, pool: ProcessPoolExecutor, result: Drawn, theme: str) -> bytes:
        try:
            drawing: Future[bytes] = pool.submit(self._draw, result, theme)
            return drawing.result(timeout=self._longest)
        except BrokenProcessPool:
            self._drop(pool)
            raise
        except OutOfTime as late:
            drawing.cancel()
            raise Retryable("The chart took too long.", hint="The figures are complete without it.") from late

    def _current(self) -> ProcessPoolExecutor:
        with self._lock:
            self._drawn += 1
            if self._pool is not None and self._drawn > self._recycled_after:
                self._pool.shutdown(wait=False)
                self._pool = None
            if self._pool is None:
                self._drawn = 1
                context = get_context("forkserver")
                self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_begin)
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """A drawing process leaves Ctrl-C to the one that started it, and pays for its libraries at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm()


def _ready() -> None:
    """Work that is done as soon as a process is."""
