"""The view of one issue's flow: what happened to it from being written to production, in order."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from domain.errors import Choice, Unknown
from domain.records import Issue
from domain.rulings.issues import categorised, course, issue_facts
from domain.rulings.links import called
from domain.views.flow import Broken, FlowView, Pull, Shipped, Stay, Trace
from services.tracking import tracking
from services.views.viewing import Viewing
from storage.shelves import Shelves

SUGGESTED = 5
"""So many issues are suggested where a key names none."""


def flow(viewing: Viewing) -> FlowView:
    """The issue that the argument names, by its key or its address.

    Raises:
        Unknown: no issue that was read has this key; carries some that are called nearly so.
    """
    shelves = viewing.shelves
    issue = categorised(_named(viewing.argument, shelves), tracking(shelves).categories)
    run, facts = course(issue), issue_facts(issue, (), 0, is_linked=False)
    assignee = shelves.people.accounts([issue.assignee_id] if issue.assignee_id else []).values()
    return FlowView(
        question=viewing.question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        key=issue.key,
        title=issue.title,
        url=issue.url,
        type=issue.type,
        assignee=next((account.name or account.login for account in assignee), ""),
        category=issue.category,
        created_at=issue.created_at,
        began_at=run.began_at,
        ended_at=run.ended_at,
        stopped=(facts.stopped or 0) if facts else 0,
        stays=tuple(_stays(issue)),
        pulls=tuple(_pulls(shelves.flows.of(issue.id))),
    )


def _named(argument: str, shelves: Shelves) -> Issue:
    key, *others = called(argument)
    for each in (key, *others):
        if found := shelves.issues.by_keys([each]):
            return found[0]
    if not shelves.issues.count():
        raise Unknown("No issues have been read yet.", hint="Connect Jira or Linear first.")
    raise Unknown(
        f"There is no issue “{key}”.",
        hint="Type its key as the tracker shows it, like `flow PAY-12`.",
        suggestions=tuple(
            Choice(f"{near} {title}", f"flow {near}") for near, title in _near(key, shelves)[:SUGGESTED]
        ),
    )


def _near(key: str, shelves: Shelves) -> list[tuple[str, str]]:
    """Issues whose keys begin as this one does, for as long as there are any."""
    for length in range(len(key), 0, -1):
        if found := shelves.issues.keys_beginning(key[:length], SUGGESTED):
            return found
    return []


def _stays(issue: Issue) -> Iterator[Stay]:
    """How long it stood in each status, from the one that it was created in."""
    moves = issue.transitions
    if not moves:
        yield Stay(issue.status, issue.category, issue.created_at)
        return
    yield Stay(moves[0].from_status, moves[0].from_category, issue.created_at, moves[0].at)
    for move, following in pairwise(moves):
        yield Stay(move.to_status, move.to_category, move.at, following.at)
    yield Stay(moves[-1].to_status, moves[-1].to_category, moves[-1].at)


def _pulls(traces: Sequence[Trace]) -> Iterator[Pull]:
    """The rows by pull request."""
    for _, rows in groupby(traces, key=lambda trace: trace.pull_request_id):
        yield _pull(list(rows))


def _pull(rows: Sequence[Trace]) -> Pull:
    first = rows[0]
    if first.deployed_at is None:
        return Pull(first, None)
    broken = tuple(
        Broken(row.incident, row.incident_url, row.incident_at, row.resolved_at)
        for row in rows
        if row.incident_at is not None
    )
    return Pull(first, Shipped(first.deployed_at, first.environment, first.sha, first.deployment_url, broken))
