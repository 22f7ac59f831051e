"""Jira's JSON as records of the common schema; what cannot be read is set aside with its reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.ids import identify
from domain.records import Category, Issue, Project, Sprint, SprintState
from integrations.accounts import Roster
from integrations.jira import history
from integrations.jira.accounts import person, roster
from integrations.jira.fields import STATUS, Fields
from integrations.jira.history import Change
from integrations.jira.readers import instant, number, texts
from integrations.jira.statuses import Statuses, category
from integrations.pages import Page
from integrations.reading import (
    Node,
    Unreadable,
    count,
    inside,
    name,
    optional_inside,
    optional_text,
    shown,
    text,
    truth,
)
from integrations.sifting import sift

STATES = {"future": SprintState.FUTURE, "active": SprintState.ACTIVE, "closed": SprintState.CLOSED}

_ID_IN_TEXT = re.compile(r"\[(?:[^\[]*,)?id=(\d{1,18})[,\]]")
"""Older servers tell a sprint as `com.atlassian...Sprint@1f2e[id=7,rapidViewId=8,state=CLOSED,...]`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a site's words mean; `projects` are ids by their keys. Without it no issue can be read."""

    source: str
    pages: str
    fields: Fields = field(default_factory=Fields)
    statuses: Statuses = field(default_factory=Statuses)
    projects: Mapping[str, str] = field(default_factory=dict)

    def project(self, node: Node) -> str:
        """The id of an issue's project, as the list of projects tells it; its own word for another one."""
        key = node.get("key")
        return self.projects.get(key, "") if isinstance(key, str) and key in self.projects else _id(node)


@dataclass(frozen=True, slots=True)
class Board:
    """A board that may have sprints; `project` is the external id of the project that it counts for."""

    id: int
    name: str
    project: str


def project_page(source: str, pages: str, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    found, aside = sift(source, "projects", nodes, lambda node: project(source, pages, node))
    return Page(tuple(found), unmappable=tuple(aside), cursor=cursor)


def sprint_page(
    source: str, pages: str, board: Board, nodes: Iterable[object], *, cursor: str | None = None
) -> Page:
    found, aside = sift(source, "sprints", nodes, lambda node: sprint(source, pages, board, node))
    return Page(tuple(found), unmappable=tuple(aside), cursor=cursor)


def issue_page(terms: Terms, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of issues with their whole `changelog` in each."""
    named = roster(terms.source)
    found, aside = sift(terms.source, "issues", nodes, lambda node: issue(terms, node, named), named)
    return Page(tuple(found), named.accounts, tuple(aside), cursor)


def project(source: str, pages: str, node: Node) -> Project:
    external_id, key = name(node, "id"), name(node, "key")
    return Project(
        id=identify(source, "project", external_id),
        source=source,
        external_id=external_id,
        key=key,
        name=text(node, "name"),
        url=f"{pages}/browse/{key}",
    )


def sprint(source: str, pages: str, board: Board, node: Node) -> Sprint:
    """A sprint began when it was started, which newer servers tell apart from its start date."""
    external_id = str(count(node, "id"))
    began = "activatedDate" if node.get("activatedDate") is not None else "startDate"
    return Sprint(
        id=identify(source, "sprint", external_id),
        source=source,
        external_id=external_id,
        project_id=identify(source, "project", board.project),
        board=board.name,
        name=text(node, "name"),
        state=_state(node),
        began_at=None if node.get(began) is None else instant(node, began),
        ends_at=None if node.get("endDate") is None else instant(node, "endDate"),
        closed_at=None if node.get("completeDate") is None else instant(node, "completeDate"),
        url=f"{pages}/secure/RapidBoard.jspa?rapidView={board.id}&sprint={external_id}",
        goal=optional_text(node, "goal") or "",
    )


def _state(node: Node) -> SprintState:
    """A state that Jira has yet to think of is told by the dates."""
    state = node.get("state")
    if isinstance(state, str) and state.lower() in STATES:
        return STATES[state.lower()]
    return SprintState.FUTURE if node.get("completeDate") is None else SprintState.CLOSED


def issue(terms: Terms, node: Node, named: Roster) -> Issue:
    """One issue, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    outline = _outline(terms, node, named)
    ours = terms.fields
    told = history.changes(node, ours, named)
    points = _points_field(ours, node["fields"], told)
    return replace(
        outline,
        estimate=inside(node, "fields", lambda fields: number(fields, points)),
        transitions=history.transitions(_about(told, STATUS), terms.statuses),
        sprint_changes=history.sprint_changes(_about(told, ours.sprint), terms.source),
        estimate_changes=history.estimate_changes(_about(told, points)),
        stops=history.stops(
            _about(told, ours.flagged),
            created_at=outline.created_at,
            updated_at=outline.updated_at,
            is_flagged=bool(node["fields"].get(ours.flagged)),
        ),
    )


def _outline(terms: Terms, node: Node, named: Roster) -> Issue:
    """What the node says itself, without its history."""
    external_id, key = name(node, "id"), name(node, "key")

    def told(fields: Node) -> Issue:
        status_name, means = inside(fields, "status", lambda status: _status(terms, status))
        resolved_at = None if fields.get("resolutiondate") is None else instant(fields, "resolutiondate")
        return Issue(
            id=identify(terms.source, "issue", external_id),
            source=terms.source,
            external_id=external_id,
            project_id=identify(terms.source, "project", inside(fields, "project", terms.project)),
            key=key,
            title=text(fields, "summary"),
            url=f"{terms.pages}/browse/{key}",
            type=inside(fields, "issuetype", lambda kind: text(kind, "name")),
            status=status_name,
            category=means,
            created_at=instant(fields, "created"),
            updated_at=instant(fields, "updated"),
            resolved_at=resolved_at,
            assignee_id=person(fields, "assignee", named),
            reporter_id=person(fields, "reporter", named),
            priority=optional_inside(fields, "priority", lambda priority: text(priority, "name")) or "",
            labels=tuple(texts(fields, "labels")),
            parent_key=optional_inside(fields, "parent", lambda parent: name(parent, "key")),
            is_subtask=inside(fields, "issuetype", _is_subtask),
            sprint_ids=tuple(
                identify(terms.source, "sprint", id_) for id_ in _sprints(fields, terms.fields.sprint)
            ),
        )

    return inside(node, "fields", told)


def _id(node: Node) -> str:
    return name(node, "id")


def _status(terms: Terms, status: Node) -> tuple[str, Category]:
    """Under the name that its history has it by; its category is what the issue itself says."""
    known = terms.statuses.status(status.get("id"), text(status, "name"))
    return known.name, category(status) or known.category


def _is_subtask(kind: Node) -> bool:
    return kind.get("subtask") is not None and truth(kind, "subtask")


def _points_field(ours: Fields, fields: Node, told: Sequence[Change]) -> str:
    """Which field holds its points: one with a value, else one that had one."""
    valued = [id_ for id_ in ours.points if fields.get(id_) is not None]
    had = [id_ for id_ in ours.points if any(change.field == id_ for change in told)]
    return next(iter((*valued, *had)), "")


def _about(told: Sequence[Change], field_id: str) -> list[Change]:
    return [change for change in told if change.field == field_id]


def _sprints(fields: Node, key: str) -> list[str]:
    """The ids of the sprints that it is in; Jira keeps those that are closed by now among them."""
    value = fields.get(key)
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return list(dict.fromkeys(_sprint_id(each, f"{key}[{index}]") for index, each in enumerate(listed)))


def _sprint_id(value: object, path: str) -> str:
    if isinstance(value, dict):
        return str(count(value, "id"))
    if type(value) is int and value >= 0:
        return str(value)
    found = _ID_IN_TEXT.search(value) if isinstance(value, str) else None
    if found is None:
        raise Unreadable(path, f"expected a sprint, found {shown(value)}")
    return found[1]
