"""Receipts of custom points: what was sent, and when it was measured."""

from collections.abc import Sequence

from domain.result import Receipt
from metrics.items import Items
from storage.shelves import Shelves


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    points = shelves.points.by_ids(ids)
    places = {each.repository_id for each in points.values() if each.repository_id is not None}
    repositories = shelves.repositories.by_ids(places)
    homes = {id_: repositories.get(each.repository_id or 0) for id_, each in points.items()}
    return tuple(
        Receipt(
            id=id_,
            title=points[id_].note or points[id_].series,
            url="",
            repository=home.full_name if (home := homes[id_]) else "",
            name=points[id_].external_id,
            author="",
            at=points[id_].at,
            value=points[id_].value,
            phases=(),
            ruling=_ruling(points[id_].value, items),
            happened="measured",
        )
        for id_ in ids
        if id_ in points
    )


def _ruling(value: float, items: Items) -> str:
    """The value as it was sent (docs/explain/definitions.md, "Custom series")."""
    rounded = "" if round(value * items.metric.info.scale) == value * items.metric.info.scale else ", rounded"
    return f"Counted as it was sent{rounded}."
