"""What a bench says: ours against theirs, measured side by side in one run, and the ratio that must hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two measurements in one unit; `higher_is_better` for rates, not for times."""

    name: str
    ours: float
    theirs: float
    limit: float
    higher_is_better: bool = False
    unit: str = "ms"

    @property
    def value(self) -> float:
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        return self.value >= self.limit if self.higher_is_better else self.value <= self.limit

    def __str__(self) -> str:
        sign = ">=" if self.higher_is_better else "<="
        verdict = "holds" if self.holds else "MISSED"
        return (
            f"{self.name:<58} {self.ours:>12,.2f} {self.theirs:>12,.2f} {self.unit:<5}"
            f" {self.value:>6.2f} {sign} {self.limit:.2f}  {verdict}"
        )


def show(ratios: Sequence[Ratio]) -> bool:
    """Print them; whether all hold."""
    print(f"{'':<58} {'ours':>12} {'theirs':>12} {'':<5} {'ratio':>6}")
    for ratio in ratios:
        print(ratio)
    return all(ratio.holds for ratio in ratios)


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """The median milliseconds of each, taken in turns so that a slow moment hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for taken, work in zip(times, (ours, theirs), strict=True):
            began = perf_counter()
            work()
            taken.append((perf_counter() - began) * 1000)
    return median(times[0]), median(times[1])
