"""Linear's JSON as records of the common schema; what cannot be read is set aside with its reason."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from domain.ids import identify
from domain.records import Category, Issue, Project, Sprint, SprintState
from integrations.accounts import Roster
from integrations.linear.accounts import roster
from integrations.linear.story import categorised, estimate, estimate_changes, sprint_changes, transitions
from integrations.pages import Page
from integrations.reading import (
    Node,
    T,
    Unreadable,
    each,
    inside,
    link,
    moment,
    name,
    optional_inside,
    optional_moment,
    optional_text,
    storable,
    text,
    truth,
)
from integrations.sifting import sift

TYPES = ("Bug", "Feature", "Improvement")
"""The labels that a workspace of Linear begins with, and which say what kind of work an issue is."""

_PULL_REQUESTS = ("/pull/", "/pull-requests/", "/merge_requests/")
"""What addresses of pull requests hold, wherever they are."""

LISTS = ("stateHistory", "history")
"""What may be longer than a page tells, and is followed to its end."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What an issue's own words rest on: what states are called, by id, and which labels are types.

    `teams` are the ids of the teams that could be read: what belongs to another one has no place yet.
    """

    source: str
    states: Mapping[str, tuple[str, Category]]
    types: tuple[str, ...] = TYPES
    teams: Collection[str] | None = None


def project_page(source: str, nodes: Iterable[object], url_key: str) -> Page:
    """A page of teams."""
    found, aside = sift(source, "projects", nodes, lambda node: project(source, node, url_key))
    return Page(tuple(found), unmappable=tuple(aside))


def project(source: str, node: Node, url_key: str) -> Project:
    """A team; without estimates of its own nothing counts for anything."""
    external_id, key = name(node, "id"), name(node, "key")
    estimates = node.get("issueEstimationType") not in (None, "notUsed")
    return Project(
        id=identify(source, "project", external_id),
        source=source,
        external_id=external_id,
        key=key,
        name=text(node, "name"),
        url=f"https://linear.app/{url_key}/team/{key}" if url_key else "",
        default_estimate=(estimate(node, "defaultIssueEstimate") or 0.0) if estimates else 0.0,
    )


def sprint_page(
    workspace: Workspace, nodes: Iterable[object], url_key: str, cursor: str | None = None
) -> Page:
    """A page of cycles."""
    source = workspace.source
    found, aside = sift(source, "sprints", nodes, lambda node: sprint(workspace, node, url_key))
    return Page(tuple(found), unmappable=tuple(aside), cursor=cursor)


def sprint(workspace: Workspace, node: Node, url_key: str) -> Sprint:
    """A cycle, of the board that the team's key names: that is nobody else's, and outlasts other names.

    One that is completed early ends then, so its end is never the plan's.
    """
    external_id, number = name(node, "id"), _number(node, "number")
    source, project_id = workspace.source, _project_id(workspace, node)
    key = inside(node, "team", lambda team: name(team, "key"))
    return Sprint(
        id=identify(source, "sprint", external_id),
        source=source,
        external_id=external_id,
        project_id=project_id,
        board=key,
        name=optional_text(node, "name") or f"Cycle {number}",
        state=_sprint_state(node),
        began_at=moment(node, "startsAt"),
        ends_at=moment(node, "endsAt"),
        closed_at=optional_moment(node, "completedAt"),
        url=f"https://linear.app/{url_key}/team/{key}/cycle/{number}" if url_key else "",
        goal=optional_text(node, "description") or "",
        progress=_share(node, "progress"),
    )


def issue_page(workspace: Workspace, nodes: Iterable[object], cursor: str | None = None) -> Page:
    """A page of `Story` nodes (queries.py) whose lists are complete. What lies in the trash is gone."""
    named = roster(workspace.source)
    kept: list[object] = []
    gone: list[object] = []
    for node in nodes:
        (gone if _is_trashed(node) else kept).append(node)
    found, aside = sift(workspace.source, "issues", kept, lambda node: issue(workspace, node, named), named)
    ids = [node["id"] for node in gone if isinstance(node, dict) and isinstance(node.get("id"), str)]
    return Page(tuple(found), named.accounts, tuple(aside), cursor, gone=tuple(ids))


def issue(workspace: Workspace, node: Node, named: Roster) -> Issue:
    """One `Story` node, whole.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    for key in LISTS:
        inside(node, key, _assert_whole)
    cycle = optional_inside(node, "cycle", lambda found: name(found, "id"))
    told = _outline(workspace, node, named)
    return replace(
        told,
        sprint_ids=(identify(workspace.source, "sprint", cycle),) if cycle else (),
        transitions=transitions(node, workspace.states),
        sprint_changes=sprint_changes(workspace.source, node, cycle, told.created_at),
        estimate_changes=estimate_changes(node),
    )


def _outline(workspace: Workspace, node: Node, named: Roster) -> Issue:
    """What the node says itself, without the lists that tell its story."""
    external_id = name(node, "id")
    labels = tuple(_listed(node, "labels", lambda label: text(label, "name")))
    status, category = inside(node, "state", lambda state: (text(state, "name"), categorised(state)))
    parent = optional_inside(node, "parent", lambda found: name(found, "identifier"))
    return Issue(
        id=identify(workspace.source, "issue", external_id),
        source=workspace.source,
        external_id=external_id,
        project_id=_project_id(workspace, node),
        key=name(node, "identifier"),
        title=text(node, "title"),
        url=link(node, "url"),
        type=_type(labels, workspace.types),
        status=status,
        category=category,
        created_at=moment(node, "createdAt"),
        updated_at=moment(node, "updatedAt"),
        resolved_at=optional_moment(node, "completedAt") or optional_moment(node, "canceledAt"),
        assignee_id=named.at(node, "assignee"),
        reporter_id=named.at(node, "creator"),
        estimate=estimate(node, "estimate"),
        priority=optional_text(node, "priorityLabel") or "",
        labels=labels,
        parent_key=parent,
        is_subtask=parent is not None,
        links=tuple(filter(_is_pull_request, _listed(node, "attachments", lambda one: text(one, "url")))),
    )


def _is_trashed(node: object) -> bool:
    return isinstance(node, dict) and node.get("trashed") is True


def _sprint_state(node: Node) -> SprintState:
    """Closed once it is completed, or its time has passed."""
    if node.get("completedAt") is not None or node.get("isPast") is True:
        return SprintState.CLOSED
    return SprintState.FUTURE if node.get("isFuture") is True else SprintState.ACTIVE


def _type(labels: Iterable[str], types: tuple[str, ...]) -> str:
    """The first label that says what kind of work it is, as the settings write it."""
    called = {title.casefold(): title for title in types}
    return next((called[label.casefold()] for label in labels if label.casefold() in called), "Issue")


def _is_pull_request(url: str) -> bool:
    is_address = url.startswith(("https://", "http://")) and " " not in url and url.isprintable()
    return is_address and any(part in url for part in _PULL_REQUESTS)


def _project_id(workspace: Workspace, node: Node) -> int:
    """Whose it is; a team that is younger than our list of them is met by the next sync."""
    id_ = inside(node, "team", lambda team: name(team, "id"))
    if workspace.teams is not None and id_ not in workspace.teams:
        raise Unreadable("team.id", "expected one of the teams that could be read, found another")
    return identify(workspace.source, "project", id_)


def _number(node: Node, key: str) -> int:
    """A whole number that GraphQL tells as a float."""
    value = node.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**31:
        return int(value)
    raise Unreadable(key, "expected a number from 0")


def _share(node: Node, key: str) -> float | None:
    """From 0 to 1; None where it is not told, or is none."""
    value = estimate(node, key)
    return value if value is None or 0 <= value <= 1 else None


def _listed(node: Node, key: str, read: Callable[[Node], T]) -> list[T]:
    return inside(node, key, lambda connection: each(connection, "nodes", read))


def _assert_whole(connection: Node) -> None:
    if inside(connection, "pageInfo", lambda info: truth(info, "hasNextPage")):
        raise Unreadable("pageInfo.hasNextPage", "expected the whole list, found a part of it")


def states_of(nodes: Iterable[object]) -> dict[str, tuple[str, Category]]:
    """What states are called and filed under, by id; one that cannot be read is left out."""
    found: dict[str, tuple[str, Category]] = {}
    for node in nodes:
        if isinstance(node, dict) and isinstance(node.get("id"), str) and isinstance(node.get("name"), str):
            found[node["id"]] = storable(node["name"]), categorised(node)
    return found
