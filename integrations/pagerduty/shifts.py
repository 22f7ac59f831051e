"""Reads who was on call, window by window: shifts of schedules, up to those that are still going on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.records import Shift
from integrations.pagerduty.api import Api, TooLong
from integrations.pagerduty.incidents import Context
from integrations.pagerduty.mapping import shift_page
from integrations.pagerduty.people import Directory
from integrations.pagerduty.windows import Window, resumed, stamp, to_the_second
from integrations.pages import Page
from integrations.reading import Unreadable, moment, whole

WIDTH = timedelta(weeks=4)
OVERLAP = timedelta(minutes=10)


class Shifts:
    """The shifts of one account. A shift is told in the window in which it began, so each is told once."""

    def __init__(self, api: Api, context: Context, oldest: Callable[[], datetime | None]) -> None:
        """`oldest` is from when on it matters who was on call: since the first incident."""
        self._api = api
        self._context = context
        self._oldest = oldest

    def pages(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """All of them, or those since a little before `until`.

        Raises:
            Rejected: the cursor is none of ours.
        """
        window: Window | None = resumed(cursor) if cursor else self._first(until)
        while window is not None:
            page, window = self._page(window)
            yield page

    def _first(self, until: datetime | None) -> Window:
        now = to_the_second(self._context.clock() + OVERLAP)
        oldest = until - OVERLAP if until else self._oldest() or now - WIDTH
        return Window(now, to_the_second(min(oldest, now)), WIDTH)

    def _page(self, window: Window) -> tuple[Page, Window | None]:
        while True:
            try:
                listed = self._on_calls(window)
            except TooLong:
                window = window.halved()
                continue
            break
        nodes = [node for node in listed if _is_shift(node) and _belongs(node, window)]
        following = None if window.is_last else window.before(WIDTH)
        directory = self._context.directory() if nodes else Directory()
        cursor = following.cursor() if following else None
        page = shift_page(self._context.source, nodes, directory, cursor)
        now = self._context.clock()
        going_on = [shift.began_at for shift in page.of(Shift) if shift.ended_at > now]
        return replace(page, unsettled_since=min(going_on, default=None)), following

    def _on_calls(self, window: Window) -> list[Any]:
        asked = {
            "since": stamp(window.began_at),
            "until": stamp(window.ended_at),
            "include[]": ["users", "schedules"],
        }
        return self._api.listed("/oncalls", "oncalls", asked)


def _is_shift(node: object) -> bool:
    """Whoever a rule names without a schedule is on call for good: that is no shift, and has no end."""
    if not isinstance(node, dict):
        return True
    is_for_good = node.get("start") is None and node.get("end") is None
    return node.get("schedule") is not None and not is_for_good


def _belongs(node: object, window: Window) -> bool:
    """Whether it began in the window, or before all of them; what says no time is left to the mapping."""
    try:
        began_at = moment(whole(node), "start")
    except Unreadable:
        return True
    return (window.is_last or window.began_at <= began_at) and began_at < window.ended_at
