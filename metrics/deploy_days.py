"""Deploy days: on how many days of a week something was deployed, and how often on such a day."""

from dataclasses import dataclass

import numpy as np

from domain.facts import Ids
from domain.window import Bucket, Window

_WEEK = 7


@dataclass(frozen=True, slots=True)
class DeployDays:
    """Medians: of deploy days by week, weeks without any counting as 0; of deployments by deploy day.

    The weeks are the whole ones of the window, from Monday; None where it holds none.
    """

    by_week: float | None
    on_such_a_day: float | None


def deploy_days(at: Ids, window: Window) -> DeployDays:
    """The deploy days of deployments that ended `at`, in epoch seconds, on the window's local days."""
    starts = np.array([int(day.start.timestamp()) for day in window.buckets(Bucket.DAY)])
    places = np.searchsorted(starts, at, side="right") - 1
    stop = int(window.stop.timestamp())
    counts = np.bincount(places[(places >= 0) & (at < stop)], minlength=len(starts))
    first = (-window.first.weekday()) % _WEEK
    weeks = counts[first : first + (len(counts) - first) // _WEEK * _WEEK].reshape(-1, _WEEK)
    busy = counts[counts > 0]
    return DeployDays(
        float(np.median(np.count_nonzero(weeks, axis=1))) if len(weeks) else None,
        float(np.median(busy)) if len(busy) else None,
    )
