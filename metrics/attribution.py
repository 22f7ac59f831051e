"""Which groups or phases moved a figure, and by how much, from the items of both windows.

What a figure is decides how it is taken apart. The effects on sums, means and shares add up to the change,
for every term of it belongs to one group. A percentile has no such terms: there, a group's effect is what the
figure would have moved by had only that group's items changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Seconds
from domain.metric import Aggregate
from domain.question import By
from domain.result import Summary
from metrics.aggregates import grouped, ordered, percentile, percentiles
from metrics.figures import figure
from metrics.groups import GROUPS
from metrics.items import Items
from metrics.people import author_class
from metrics.ratios import Divisor, Divisors

_WEEK = 7
Samples = Sequence[Seconds]


@dataclass(frozen=True, slots=True)
class Compared:
    """The items of a window and of the one before, their lengths in days, and what ratios are over."""

    now: Items
    before: Items
    asked: int
    days: tuple[int, int]
    over: tuple[Divisors, Divisors] = (Divisors(), Divisors())


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much a group moved the figure, signed and in the metric's unit.

    Of a mean or share it is `within`, what its own figure moved, and `mix`, what its part of all items
    did; None elsewhere. `now` and `before` are its own figures. Of phases the key is their place.
    """

    key: int
    effect: float
    now: Summary
    before: Summary
    within: float | None = None
    mix: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The effects, the greatest first; `of` is the change they are of, `explained` what these come to.

    `groups` is how many there are in all; `divisor` what the change of what a ratio is over did.
    """

    effects: tuple[Effect, ...]
    explained: float
    of: float
    groups: int
    divisor: float = 0.0


def by_group(by: By, compared: Compared, most: int) -> Attribution:
    """The `most` groups of a line, such as repositories, that moved the figure most."""
    info = compared.now.metric.info
    keys, groups = _keys(by, compared)
    now, before = (
        grouped(items.values, np.searchsorted(groups, key), len(groups))
        for items, key in zip((compared.now, compared.before), keys, strict=True)
    )
    parts = _WAYS[info.aggregate](compared, now, before)
    ranked = sorted(
        (place for place, effect in enumerate(parts.effects) if effect),
        key=lambda place: (-abs(parts.effects[place]), place),
    )[:most]
    over = [_own(each, by, groups, info.aggregate) for each in compared.over]
    effects = tuple(
        Effect(
            key=int(groups[place]),
            effect=parts.effects[place] / info.scale,
            now=figure(info, now[place], compared.asked, days=compared.days[0], over=over[0][place]),
            before=figure(info, before[place], compared.asked, days=compared.days[1], over=over[1][place]),
            within=None if parts.within is None else parts.within[place] / info.scale,
            mix=None if parts.mix is None else parts.mix[place] / info.scale,
        )
        for place in ranked
    )
    explained, of = parts.together(ranked) / info.scale, parts.of / info.scale
    return Attribution(effects, explained, of, len(groups), parts.divisor / info.scale)


def by_phase(compared: Compared, most: int) -> Attribution:
    """The phases that moved the mean most: each one's time over all items, also those that lack it.

    With the time that belongs to no phase they add up to the mean, which medians do not (ruling 7).
    """
    sizes, totals, means = [], [], []
    for items in (compared.now, compared.before):
        counted = items.values != NO_SPAN
        sizes.append(int(np.count_nonzero(counted)))
        totals.append(float(items.values[counted].sum(dtype=float)))
        spans = (np.where(counted, items.span(slug), NO_SPAN) for slug in items.metric.info.phases)
        means.append([ordered(span) for span in spans])
    effects = [
        Effect(
            place,
            _over(now, sizes[0]) - _over(before, sizes[1]),
            percentiles(now, compared.asked),
            percentiles(before, compared.asked),
        )
        for place, (now, before) in enumerate(zip(*means, strict=True))
    ]
    ranked = sorted((each for each in effects if each.effect), key=lambda each: (-abs(each.effect), each.key))
    of = totals[0] / max(sizes[0], 1) - totals[1] / max(sizes[1], 1)
    shown = tuple(ranked[:most])
    return Attribution(shown, sum(each.effect for each in shown), of, len(effects))


def _own(over: Divisors, by: By, groups: NDArray[np.int64], aggregate: Aggregate) -> list[Divisor]:
    """What each group's own figure is over: a ratio's own, of a rate what the whole is shared by."""
    return over.by_group(by, groups) if aggregate is Aggregate.RATIO else [over.whole()] * len(groups)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A change of `of` taken apart, a part a group; `together` is what some of them come to."""

    of: float
    effects: list[float]
    together: Callable[[Sequence[int]], float]
    within: list[float] | None = None
    mix: list[float] | None = None
    divisor: float = 0.0


def _replaced(compared: Compared, now: Samples, before: Samples) -> _Parts:
    """Percentiles: what the figure would have moved by, had only some groups changed."""
    whole = np.sort(np.concatenate(before)) if before else np.empty(0, np.int32)
    current = np.sort(np.concatenate(now)) if now else whole
    old = percentile(whole, compared.asked) or 0.0

    def together(places: Sequence[int]) -> float:
        gone = np.sort(np.concatenate([np.empty(0, np.int32), *(before[place] for place in places)]))
        come = np.sort(np.concatenate([np.empty(0, np.int32), *(now[place] for place in places)]))
        moved = _percentile(whole, gone, come, compared.asked)
        return 0.0 if moved is None else moved - old

    effects = [together([place]) for place in range(len(before))]
    return _Parts((percentile(current, compared.asked) or 0.0) - old, effects, together)


def _weighed(_: Compared, now: Samples, before: Samples) -> _Parts:
    """Means and shares: each group's own mean by its part of all items, and that part by its mean's distance.

    Halves of both windows are taken for what the other term is held at, so that nothing is left over
    (Kitagawa, https://doi.org/10.2307/2281213). A group of one window only has no other mean to move from.
    """
    sizes = np.array([[len(each) for each in side] for side in (now, before)], float)
    sums = np.array([[each.sum(dtype=float) for each in side] for side in (now, before)], float)
    parts = sizes / np.maximum(sizes.sum(axis=1, keepdims=True), 1)
    means = np.divide(sums, sizes, out=np.zeros_like(sums), where=sizes > 0)
    means = np.where(sizes > 0, means, means[::-1])
    whole = sums.sum(axis=1) / np.maximum(sizes.sum(axis=1), 1)
    within = parts.mean(axis=0) * (means[0] - means[1])
    mix = (parts[0] - parts[1]) * (means.mean(axis=0) - whole.mean())
    effects = (within + mix).tolist()
    of = float(whole[0] - whole[1])
    return _Parts(of, effects, lambda places: sum(effects[p] for p in places), within.tolist(), mix.tolist())


def _summed(compared: Compared, now: Samples, before: Samples) -> _Parts:
    """Sums, rates and ratios: each group's own sum; of a ratio also what it is over moves it."""
    weekly = compared.now.metric.info.aggregate is Aggregate.PER_WEEK
    weeks = [days / _WEEK if weekly else 1.0 for days in compared.days]
    sums = np.array([[each.sum(dtype=float) for each in side] for side in (now, before)], float)
    rates = sums / np.array(weeks)[:, None]
    shares = [1 / (divisor.whole() or 1.0) for divisor in compared.over]
    effects = ((rates[0] - rates[1]) * (shares[0] + shares[1]) / 2).tolist()
    totals = rates.sum(axis=1)
    divisor = float(totals.mean() * (shares[0] - shares[1]))
    of = float(totals[0] * shares[0] - totals[1] * shares[1])
    return _Parts(of, effects, lambda places: sum(effects[p] for p in places), divisor=divisor)


_WAYS: Mapping[Aggregate, Callable[[Compared, Samples, Samples], _Parts]] = {
    Aggregate.PERCENTILE: _replaced,
    Aggregate.MEAN: _weighed,
    Aggregate.SHARE: _weighed,
    Aggregate.PER_WEEK: _summed,
    Aggregate.TOTAL: _summed,
    Aggregate.RATIO: _summed,
}


def _keys(by: By, compared: Compared) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """Which group each row of both windows is of, and all groups of rows that have a value, in order."""
    sides = (compared.now, compared.before)
    column = GROUPS[compared.now.metric.of.name][by]
    keys: list[NDArray[np.int64]] = [
        author_class(items.columns.flags) if by is By.AUTHOR_CLASS else getattr(items.columns, column)
        for items in sides
    ]
    valued = [key[items.values != NO_SPAN] for items, key in zip(sides, keys, strict=True)]
    return keys, np.union1d(*valued)


def _percentile(whole: Seconds, gone: Seconds, come: Seconds, asked: int) -> float | None:
    """The percentile of a sample with some values gone and others come, all of them in order."""
    n = len(whole) - len(gone) + len(come)
    if not n:
        return None
    place = (n - 1) * asked / 100
    below = floor(place)
    low, high = (_nth(min(rank, n - 1), whole, gone, come) for rank in (below, below + 1))
    return low + (place - below) * (high - low)


def _nth(rank: int, whole: Seconds, gone: Seconds, come: Seconds) -> int:
    """The value of a rank from 0: the least of which more than so many values are not greater."""
    low, high = 0, int(np.iinfo(np.int32).max)
    while low < high:
        middle = (low + high) // 2
        up_to, less, more = (int(np.searchsorted(each, middle, "right")) for each in (whole, gone, come))
        low, high = (low, middle) if up_to - less + more > rank else (middle + 1, high)
    return low


def _over(sample: Seconds, n: int) -> float:
    return float(sample.sum(dtype=float)) / n if n else 0.0
