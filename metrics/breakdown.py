"""Along which lines an answer is broken down: weeks, phases, and groups such as repositories or services."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Seconds
from domain.metric import Aggregate, MetricInfo
from domain.question import By
from domain.result import Phase, Point, Slice
from domain.window import Bucket, Window
from metrics.aggregates import grouped, mean, ordered, percentile, percentiles
from metrics.figures import figure
from metrics.groups import GROUPS
from metrics.items import Items
from metrics.people import CLASSES, author_class
from metrics.ratios import Divisors

MONTHLY_FROM = 732
"""A window of more days than two years has a point a month instead of one a week."""

Bucketed = tuple[tuple[Window, Seconds], ...]
NO_RATIO = Divisors()


def buckets_of(window: Window) -> tuple[Window, ...]:
    """Every week from Monday, or month of a long window, cut at the window's ends."""
    return window.buckets(Bucket.MONTH if window.days >= MONTHLY_FROM else Bucket.WEEK)


def bucketed(window: Window, items: Items) -> Bucketed:
    """The ordered values of every bucket: of the items at its start and not of those at its stop."""
    buckets = buckets_of(window)
    starts = [int(bucket.start.timestamp()) for bucket in buckets]
    if items.columns.is_in_order:  # then buckets are slices, and small sorts are faster than one of all
        samples = [ordered(part) for part in np.split(items.values, items.columns.before(starts[1:]))]
    else:
        places = np.searchsorted(np.array(starts), items.columns.at, side="right") - 1
        samples = grouped(items.values, places, len(buckets))
    return tuple(zip(buckets, samples, strict=True))


def trend(
    buckets: Bucketed,
    info: MetricInfo,
    asked: int,
    computed_at: datetime,
    *,
    known: bool,
    over: Divisors = NO_RATIO,
) -> tuple[Point, ...]:
    """A point a bucket; a rate is told as what it is made of, a count. The running bucket is not complete."""
    counting = _counted(info, over)
    points = []
    divisors = over.by_bucket([bucket for bucket, _ in buckets])
    for (bucket, sample), by in zip(buckets, divisors, strict=True):
        complete = bucket.stop <= computed_at
        ahead = bucket.start >= computed_at
        value = _value(counting, sample, asked, days=bucket.days, over=by, known=known and not ahead)
        points.append(Point(bucket, len(sample), value, complete))
    return tuple(points)


def _value(
    info: MetricInfo, sample: Seconds, asked: int, *, days: int, over: float | None, known: bool
) -> float | None:
    """The figure alone: to work out all that is told of a percentile takes five times as long."""
    if info.aggregate is not Aggregate.PERCENTILE:
        return figure(info, sample, asked, days=days, over=over, known=known).value
    found = percentile(sample, asked)
    return None if found is None else found / info.scale


def by_bucket(
    buckets: Bucketed, info: MetricInfo, asked: int, *, known: bool, over: Divisors = NO_RATIO
) -> tuple[Slice, ...]:
    """A row a week, under its first day."""
    counting = _counted(info, over)
    divisors = over.by_bucket([bucket for bucket, _ in buckets])
    return tuple(
        Slice(
            bucket.first.isoformat(),
            figure(counting, sample, asked, days=bucket.days, over=by, known=known),
        )
        for (bucket, sample), by in zip(buckets, divisors, strict=True)
    )


def phases(items: Items) -> tuple[Phase, ...]:
    """Each phase over the items that have it; the shares are of the sum of the means (ruling 7)."""
    samples = {slug: ordered(items.span(slug)) for slug in items.metric.info.phases}
    means = {slug: mean(sample) for slug, sample in samples.items()}
    total = sum(each for each in means.values() if each is not None)
    return tuple(
        Phase(slug, each, percentile(samples[slug], 50), len(samples[slug]), _share(each, total))
        for slug, each in means.items()
    )


def by_phase(items: Items, earlier: Items, asked: int) -> tuple[Slice, ...]:
    """A row a phase, in their order."""
    return tuple(
        Slice(
            slug,
            percentiles(ordered(items.span(slug)), asked),
            percentiles(ordered(earlier.span(slug)), asked),
        )
        for slug in items.metric.info.phases
    )


def by_group(
    by: By,
    items: Items,
    earlier: Items,
    *,
    asked: int,
    names: Mapping[int, str],
    days: tuple[int, int],
    over: tuple[Divisors, Divisors] = (NO_RATIO, NO_RATIO),
) -> tuple[Slice, ...]:
    """A row for every group with items in the window, the one with most of them first.

    `names` are the groups' by id; `days` the lengths of the window and of the one before, `over` what
    ratios are over in each.
    """
    column = GROUPS[items.metric.of.name][by]
    keys, before = (_keys(each, by, column) for each in (items, earlier))
    groups = np.unique(keys[items.values != NO_SPAN])
    if not len(groups):
        return ()
    known = dict(enumerate(CLASSES)) if by is By.AUTHOR_CLASS else names
    info = items.metric.info
    samples = grouped(items.values, _place_of(keys, groups), len(groups))
    previous = grouped(earlier.values, _place_of(before, groups), len(groups))
    slices = [
        Slice(
            known.get(group, "none" if group == 0 else f"{by} {group}"),
            figure(info, sample, asked, days=days[0], over=by_now),
            figure(info, old, asked, days=days[1], over=by_then),
        )
        for group, sample, old, by_now, by_then in zip(
            groups.tolist(), samples, previous, *(each.by_group(by, groups) for each in over), strict=True
        )
    ]
    return tuple(sorted(slices, key=lambda each: (-each.summary.n, each.label)))


def group_ids(items: Sequence[Items], by: By) -> set[int]:
    """The groups whose names an answer needs."""
    column = GROUPS.get(items[0].metric.of.name, {}).get(by)
    if column is None or by is By.AUTHOR_CLASS:
        return set()
    return {int(each) for some in items for each in np.unique(getattr(some.columns, column)[some.counted])}


def _counted(info: MetricInfo, over: Divisors) -> MetricInfo:
    """Rates are told by the bucket as totals, or by whom they are shared: two days are no whole week."""
    if info.aggregate is not Aggregate.PER_WEEK:
        return info
    return replace(info, aggregate=Aggregate.TOTAL if over.items is None else Aggregate.RATIO)


def _keys(items: Items, by: By, column: str) -> NDArray[np.int64]:
    if by is By.AUTHOR_CLASS:
        return author_class(items.columns.flags)
    keys: NDArray[np.int64] = getattr(items.columns, column)
    return keys


def _place_of(ids: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each id stands among the known ones, which are in order; -1 where it does not."""
    places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[places] == ids, places, -1)


def _share(part: float | None, total: float) -> float | None:
    return None if part is None or not total else part / total
