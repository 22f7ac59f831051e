"""What Harbour's pipelines are made of: each crew's jobs, how long they take, and what makes them fail."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.organisation import CREWS
from bot.demo.titles import FEATURES


@dataclass(frozen=True, slots=True)
class Task:
    """A job: `minutes` by the median, once those it comes `after` are done; `drift` times that at last."""

    name: str
    minutes: float
    after: tuple[str, ...] = ()
    drift: float = 1.0
    tests: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """A crew's pipeline. `flakes` are the chances of its flaky tests, `reports` says that tests are reported.

    Where tests are `retried` at once, a flake fails no run. `queue` is the median wait in seconds.
    """

    tasks: tuple[Task, ...]
    flakes: tuple[float, ...]
    queue: float
    reports: bool = True
    retried: bool = False


RECIPES: Mapping[str, Recipe] = {
    "payments": Recipe(
        (
            Task("lint", 1.4),
            Task("build", 3.6),
            Task("unit", 4.2, ("build",), tests=True),
            Task("integration", 9.5, ("build",), drift=1.7, tests=True),
            Task("package", 1.8, ("lint", "unit", "integration")),
        ),
        flakes=(0.11, 0.05),
        queue=35,
    ),
    "platform": Recipe(
        (
            Task("lint", 0.8),
            Task("build", 5.5, drift=0.45),
            Task("test", 4.0, ("build",), tests=True),
            Task("publish", 1.2, ("lint", "test")),
        ),
        flakes=(0.06,),
        queue=12,
    ),
    "mobile": Recipe(
        (
            Task("lint", 1.1),
            Task("build", 13.0),
            Task("unit-tests", 6.5, ("build",), tests=True),
            Task("ui-tests", 16.0, ("build",), tests=True),
            Task("sign", 2.0, ("unit-tests", "ui-tests")),
        ),
        flakes=(0.16,),
        queue=95,
        reports=False,
    ),
    "search": Recipe(
        (
            Task("build", 2.4),
            Task("unit", 3.1, ("build",), tests=True),
            Task("relevance", 7.5, ("build",), tests=True),
        ),
        flakes=(0.14, 0.06),
        queue=20,
        retried=True,
    ),
}  # fmt: skip

CREW_OF: Mapping[str, str] = {name: crew.slug for crew in CREWS for name, _ in crew.repositories}

_BEHAVIOURS = ("keeps the order of events", "rejects an expired token", "rounds half up",
               "survives a restart", "retries on timeout")  # fmt: skip


def suite_of(repository: str) -> tuple[tuple[str, str], ...]:
    """The class and the name of every test; the first of them are the flaky ones."""
    return tuple(zip(map(_class_name, FEATURES[repository]), _BEHAVIOURS, strict=False))


def _class_name(feature: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in feature).split()
    return "".join(word[:1].upper() + word[1:] for word in words) + "Test"
