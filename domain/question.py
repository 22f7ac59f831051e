"""A question as every door asks it: which metric, of whom, when, and how to look at it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.window import Window


class ScopeKind(StrEnum):
    ORGANISATION = "organisation"
    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work is asked about. `id` is the team's id, or 0; a person's work is their accounts'."""

    kind: ScopeKind
    label: str
    id: int = 0
    slug: str = ""
    account_ids: tuple[int, ...] = ()


ORGANISATION = Scope(ScopeKind.ORGANISATION, "Everyone")


class By(StrEnum):
    """Along which line the answer is broken down."""

    WEEK = "week"
    REPOSITORY = "repository"
    PHASE = "phase"
    TEAM = "team"
    SERVICE = "service"
    AUTHOR_CLASS = "author class"
    TYPE = "issue type"
    WORKFLOW = "workflow"
    STEP = "step"
    BOARD = "board"


class TimeBase(StrEnum):
    """The two clocks: every hour counts, or only working hours do."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Question:
    """Half-open windows in the scope's zone; `repositories` narrows the scope to those ids when not empty.

    It is compared with the window `compared_to`, or, with `against`, with the same window of that scope.
    """

    metric: str
    scope: Scope
    window: Window
    compared_to: Window
    repositories: tuple[int, ...] = ()
    repository_names: tuple[str, ...] = ()
    by: By = By.WEEK
    percentile: int = 50
    time_base: TimeBase = TimeBase.CALENDAR
    text: str = ""
    against: Scope | None = None
