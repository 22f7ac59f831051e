"""What a site's statuses mean: the category that Jira files each under, also of those long deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.records import Category
from integrations.reading import Node, Unreadable, shown, storable

CATEGORIES = {
    "new": Category.TO_DO,
    "undefined": Category.TO_DO,
    "indeterminate": Category.IN_PROGRESS,
    "done": Category.DONE,
}
"""By Jira's own keys; a category that Jira has yet to think of is work in progress."""

_USUAL = {
    Category.TO_DO: ("backlog", "new", "open", "reopened", "selected for development", "to do", "todo"),
    Category.DONE: ("closed", "complete", "completed", "done", "released", "resolved"),
}
"""Jira's own names of statuses: what one meant that was deleted since, nobody tells any more."""

_LIKELY = {usual: category for category, names in _USUAL.items() for usual in names}


@dataclass(frozen=True, slots=True)
class Status:
    """What it is called today, and means."""

    name: str
    category: Category


@dataclass(frozen=True, slots=True)
class Statuses:
    """All the statuses of a site, by id and by lower-case name."""

    by_id: Mapping[str, Status] = field(default_factory=dict)
    by_name: Mapping[str, Category] = field(default_factory=dict)

    def status(self, id_: object, label: str) -> Status:
        """One by its id, under its name of today; a deleted one by its name, and by what that says."""
        known = self.by_id.get(id_) if isinstance(id_, str) else None
        if known:
            return known
        lower = label.casefold()
        likely = self.by_name.get(lower) or _LIKELY.get(lower, Category.IN_PROGRESS)
        return Status(storable(label), likely)


def statuses(nodes: Iterable[object]) -> Statuses:
    """Of all that a site tells; where projects have several of one name, the last by it."""
    found: dict[str, Status] = {}
    for node in nodes:
        if isinstance(node, dict) and isinstance(node.get("name"), str) and isinstance(node.get("id"), str):
            found[node["id"]] = Status(storable(node["name"]), category(node) or Category.IN_PROGRESS)
    return Statuses(found, {each.name.casefold(): each.category for each in found.values()})


def category(node: Node) -> Category | None:
    """The category that a status carries with it; None where it carries none."""
    filed = node.get("statusCategory")
    if filed is None:
        return None
    key = filed.get("key") if isinstance(filed, dict) else filed
    if not isinstance(key, str):
        raise Unreadable("statusCategory.key", f"expected a category, found {shown(key)}")
    return CATEGORIES.get(key, Category.IN_PROGRESS)
