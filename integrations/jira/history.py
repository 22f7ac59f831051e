"""An issue's history: its moves between statuses and sprints, its estimates, and when it was flagged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.ids import identify
from domain.records import EstimateChange, SprintChange, Stop, Transition
from integrations.accounts import Roster
from integrations.intervals import drafts
from integrations.jira.accounts import person
from integrations.jira.fields import Fields
from integrations.jira.readers import ids, instant, number
from integrations.jira.statuses import Statuses
from integrations.reading import Node, T, Unreadable, each, inside, optional_text, text

_LONGEST_SERIAL = 18


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the field with this id, as Jira tells it in `item`; `account_id` is who made it."""

    at: datetime
    serial: int
    field: str
    item: Node
    path: str
    account_id: int | None = None

    def read(self, read: Callable[[Node], T]) -> T:
        """What `read` makes of the item; a complaint says where that stands."""
        try:
            return read(self.item)
        except Unreadable as error:
            raise error.under(self.path) from None


def changes(node: Node, fields: Fields, named: Roster) -> list[Change]:
    """Every change of our fields in the node's `changelog`, the oldest first.

    Raises:
        Unreadable: one is not what it must be, or the history was cut.
    """
    found: list[Change] = []
    for index, history in enumerate(inside(node, "changelog", _complete)):
        path = f"changelog.histories[{index}]"
        try:
            found += _of(history, path, fields, named)
        except Unreadable as error:
            raise error.under(path) from None
    return sorted(found, key=lambda change: (change.at, change.serial))


def _complete(log: Node) -> list[Node]:
    histories = each(log, "histories", lambda history: history)
    total = log.get("total")
    if isinstance(total, int) and total > len(histories):
        raise Unreadable("histories", f"expected all {total}, found {len(histories)}")
    return histories


def _of(history: Node, path: str, fields: Fields, named: Roster) -> list[Change]:
    """What was changed of our fields in one go; who else touched the issue does not matter."""
    items = each(history, "items", lambda item: (fields.told_of(item), item))
    if not any(ours for ours, _ in items):
        return []
    at = instant(history, "created")
    author = person(history, "author", named)
    return [
        Change(at, _serial(history), ours, item, f"{path}.items[{index}]", author)
        for index, (ours, item) in enumerate(items)
        if ours
    ]


def _serial(history: Node) -> int:
    """Its number, for what was changed in one moment."""
    id_ = history.get("id")
    if isinstance(id_, str) and id_.isascii() and id_.isdigit() and len(id_) <= _LONGEST_SERIAL:
        return int(id_)
    return 0


def transitions(told: Iterable[Change], statuses: Statuses) -> tuple[Transition, ...]:
    """Its moves between statuses, by the names that these have today."""

    def move(change: Change) -> Transition:
        item = change.item
        before = statuses.status(item.get("from"), change.read(lambda item: text(item, "fromString")))
        after = statuses.status(item.get("to"), change.read(lambda item: text(item, "toString")))
        return Transition(
            change.at, before.name, after.name, before.category, after.category, change.account_id
        )

    return tuple(map(move, told))


def sprint_changes(told: Iterable[Change], source: str) -> tuple[SprintChange, ...]:
    """What it came into and left: Jira tells all the sprints before and after."""
    found: list[SprintChange] = []
    for change in told:
        before = change.read(lambda item: ids(item, "from"))
        after = change.read(lambda item: ids(item, "to"))
        moved = [(id_, False) for id_ in before if id_ not in after]
        moved += [(id_, True) for id_ in after if id_ not in before]
        found += [SprintChange(change.at, identify(source, "sprint", id_), added) for id_, added in moved]
    return tuple(found)


def estimate_changes(told: Iterable[Change]) -> tuple[EstimateChange, ...]:
    """Its estimates, which Jira tells as text."""
    return tuple(
        EstimateChange(
            change.at,
            change.read(lambda item: number(item, "fromString")),
            change.read(lambda item: number(item, "toString")),
        )
        for change in told
    )


def stops(
    told: Sequence[Change], *, created_at: datetime, updated_at: datetime, is_flagged: bool
) -> tuple[Stop, ...]:
    """While it was flagged, told by the same kind of turns as drafts; it may have been created so."""
    turns = [(change.at, bool(change.read(lambda item: optional_text(item, "toString")))) for change in told]
    found = drafts(turns, created_at=created_at, is_draft=is_flagged, ended_at=updated_at)
    return tuple(Stop(each.began_at, each.ended_at) for each in found)
