"""What a source has told of, in words: every kind of record that it has, whatever kind of source it is."""

from collections.abc import Iterable

from domain.health import SourceHealth
from render.values import plural

MOST_UNREAD = 3


def held(source: SourceHealth) -> list[str]:
    """How many records of each kind: "12 repositories", "3,120 pull requests"; "nothing yet" of none."""
    return [plural(each.n, each.kind) for each in source.holds] or ["nothing yet"]


def holding(source: SourceHealth) -> str:
    """The same in a sentence: "3 projects and 800 issues"."""
    *others, last = held(source)
    return f"{', '.join(others)} and {last}" if others else last


def held_by_all(sources: Iterable[SourceHealth], nouns: Iterable[str]) -> list[str]:
    """How many of these kinds all the sources have together; without kinds that none of them has."""
    totals = dict.fromkeys(nouns, 0)
    for source in sources:
        for each in source.holds:
            if each.kind in totals:
                totals[each.kind] += each.n
    return [plural(n, noun) for noun, n in totals.items() if n]


def unread(source: SourceHealth) -> list[str]:
    """What could not be read lately, each with its reason; the first few, and how many more."""
    told = [f"{each.what}: {each.why}" for each in source.unread[:MOST_UNREAD]]
    more = len(source.unread) - len(told)
    return [*told, f"And {more:,} more."] if more else told
