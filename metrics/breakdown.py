"""Along which lines an answer is broken down: weeks, repositories, phases."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from domain.facts import Span
from domain.question import By, Question
from domain.result import Phase, Point, Slice
from domain.window import Bucket, Window
from metrics.aggregates import grouped, mean, ordered, percentile, summary
from metrics.items import Items

MONTHLY_FROM = 732
"""A window of more days than two years has a point a month instead of one a week."""


def trend(question: Question, items: Items, computed_at: datetime) -> tuple[Point, ...]:
    """A point for every week from Monday, cut at the window's ends; the running one is not complete."""
    buckets = _buckets(question.window)
    samples = grouped(items.values, _bucket_of(items, buckets), len(buckets))
    return tuple(
        Point(bucket, len(sample), percentile(sample, question.percentile), bucket.stop <= computed_at)
        for bucket, sample in zip(buckets, samples, strict=True)
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


def breakdown(
    question: Question, items: Items, earlier: Items, names: Mapping[int, str]
) -> tuple[Slice, ...]:
    """A row for each week, phase, or repository: the repository with most items first."""
    if question.by is By.REPOSITORY:
        return _by_repository(question, items, earlier, names)
    if question.by is By.PHASE:
        return _by_phase(question, items, earlier)
    return _by_week(question, items)


def _by_week(question: Question, items: Items) -> tuple[Slice, ...]:
    buckets = _buckets(question.window)
    samples = grouped(items.values, _bucket_of(items, buckets), len(buckets))
    return tuple(
        Slice(bucket.first.isoformat(), summary(sample, question.percentile))
        for bucket, sample in zip(buckets, samples, strict=True)
    )


def _by_phase(question: Question, items: Items, earlier: Items) -> tuple[Slice, ...]:
    return tuple(
        Slice(
            slug,
            summary(ordered(items.span(Span(slug))), question.percentile),
            summary(ordered(earlier.span(Span(slug))), question.percentile),
        )
        for slug in items.metric.info.phases
    )


def _by_repository(
    question: Question, items: Items, earlier: Items, names: Mapping[int, str]
) -> tuple[Slice, ...]:
    repositories = np.unique(items.columns.repository_id[items.counted])
    samples, before = (
        grouped(each.values, _place_of(each.columns.repository_id, repositories), len(repositories))
        for each in (items, earlier)
    )
    slices = [
        Slice(
            names.get(repository, f"repository {repository}"),
            summary(sample, question.percentile),
            summary(previous, question.percentile),
        )
        for repository, sample, previous in zip(repositories.tolist(), samples, before, strict=True)
    ]
    return tuple(sorted(slices, key=lambda each: (-each.summary.n, each.label)))


def _buckets(window: Window) -> tuple[Window, ...]:
    return window.buckets(Bucket.MONTH if window.days >= MONTHLY_FROM else Bucket.WEEK)


def _bucket_of(items: Items, buckets: tuple[Window, ...]) -> NDArray[np.int64]:
    """The bucket in which each row was merged; a bucket holds its start and not its stop."""
    starts = np.array([int(bucket.start.timestamp()) for bucket in buckets])
    return np.searchsorted(starts, items.columns.merged_at, side="right") - 1


def _place_of(ids: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each id stands among the known ones, which are in order; -1 where it does not."""
    places = np.minimum(np.searchsorted(known, ids), max(len(known) - 1, 0))
    return np.where(known[places] == ids, places, -1) if len(known) else np.full(len(ids), -1)


def _share(part: float | None, total: float) -> float | None:
    return None if part is None or not total else part / total
