"""How long things took: people's waiting in minutes at least, machines' work in seconds below one."""

MINUTE, HOUR, DAY = 60, 3600, 86400
_MINUS, _TENTHS_BELOW = "\u2212", 10


def duration(seconds: float, *, days: bool = True) -> str:
    """A span as people say it, in its two largest units: "1 d 4 h", "45 min", "<1 min"; never "0".

    Without `days` hours go on counting, since a day of working time is nobody's 24 hours.
    """
    if seconds < 0:
        return f"{_MINUS}{duration(-seconds, days=days)}"
    if seconds < MINUTE:
        return "<1 min"
    minutes = round(seconds / MINUTE)
    hours = round(seconds / HOUR)
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return f"{minutes} min"
    if minutes < 24 * 60:
        return _two(minutes // 60, "h", minutes % 60, "min")
    if not days:
        return f"{hours:,} h".replace(",", " ")
    return _two(hours // 24, "d", hours % 24, "h")


def took(seconds: float) -> str:
    """A span as a build log tells it: "0.4 s", "45 s", "3 min", "1 h 5 min"."""
    if seconds < 0:
        return f"{_MINUS}{took(-seconds)}"
    if round(seconds) >= MINUTE:
        return duration(max(seconds, MINUTE))
    return f"{seconds:.1f} s" if seconds < _TENTHS_BELOW else f"{seconds:.0f} s"


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"
