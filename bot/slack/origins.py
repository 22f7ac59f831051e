"""Where an answer to a modal belongs: the message whose button opened it."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from handlers.request import Request

LIFE = 1500.0
"""Seconds, less than the half hour that a response_url lives."""

REMEMBERED = 1000


class Origins:
    """Response URLs by the modal they opened; forgotten ones only mean a message in another place."""

    def __init__(self) -> None:
        self._urls: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def keep(self, view_id: str, response_url: str) -> None:
        """A modal was opened from a message."""
        with self._lock:
            self._urls[view_id] = monotonic() + LIFE, response_url
            if len(self._urls) > REMEMBERED:
                self._urls.popitem(last=False)

    def of(self, request: Request) -> str | None:
        """The response_url for what somebody does in a modal."""
        if request.view is None:
            return None
        with self._lock:
            until, url = self._urls.get(request.view.id, (0.0, ""))
        return url if monotonic() < until else None
