"""Receipts of issues: when each was begun and done, and which pull request or deployment ended the wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.facts import HUNDREDTHS, ISSUE_DEPLOYS, ISSUE_PULLS, NO_SPAN, Flag, IssueFlag
from domain.records import Account, Issue, Project, Repository
from domain.result import Receipt
from domain.rulings.issues import categorised, course
from domain.rulings.links import Said
from metrics.items import Items
from render.text import duration, plural
from services.tracking import tracking
from storage.shelves import Shelves

_HAPPENED = {ISSUE_PULLS.name: "first pull request", ISSUE_DEPLOYS.name: "in production"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about issues beside their columns: by id, and the pull requests by their keys."""

    issues: Mapping[int, Issue]
    projects: Mapping[int, Project]
    people: Mapping[int, Account]
    naming: Mapping[str, Sequence[Said]]
    repositories: Mapping[int, Repository]


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    categories = tracking(shelves).categories
    issues = {id_: categorised(issue, categories) for id_, issue in shelves.issues.by_ids(ids).items()}
    naming = shelves.mentions.saying(issue.key for issue in issues.values())
    known = Known(
        issues,
        shelves.projects.by_ids({issue.project_id for issue in issues.values()}),
        shelves.people.accounts({issue.assignee_id for issue in issues.values() if issue.assignee_id}),
        naming,
        shelves.repositories.by_ids({each.repository_id for said in naming.values() for each in said}),
    )
    rows = {id_: row for row, id_ in enumerate(items.columns.id.tolist())}
    return tuple(_receipt(known, items, issues[id_], rows[id_]) for id_ in ids if id_ in issues)


def _receipt(known: Known, items: Items, issue: Issue, row: int) -> Receipt:
    value = items.values[row]
    assignee = known.people.get(issue.assignee_id or 0)
    project = known.projects.get(issue.project_id)
    at = datetime.fromtimestamp(int(items.columns.at[row]), UTC)
    naming = known.naming.get(issue.key.upper(), ())
    named_by = [each for each in naming if not each.flags & Flag.REVERT]
    family = items.metric.of.name
    if family == ISSUE_PULLS.name:
        told = pulled(issue, at, [_name(each, known) for each in named_by if each.opened_at >= at])
    elif family == ISSUE_DEPLOYS.name:
        told = deployed(issue, at, [_name(each, known) for each in named_by if each.merged_at])
    else:
        told = ruling(issue, IssueFlag(int(items.columns.flags[row])))
    return Receipt(
        id=issue.id,
        title=issue.title,
        url=issue.url,
        repository=project.key if project else "",
        name=issue.key,
        author=(assignee.name or assignee.login) if assignee else "",
        at=at,
        value=None if value == NO_SPAN else float(value),
        phases=(),
        ruling=told,
        happened=_HAPPENED.get(family, "done"),
    )


def ruling(issue: Issue, flags: IssueFlag) -> str:
    """What was ruled on a done issue, in sentences (docs/explain/definitions.md, "Issue cycle time")."""
    told = [_ran(issue), *(sentence for flag, sentence in _ODD.items() if flags & flag)]
    points = None if flags & IssueFlag.UNESTIMATED or issue.estimate is None else issue.estimate
    told.append("It has no estimate." if points is None else f"It is estimated at {_points(points)}.")
    return " ".join(told)


def pulled(issue: Issue, at: datetime, names: Sequence[str]) -> str:
    """Which pull request was the first, `names` being those opened from then on."""
    first, *others = names or [""]
    name = f", {first}," if first else ""
    if at < issue.created_at:
        earlier = _told(issue.created_at - at)
        return f"Its first pull request{name} was opened {earlier} before it was written: there is no span."
    more = f" {plural(len(others), 'more pull request')} came later." if others else ""
    return f"Its first pull request{name} was opened {_told(at - issue.created_at)} after its creation.{more}"


def deployed(issue: Issue, at: datetime, names: Sequence[str]) -> str:
    """With which pull requests it came into production."""
    if at < issue.created_at:
        earlier = _told(issue.created_at - at)
        return f"Its pull requests were in production {earlier} before it was written: there is no span."
    after = f"{_told(at - issue.created_at)} after its creation"
    if len(names) == 1:
        return f"Its pull request, {names[0]}, was in production {after}."
    return f"The last of its {len(names)} pull requests ({', '.join(names)}) was in production {after}."


_ODD: Mapping[IssueFlag, str] = {
    IssueFlag.REOPENED: "It moved backwards on the way; the time until the last end counts.",
    IssueFlag.BLOCKED: "It was blocked for a part of that, which counts.",
    IssueFlag.SUBTASK: "It is a sub-task.",
    IssueFlag.CONTRADICTORY: "Its times contradict each other; the spans concerned have no value.",
}


def _ran(issue: Issue) -> str:
    run = course(issue)
    if run.ended_at is None:
        return "It is not done."
    if run.began_at is None:
        lead = _told(run.ended_at - issue.created_at)
        return f"It was never in progress, so it has no cycle time; it was done {lead} after its creation."
    since = (
        "from its creation on" if run.began_at == issue.created_at else f"from {_move(issue, run.began_at)}"
    )
    return f"It was in progress {since}, and done with {_move(issue, run.ended_at)}."


def _move(issue: Issue, at: datetime) -> str:
    """The move at that moment, by where it led and how long after the creation."""
    status = next((move.to_status for move in issue.transitions if move.at == at), issue.status)
    return f"its move to {status}, {_told(at - issue.created_at)} after its creation"


def _points(estimate: float) -> str:
    number = round(estimate * HUNDREDTHS) / HUNDREDTHS
    return f"{number:g} point{'' if number == 1 else 's'}"


def _name(said: Said, known: Known) -> str:
    repository = known.repositories.get(said.repository_id)
    return f"{repository.full_name if repository else ''}#{said.number}"


def _told(span: timedelta) -> str:
    return duration(span.total_seconds())
