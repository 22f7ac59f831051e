"""Reads issues with their whole histories: a thousand at a time in the Cloud, inline elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from domain.errors import Rejected, Retryable, Unknown
from integrations.jira import jql
from integrations.jira.api import Api
from integrations.jira.fields import Fields, find
from integrations.jira.histories import with_histories
from integrations.jira.listing import Projects, listed
from integrations.jira.mapping import Terms, issue_page
from integrations.jira.readers import instant
from integrations.jira.statuses import statuses
from integrations.pages import Page
from integrations.reading import Node, Unreadable, inside, whole

OVERLAP = timedelta(minutes=5)
"""How much further back than the watermark a reading goes, for an index that lags and clocks that differ."""

CLOUD_PAGE, SERVER_PAGE = 100, 250
BATCH = 1_000
"""Issues whose histories are asked for at once."""

HYDRATED = 100
"""Issues that are read by their ids at once."""


_SPOT = re.compile(r"(\d{4}/\d\d/\d\d \d\d:\d\d)?\|\d{1,9}\|(\d+(,\d+)*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search; `behind` is the cursor that continues it, None at its end."""

    nodes: list[object]
    behind: str | None


class Issues:
    """The issues of the chosen projects."""

    def __init__(self, api: Api, source: str, projects: Projects, points_field: str = "") -> None:
        self._api = api
        self._source = source
        self._projects = projects
        self._points_field = points_field

    @cached_property
    def fields(self) -> Fields:
        """Asked once. Raises `Misconfigured` where the settings name a field that there is not."""
        nodes = self._api.get("field")
        return find(nodes if isinstance(nodes, list) else [], self._points_field)

    @cached_property
    def terms(self) -> Terms:
        """Asked once, when there is something to be told in them."""
        nodes = self._api.get("status")
        known = statuses(nodes if isinstance(nodes, list) else [])
        return Terms(self._source, self._api.server.pages, self.fields, known, self._ids_by_key())

    def pages(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """What was updated since `until`, or everything, the oldest first."""
        if not self._projects.chosen:
            yield Page(())
            return
        search = self._of_cloud if self._api.server.is_cloud else self._of_server
        for found in search(cursor, until):
            nodes = found.nodes
            yield (
                issue_page(self.terms, nodes, cursor=found.behind) if nodes else Page((), cursor=found.behind)
            )

    def hydrated(self, external_ids: Sequence[str]) -> Iterator[Page]:
        """These issues as they are now, asked of the issues themselves: the search lags behind them.

        One of a project that is not chosen is gone.
        """
        for first in range(0, len(external_ids), HYDRATED):
            some = external_ids[first : first + HYDRATED]
            asked = [id_ for id_ in some if id_.isascii() and id_.isdigit()]
            nodes = self._by_id(asked) if asked else []
            there = {node.get("id") for node in nodes if isinstance(node, dict)}
            page = issue_page(self.terms, nodes) if nodes else Page(())
            yield replace(page, gone=tuple(id_ for id_ in some if id_ not in there))

    def _of_cloud(self, cursor: str | None, until: datetime | None) -> Iterator[Found]:
        """Pages of a hundred; the histories of ten of them are asked for together."""
        batch: list[Found] = []
        for found in self._searched(cursor, until):
            batch.append(found)
            if found.behind is None or sum(len(each.nodes) for each in batch) > BATCH - CLOUD_PAGE:
                yield from self._told(batch)
                batch = []

    def _told(self, batch: list[Found]) -> Iterator[Found]:
        nodes = [node for found in batch for node in found.nodes]
        told = iter(with_histories(self._api, nodes, self.fields.changing))
        for found in batch:
            yield replace(found, nodes=[next(told) for _ in found.nodes])

    def _searched(self, cursor: str | None, until: datetime | None) -> Iterator[Found]:
        """Raises `Retryable` where the tokens lead in circles."""
        question = self._question(until)
        passed: set[str | None] = set()
        while cursor not in passed:
            passed.add(cursor)
            body: Node = {"jql": question, "maxResults": CLOUD_PAGE, "fields": self.fields.asked}
            answer = self._api.search("search/jql", {**body, "nextPageToken": cursor} if cursor else body)
            found = Found(listed(answer, "issues"), _token(answer))
            yield found
            cursor = found.behind
            if cursor is None:
                return
        raise Retryable("Jira leads in circles through its issues.")

    def _question(self, until: datetime | None) -> str:
        order = "updated" if until else "created"
        since = jql.minute(until - OVERLAP, self._zone) if until else ""
        return jql.issues(self._projects.chosen.values(), order=order, since=since)

    def _of_server(self, cursor: str | None, until: datetime | None) -> Iterator[Found]:
        """Each page begins in the minute in which the one before it ended.

        Counting on from the start would jump over an issue wherever one before it was deleted, or was
        updated meanwhile and so moved to the end.
        """
        order = "updated" if until else "created"
        first = jql.minute(until - OVERLAP, self._zone) if until else ""
        spot: Spot | None = Spot.read(cursor) if cursor else Spot(first)
        while spot is not None:
            question = jql.issues(self._projects.chosen.values(), order=order, since=spot.minute)
            answer = self._api.search("search", self._server_body(question, spot.start))
            nodes = listed(answer, "issues")
            behind = None if _is_last(answer, spot.start, nodes) else self._behind(spot, nodes, order)
            yield Found([*self._with_histories(spot.unseen(nodes))], str(behind) if behind else None)
            spot = behind

    def _with_histories(self, nodes: list[object]) -> Iterator[object]:
        """Some servers tell the histories of single issues only, whatever a search asks for."""
        for node in nodes:
            key = node.get("key") if isinstance(node, dict) and "changelog" not in node else None
            alone = list(self._one_by_one([key])) if isinstance(key, str) and key.isprintable() else []
            yield from alone or [node]

    def _server_body(self, question: str, start: int) -> Node:
        body: Node = {"jql": question, "startAt": start, "maxResults": SERVER_PAGE}
        return {**body, "fields": self.fields.asked, "expand": ["changelog"]}

    def _behind(self, spot: "Spot", nodes: list[object], order: str) -> "Spot":
        """Never before the minute that this page began in, so that it comes to an end."""
        times = {id_: at for node in nodes if (id_ := _id(node)) and (at := _time(node, order))}
        minute = jql.minute(max(times.values()), self._zone) if times else spot.minute
        if minute <= spot.minute:
            return replace(spot, start=spot.start + len(nodes))
        return Spot(minute, seen=tuple(i for i, at in times.items() if jql.minute(at, self._zone) >= minute))

    @cached_property
    def _zone(self) -> tzinfo:
        """The time zone of whoever we are, on whose clock times are asked for."""
        told = self._api.get("myself")
        name = told.get("timeZone") if isinstance(told, dict) else None
        return jql.zone(name if isinstance(name, str) else "")

    def _by_id(self, ids: list[str]) -> list[object]:
        if not self._api.server.is_cloud:
            return [node for node in self._one_by_one(ids) if self._is_ours(node)]
        body = {"issueIdsOrKeys": ids, "fields": self.fields.asked}
        answer = self._api.post("issue/bulkfetch", body)
        if answer.get("issueErrors"):  # whoever does not exist for us is not even among these
            raise Retryable("Jira could not read some of its issues.", hint="They are asked for again.")
        nodes = [node for node in listed(answer, "issues") if self._is_ours(node)]
        return with_histories(self._api, nodes, self.fields.changing) if nodes else []

    def _one_by_one(self, ids: list[str]) -> Iterator[object]:
        params = {"fields": ",".join(self.fields.asked), "expand": "changelog"}
        for id_ in ids:
            try:
                yield self._api.get(f"issue/{id_}", params)
            except Unknown:
                continue

    def _ids_by_key(self) -> dict[str, str]:
        return {key: id_ for id_, key in self._projects.chosen.items()}

    def _is_ours(self, node: object) -> bool:
        """What has no project that can be read is left to the mapping, which says so."""
        try:
            project = inside(whole(node), "fields", lambda fields: inside(fields, "project", whole))
        except Unreadable:
            return True
        is_known = project.get("key") in self._projects.chosen.values()
        return is_known or not isinstance(project.get("id"), str) or project["id"] in self._projects.chosen


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a server's search: so many issues behind the first that is not before the minute.

    `seen` are ids of issues of that minute that came before this place.
    """

    minute: str
    start: int = 0
    seen: tuple[str, ...] = ()

    @classmethod
    def read(cls, cursor: str) -> "Spot":
        if not _SPOT.fullmatch(cursor):
            raise Rejected(f"`{cursor[:40]}` is no place among Jira's issues.", hint="They are read anew.")
        minute, start, seen = cursor.split("|")
        return cls(minute, int(start), tuple(seen.split(",")) if seen else ())

    def __str__(self) -> str:
        return f"{self.minute}|{self.start}|{','.join(self.seen)}"

    def unseen(self, nodes: list[object]) -> list[object]:
        return [node for node in nodes if _id(node) not in self.seen]


def _token(answer: object) -> str | None:
    token = answer.get("nextPageToken") if isinstance(answer, dict) else None
    return token if isinstance(token, str) and token else None


def _is_last(answer: object, start: int, nodes: list[object]) -> bool:
    total = answer.get("total") if isinstance(answer, dict) else None
    return not nodes or (type(total) is int and start + len(nodes) >= total)


def _id(node: object) -> str:
    id_ = node.get("id") if isinstance(node, dict) else None
    return id_ if isinstance(id_, str) and id_.isascii() and id_.isdigit() else ""


def _time(node: object, order: str) -> datetime | None:
    try:
        return inside(whole(node), "fields", lambda fields: instant(fields, order))
    except Unreadable:
        return None
