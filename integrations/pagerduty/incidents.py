"""Reads incidents window by window, with what the account's log says of them: no request for each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.clock import Clock
from integrations.pagerduty.api import Api, TooLong
from integrations.pagerduty.mapping import incident_page
from integrations.pagerduty.people import Directory
from integrations.pagerduty.services import Services
from integrations.pagerduty.windows import NARROWEST, Window, resumed, stamp, to_the_second
from integrations.pages import Page
from integrations.reading import Node, Unreadable, moment, whole

OVERLAP = timedelta(minutes=10)
"""How much further back than the watermark, and further on than now, is read: clocks differ, logs lag."""

FIRST, WIDEST = timedelta(weeks=4), timedelta(weeks=20)
"""How wide the first window is, and any: PagerDuty looks at half a year at most
(https://developer.pagerduty.com/api-reference/9d0b4b12e36f9-list-incidents)."""

ROOMY = 2_500
"""With fewer log entries in a window the next one is twice as wide, up to the ten thousand of a list."""

HYDRATED = 20
"""Incidents that are asked for one by one and handed over together."""

_OPEN = {"statuses[]": ["triggered", "acknowledged"], "date_range": "all"}
_CHANNELS = {"include[]": ["channels"]}

Log = dict[str, list[Node]]
"""By incident, its log entries."""


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs to know beside the incidents; asked for when it is needed, once."""

    source: str
    clock: Clock
    services: Callable[[], Services]
    directory: Callable[[], Directory]


class Incidents:
    """The incidents of one account."""

    def __init__(self, api: Api, context: Context) -> None:
        self._api = api
        self._context = context
        self._done: set[str] = set()

    def pages(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """All of them, or those that the log speaks of since a little before `until`.

        Raises:
            Rejected: the cursor is none of ours.
        """
        window: Window | None = resumed(cursor) if cursor else self._first(until)
        if window is None:
            yield Page(())
        while window is not None:
            page, window = self._page(window, is_new=until is not None)
            yield page

    def hydrated(self, ids: Sequence[str]) -> Iterator[Page]:
        """Those of these ids, as they are now."""
        for first in range(0, len(ids), HYDRATED):
            some = ids[first : first + HYDRATED]
            found = {id_: self._single(id_) for id_ in some}
            page = self._mapped([node for node in found.values() if node], None)
            yield replace(page, gone=tuple(id_ for id_, node in found.items() if node is None))

    def oldest(self) -> datetime | None:
        """When the first incident was created."""
        asked = {"date_range": "all", "sort_by": "created_at:asc", "limit": 1}
        listed = self._api.get("/incidents", asked).get("incidents")
        return _created(listed[0]) if isinstance(listed, list) and listed else None

    def _first(self, until: datetime | None) -> Window | None:
        now = to_the_second(self._context.clock() + OVERLAP)
        oldest = until - OVERLAP if until else self.oldest()
        return Window(now, to_the_second(min(oldest, now)) - NARROWEST, FIRST) if oldest else None

    def _page(self, window: Window, *, is_new: bool) -> tuple[Page, Window | None]:
        """A window's incidents, in as many windows as they need, and the window before it."""
        while True:
            try:
                nodes, log = self._nodes(window), self._log(window)
            except TooLong:
                window = window.halved()
                continue
            break
        entries = sum(map(len, log.values()))
        width = min(window.width * 2, WIDEST) if entries < ROOMY else window.width
        following = None if window.is_last else window.before(width)
        told = list(self._told(window, nodes, log))
        if is_new:
            told += self._others(window, nodes, log)
        return self._mapped(told, following.cursor() if following else None), following

    def _nodes(self, window: Window) -> list[Any]:
        """What was created in the window; what says no time is left to the mapping, which says so."""
        asked: dict[str, Any] = {**_between(window), "sort_by": "created_at:asc"}
        chosen = self._context.services().ids
        if chosen is not None and not chosen:
            return []
        if chosen is not None:
            asked["service_ids[]"] = sorted(chosen)
        listed = self._api.listed("/incidents", "incidents", asked)
        return [node for node in listed if _is_within(window, _created(node))]

    def _log(self, window: Window) -> Log:
        """Asked for after the incidents, so that it knows of whatever they are the result of."""
        asked = {**_between(window), **_CHANNELS}
        entries = self._api.listed("/log_entries", "log_entries", asked)
        return _by_incident(each for each in entries if self._is_chosen(each))

    def _is_chosen(self, entry: object) -> bool:
        return not isinstance(entry, dict) or self._context.services().has(entry.get("service"))

    def _told(self, window: Window, nodes: list[Any], log: Log) -> Iterator[Any]:
        """Each incident with its log: the window's, or where it outlasted that, its own."""
        for node in nodes:
            id_ = _id(node)
            if id_ in self._done:
                continue
            if id_ and _outlasts(node, window, self._context.clock()):
                yield node | {"log_entries": self._entries(id_)}
            else:
                yield node | {"log_entries": log.get(id_, [])} if isinstance(node, dict) else node

    def _others(self, window: Window, nodes: list[Any], log: Log) -> Iterator[Node]:
        """What was created before the window and is spoken of in it, or has changed its status since."""
        still_open = {_id(node): node for node in self._api.listed("/incidents", "incidents", _OPEN)}
        changed = {id_ for id_, node in still_open.items() if _is_within(window, _changed(node))}
        here = {_id(node) for node in nodes}
        for id_ in sorted((log.keys() | changed) - here - self._done - {""}):
            self._done.add(id_)
            node = still_open.get(id_)
            found = node | {"log_entries": self._entries(id_)} if node else self._single(id_)
            if found and self._context.services().has(found.get("service")):
                yield found

    def _single(self, id_: str) -> Node | None:
        """One incident with its own log; None where it is gone."""
        node = self._api.find(f"/incidents/{id_}", "incident")
        return node and node | {"log_entries": self._entries(id_)}

    def _entries(self, id_: str) -> list[Any]:
        return self._api.listed(f"/incidents/{id_}/log_entries", "log_entries", _CHANNELS)

    def _mapped(self, nodes: Iterable[object], cursor: str | None) -> Page:
        told = list(nodes)
        directory = self._context.directory() if told else Directory()
        return incident_page(self._context.source, told, directory, cursor)


def _between(window: Window) -> dict[str, str]:
    return {"since": stamp(window.began_at), "until": stamp(window.ended_at)}


def _is_within(window: Window, at: datetime | None) -> bool:
    return at is None or window.began_at <= at < window.ended_at


def _outlasts(node: Node, window: Window, now: datetime) -> bool:
    """Whether something may have happened to it after the window; nothing has, after now."""
    if window.ended_at > now:
        return False
    changed_at = _changed(node)
    return node.get("status") != "resolved" or changed_at is None or changed_at >= window.ended_at


def _by_incident(entries: Iterable[object]) -> Log:
    log: Log = defaultdict(list)
    for entry in entries:
        incident = entry.get("incident") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and (id_ := _id(incident)):
            log[id_].append(entry)
    return log


def _id(node: object) -> str:
    id_ = node.get("id") if isinstance(node, dict) else None
    return id_ if isinstance(id_, str) and id_.isalnum() else ""


def _created(node: object) -> datetime | None:
    return _moment(node, "created_at")


def _changed(node: object) -> datetime | None:
    return _moment(node, "last_status_change_at")


def _moment(node: object, key: str) -> datetime | None:
    try:
        return moment(whole(node), key)
    except Unreadable:
        return None
