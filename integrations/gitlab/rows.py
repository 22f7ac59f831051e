"""Walks REST's lists, from the latest change back: no change meanwhile pushes anything out of sight."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.errors import Rejected, Retryable
from integrations.gitlab.api import PER_PAGE, Api, at
from integrations.reading import Unreadable, moment, whole

Rows = tuple[list[Any], str | None]
"""A page of a list, and the cursor behind it."""

_STEP = timedelta(milliseconds=1)
"""GitLab keeps microseconds and tells milliseconds: the last of a page is met again on the next one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a list was walked: what changed after `before` is behind us, and so are `passed`.

    A whole page of one moment is passed by its `number`.
    """

    before: datetime | None = None
    number: int = 1
    passed: frozenset[str] = frozenset()

    def __str__(self) -> str:
        before = self.before.isoformat() if self.before else ""
        return f"{before} {self.number} {','.join(sorted(self.passed))}"


def descend(api: Api, path: str, *, cursor: str | None, since: datetime | None) -> Iterator[Rows]:
    """Pages of a list that knows `updated_after` and `updated_before`.

    A page goes on from the time of the one before, not from its place in the list: places shift, times stay.

    Raises:
        Absent, Hidden: it is gone, or not ours to see.
        Rejected: the cursor is none.
        Retryable: the list leads in circles.
    """
    mark = _marked(cursor)
    latest: list[Any] = []
    while True:
        parameters: dict[str, object] = {"order_by": "updated_at", "sort": "desc", "page": mark.number}
        if since:
            parameters["updated_after"] = since.isoformat()
        if mark.before:
            parameters["updated_before"] = mark.before.isoformat()
        rows = api.rows(path, **parameters)
        fresh = [row for row in rows if _id(row) not in mark.passed]
        if len(rows) < PER_PAGE:
            yield fresh, None
            return
        if not fresh or rows == latest:
            raise Retryable(f"GitLab leads in circles through {path}.")
        mark = _behind(rows, mark)
        yield fresh, str(mark)
        latest = rows


def numbered(api: Api, path: str, parameters: Mapping[str, object], *, first: int = 1) -> Iterator[list[Any]]:
    """Pages of a list that nothing shifts, by their numbers.

    Raises:
        Absent, Hidden: it is gone, or not ours to see.
        Retryable: the list leads in circles.
    """
    latest: list[Any] = []
    page = first
    while True:
        rows = api.rows(path, **parameters, page=page)
        if latest and rows == latest:
            raise Retryable(f"GitLab leads in circles through {path}.")
        yield rows
        if len(rows) < PER_PAGE:
            return
        latest = rows
        page += 1


def everything(api: Api, path: str, **parameters: object) -> list[Any]:
    """A list from its first page to its last; raises as `numbered` does."""
    return [row for rows in numbered(api, path, parameters) for row in rows]


def _id(row: object) -> str | None:
    id_ = row.get("id") if isinstance(row, dict) else None
    return id_ if isinstance(id_, str) else str(id_) if type(id_) is int else None


def _behind(rows: list[Any], mark: Mark) -> Mark:
    """Where to go on, and which of the page will be met there once more."""
    try:
        last = moment(whole(rows[-1]), "updated_at")
    except Unreadable:
        return replace(mark, number=mark.number + 1, passed=_ids(rows))
    before = last + _STEP
    again = _ids([row for row in rows if at(row, "updated_at") == rows[-1]["updated_at"]])
    if mark.before is None or before < mark.before:
        return Mark(before, 2 if len(again) == len(rows) else 1, again)
    return replace(mark, number=mark.number + 1, passed=again)


def _ids(rows: list[Any]) -> frozenset[str]:
    return frozenset(id_ for row in rows if (id_ := _id(row)))


def _marked(cursor: str | None) -> Mark:
    if cursor is None:
        return Mark()
    try:
        before, number, passed = cursor.split(" ")
        at_ = datetime.fromisoformat(before) if before else None
        return Mark(at_, int(number), frozenset(passed.split(",")) - {""})
    except ValueError:
        raise Rejected("This is no position in a list of GitLab's.", hint="The list is read anew.") from None
