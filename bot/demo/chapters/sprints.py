"""Harbour's sprints, as its Jira's boards tell them; which issues are in them, its issues tell."""

from dataclasses import replace

from bot.demo.chapters import Tale
from bot.demo.sprinting import sprints
from domain.rulings.snapshots import due
from services.seasons import Season
from storage.shelves import Shelves


def tell(tale: Tale) -> None:
    """Save every sprint that began, closed or was planned since the tale was told last."""
    told = sprints(tale)
    with tale.store.write() as shelves:
        known = shelves.sprints.by_ids(each.id for each in told)
        shelves.sprints.save([each for each in told if known.get(each.id) != each])
        if not known:
            _watch(tale, shelves)


def _watch(tale: Tale, shelves: Shelves) -> None:
    """Take the snapshots as a sync would have that was there all along."""
    season = Season.of({each.project_id for each in shelves.sprints.all()}, shelves, tale.now)
    moments = {each.id: due(each, tale.now) for each in season.sprints}
    shelves.snapshots.take(
        [
            replace(seen, taken_at=moments[id_][moment])
            for id_, taken in season.snapshots.items()
            for moment, seen in taken.items()
        ]
    )
