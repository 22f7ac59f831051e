"""Tracking: what issues' keys look like and what their statuses mean, as the settings say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.records import Category
from domain.rulings.links import PATTERN
from storage.rests_on import EVERYWHERE, ISSUES, SPRINTS
from storage.shelves import Shelves
from storage.store import Store

VERSION = 1
"""Raised when a ruling on issues or links changes: what rests on them is then made anew, once."""

_OWNER, _SAID = "tracking", "said"


@dataclass(frozen=True, slots=True)
class Tracking:
    """`patterns` are regular expressions of keys; `categories` what a status means, by its lower case.

    A status that they leave out means what its tracker says.
    """

    patterns: tuple[str, ...] = (PATTERN,)
    categories: Mapping[str, Category] = field(default_factory=dict)


def keep(tracking: Tracking, store: Store) -> None:
    """Remember what the settings say; where that is new, have everything that rests on it made anew."""
    said = {
        "version": VERSION,
        "patterns": list(tracking.patterns),
        "categories": {status: str(category) for status, category in sorted(tracking.categories.items())},
    }
    with store.read() as shelves:
        if shelves.notes.get(_OWNER, _SAID) == said:
            return
    with store.write() as shelves:
        shelves.notes.put(_OWNER, _SAID, said)
        for kind in (ISSUES, SPRINTS):
            shelves.outdated.mark(kind, {EVERYWHERE})


def tracking(shelves: Shelves) -> Tracking:
    """What the settings said when they were last read."""
    said = shelves.notes.get(_OWNER, _SAID)
    if said is None:
        return Tracking()
    categories = {status: Category(category) for status, category in said["categories"].items()}
    return Tracking(tuple(said["patterns"]), categories)
