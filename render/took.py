"""How long machines took: in seconds below a minute, where people's waiting is told as "<1 min"."""

from render.values import duration

_MINUTE, _TENTHS_BELOW = 60, 10


def took(seconds: float) -> str:
    """A span as a build log tells it: "0.4 s", "45 s", "3 min", "1 h 5 min"."""
    if round(seconds) >= _MINUTE:
        return duration(max(seconds, _MINUTE))
    return f"{seconds:.1f} s" if seconds < _TENTHS_BELOW else f"{seconds:.0f} s"
