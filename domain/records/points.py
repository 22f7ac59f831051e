"""Custom points: a series of one's own, such as a count that another system sends."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CustomPoint:
    """One value of the series `series`. id = identify("point", series, external_id)."""

    id: int
    series: str
    external_id: str
    at: datetime
    value: float
    repository_id: int | None = None
    note: str = ""
