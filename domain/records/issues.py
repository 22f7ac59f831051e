"""Issues with their history, and sprints (Linear's cycles) with what we saw when they began and ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Category(StrEnum):
    """What a status means: the category its tracker files it under, unless a mapping says otherwise."""

    TO_DO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELED = "canceled"


class SprintState(StrEnum):
    FUTURE = "future"
    ACTIVE = "active"
    CLOSED = "closed"


class SprintMoment(StrEnum):
    """When a snapshot was taken."""

    START = "start"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Project:
    """A Jira project or Linear team. id = identify(source, "project", external_id).

    `default_estimate` is what an issue without an estimate counts, as Linear lets a team choose.
    """

    id: int
    source: str
    external_id: str
    key: str
    name: str
    url: str = ""
    default_estimate: float = 0.0


@dataclass(frozen=True, slots=True)
class Transition:
    """The issue went from one status to another; it began in the first transition's `from_status`."""

    at: datetime
    from_status: str
    to_status: str
    from_category: Category
    to_category: Category
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class SprintChange:
    """The issue came into a sprint, or left it."""

    at: datetime
    sprint_id: int
    is_added: bool


@dataclass(frozen=True, slots=True)
class EstimateChange:
    """The estimate was another from here on; None is none."""

    at: datetime
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Stop:
    """While the issue was flagged or blocked; open-ended while it still is."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """id = identify(source, "issue", external_id).

    `key` is what people type, such as PROJ-12; `sprint_ids` are the sprints it is in now;
    `parent_key` and `is_subtask` tell sub-tasks, whose points are their own.
    """

    id: int
    source: str
    external_id: str
    project_id: int
    key: str
    title: str
    url: str
    type: str
    status: str
    category: Category
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None = None
    assignee_id: int | None = None
    reporter_id: int | None = None
    estimate: float | None = None
    priority: str = ""
    labels: tuple[str, ...] = ()
    parent_key: str | None = None
    is_subtask: bool = False
    sprint_ids: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    transitions: tuple[Transition, ...] = ()
    sprint_changes: tuple[SprintChange, ...] = ()
    estimate_changes: tuple[EstimateChange, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint of one board (a cycle of one Linear team). id = identify(source, "sprint", external_id).

    `began_at` is when it really began where that is known, else when it was planned to;
    `progress` is the tracker's own figure, shown beside ours.
    """

    id: int
    source: str
    external_id: str
    project_id: int
    board: str
    name: str
    state: SprintState
    began_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    url: str = ""
    goal: str = ""
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class SnapshotItem:
    """An issue as it stood in a sprint when a snapshot was taken."""

    issue_id: int
    key: str
    estimate: float | None
    is_done: bool
    is_canceled: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was in a sprint at its start or close: it stays as it is, whatever is edited afterwards."""

    sprint_id: int
    moment: SprintMoment
    taken_at: datetime
    items: tuple[SnapshotItem, ...] = ()
