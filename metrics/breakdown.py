"""Along which lines an answer is broken down: weeks, repositories, phases."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from domain.facts import Seconds, Span
from domain.result import Phase, Point, Slice
from domain.window import Bucket, Window
from metrics.aggregates import grouped, mean, ordered, percentile, summary
from metrics.items import Items

MONTHLY_FROM = 732
"""A window of more days than two years has a point a month instead of one a week."""

Bucketed = tuple[tuple[Window, Seconds], ...]


def bucketed(window: Window, items: Items) -> Bucketed:
    """The ordered values of every week from Monday, cut at the window's ends.

    A bucket holds the items merged at its start and not those merged at its stop.
    """
    buckets = window.buckets(Bucket.MONTH if window.days >= MONTHLY_FROM else Bucket.WEEK)
    starts = np.array([int(bucket.start.timestamp()) for bucket in buckets])
    places = np.searchsorted(starts, items.columns.merged_at, side="right") - 1
    return tuple(zip(buckets, grouped(items.values, places, len(buckets)), strict=True))


def trend(buckets: Bucketed, asked: int, computed_at: datetime) -> tuple[Point, ...]:
    """A point a bucket, of the percentile asked for; the running bucket is not complete."""
    return tuple(
        Point(bucket, len(sample), percentile(sample, asked), bucket.stop <= computed_at)
        for bucket, sample in buckets
    )


def phases(items: Items) -> tuple[Phase, ...]:
    """Each phase over the items that have it; the shares are of the sum of the means (ruling 7)."""
    samples = {slug: ordered(items.span(Span(slug))) for slug in items.metric.info.phases}
    means = {slug: mean(sample) for slug, sample in samples.items()}
    total = sum(each for each in means.values() if each is not None)
    return tuple(
        Phase(slug, each, percentile(samples[slug], 50), len(samples[slug]), _share(each, total))
        for slug, each in means.items()
    )


def by_bucket(buckets: Bucketed, asked: int) -> tuple[Slice, ...]:
    """A row a week, under its first day."""
    return tuple(Slice(bucket.first.isoformat(), summary(sample, asked)) for bucket, sample in buckets)


def by_phase(items: Items, earlier: Items, asked: int) -> tuple[Slice, ...]:
    """A row a phase, in their order."""
    return tuple(
        Slice(
            slug,
            summary(ordered(items.span(Span(slug))), asked),
            summary(ordered(earlier.span(Span(slug))), asked),
        )
        for slug in items.metric.info.phases
    )


def by_repository(items: Items, earlier: Items, asked: int, names: Mapping[int, str]) -> tuple[Slice, ...]:
    """A row for every repository with items in the window, the one with most of them first."""
    repositories = np.unique(items.columns.repository_id[items.counted])
    if not len(repositories):
        return ()
    samples, before = (
        grouped(each.values, _place_of(each.columns.repository_id, repositories), len(repositories))
        for each in (items, earlier)
    )
    slices = [
        Slice(
            names.get(repository, f"repository {repository}"),
            summary(sample, asked),
            summary(previous, asked),
        )
        for repository, sample, previous in zip(repositories.tolist(), samples, before, strict=True)
    ]
    return tuple(sorted(slices, key=lambda each: (-each.summary.n, each.label)))


def _place_of(ids: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each id stands among the known ones, which are in order; -1 where it does not."""
    places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[places] == ids, places, -1)


def _share(part: float | None, total: float) -> float | None:
    return None if part is None or not total else part / total
