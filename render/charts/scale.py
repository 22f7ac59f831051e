"""Round values for a scale that begins at zero."""

import math

from domain.metric import Unit

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_SPANS = (
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 4, 6, 12)),
    *(n * _DAY for n in (1, 2, 4, 7, 14, 28, 56, 112, 364, 728)),
)
_MOST_STEPS = 4


def steps(top: float, unit: Unit) -> list[float]:
    """At most four round values above zero, evenly apart, that people know of the unit."""
    if top <= 0:
        return []
    step = _span(top / _MOST_STEPS) if unit is Unit.DURATION else _decimal(top / _MOST_STEPS)
    return [step * n for n in range(1, int(top / step) + 1)]


def _span(least: float) -> float:
    return next((span for span in _SPANS if span >= least), math.ceil(least / _SPANS[-1]) * _SPANS[-1])


def _decimal(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= least)
