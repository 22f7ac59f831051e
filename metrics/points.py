"""Metrics of custom points: one for every series, made when it is asked for."""

from dataclasses import replace
from math import log10

import numpy as np
from numpy.typing import NDArray

from domain.facts import MILLIONTHS, NO_SPAN, POINTS, PointColumns, Seconds
from domain.metric import Better, Unit
from domain.question import TimeBase
from metrics.metric import Metric, Reasons, metric

LARGEST = 2_000_000_000
"""The greatest value that a point may have."""

SET_ASIDE: Reasons = {512: "points set aside by hand"}


def of_series(name: str, series_id: int, largest: float) -> Metric:
    """The metric of a series, by its own name; `largest` is its greatest value.

    Values are kept to as many decimals as whole numbers of 32 bits hold: six, and fewer for great ones.
    """
    scale = scale_of(largest)

    def values(points: PointColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
        step = MILLIONTHS // scale
        return np.where(rows(points), (points.value + step // 2) // step, NO_SPAN).astype(np.int32)

    def rows(points: PointColumns) -> NDArray[np.bool_]:
        own: NDArray[np.bool_] = points.series_id == series_id
        return own

    values.__name__ = name
    values.__doc__ = f"The median and spread of the points of the series {name}, as they were sent."
    declared = metric(
        name,
        family="custom",
        unit=Unit.NUMBER,
        better=Better.NEITHER,
        of=POINTS,
        scale=scale,
        leaves_out=SET_ASIDE,
        notices={},
    )
    return replace(declared(values), rows=rows)


def scale_of(largest: float) -> int:
    """How many parts of one are kept apart: the greatest power of ten with which the value fits."""
    digits = 6 if largest < 1 else min(6, int(log10(LARGEST / largest)))
    return int(10 ** max(0, digits))
