"""What being on call costs: interruptions by the hours in which they come, over the time on call."""

from dataclasses import dataclass

from domain.result import Result
from domain.views.view import View

FEWEST = 3
"""Of fewer people nothing is told about how load is spread, for that would tell who they are."""


@dataclass(frozen=True, slots=True)
class Load:
    """Interruptions by the called people's own hours, over seconds on call and those of them at night."""

    business: int = 0
    off_hours: int = 0
    sleep: int = 0
    seconds: int = 0
    night: int = 0

    @property
    def interruptions(self) -> int:
        return self.business + self.off_hours + self.sleep

    @property
    def per_hundred_hours(self) -> float | None:
        """Interruptions per 100 hours on call; None without any such hour."""
        return self.interruptions * 360_000 / self.seconds if self.seconds else None


@dataclass(frozen=True, slots=True)
class Rotation:
    """The load of one schedule, and how many people shared it; `schedule` is empty for off-schedule calls."""

    schedule: str
    load: Load
    people: int


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part of all interruptions and of all time on call, nobody in particular."""

    interruptions: float
    hours: float | None


@dataclass(frozen=True, slots=True)
class OncallView(View):
    """`parts` has everybody's part, the greatest first, or nobody's of fewer than `FEWEST` people.

    `own` is the load of whoever asks, for them alone; None where they were not on call.
    """

    load: Result
    total: Load
    before: Load
    rotations: tuple[Rotation, ...]
    people: int
    parts: tuple[Part, ...]
    own: Load | None
