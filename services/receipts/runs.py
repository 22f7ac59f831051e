"""Receipts of CI runs: which attempt it was, what it came to, and why it counts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from domain.facts import NO_SPAN, RunColumns, RunFlag
from domain.records import Account, Outcome, Repository, Run
from domain.result import Receipt
from metrics.items import Items
from render.took import took
from storage.shelves import Shelves

_OUTCOMES: Mapping[Outcome | None, str] = {
    Outcome.SUCCESS: "succeeded",
    Outcome.FAILURE: "failed",
    Outcome.TIMED_OUT: "timed out",
}


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these attempts, in their order."""
    runs = shelves.builds.by_ids(ids)
    homes = shelves.repositories.by_ids({run.repository_id for run in runs.values()})
    people = shelves.people.accounts({run.actor_id for run in runs.values() if run.actor_id})
    rows = {id_: row for row, id_ in enumerate(items.columns.id.tolist())}
    return tuple(
        _receipt(runs[id_], rows[id_], items, homes, people) for id_ in ids if id_ in runs and id_ in rows
    )


def titled(run: Run) -> str:
    """What an attempt is called: "ci on main, attempt 2"."""
    again = f", attempt {run.attempt}" if run.attempt > 1 else ""
    return f"{run.workflow} on {run.branch}{again}"


def named(run: Run, homes: Mapping[int, Repository]) -> str:
    """Where it ran and on which commit: "acme/pay@3f2c1aa"."""
    home = homes.get(run.repository_id)
    return f"{home.full_name if home else ''}@{run.sha[:7]}"


def _receipt(
    run: Run, row: int, items: Items, homes: Mapping[int, Repository], people: Mapping[int, Account]
) -> Receipt:
    home, actor = homes.get(run.repository_id), people.get(run.actor_id or 0)
    value = int(items.values[row])
    return Receipt(
        id=run.id,
        title=titled(run),
        url=run.url,
        repository=home.full_name if home else "",
        name=named(run, homes),
        author=actor.login if actor else "",
        at=datetime.fromtimestamp(int(items.columns.at[row]), UTC),
        value=None if value == NO_SPAN else value / items.metric.info.scale,
        phases=(),
        ruling=ruling(run, items.columns, row),
        happened="ended",
    )


def ruling(run: Run, runs: RunColumns, row: int) -> str:
    """What was ruled on an attempt, in whole sentences (docs/explain/definitions.md, "Builds")."""
    flags = int(runs.flags[row])
    told = [f"Attempt {run.attempt} {_OUTCOMES.get(run.outcome, 'counts nowhere')}.", _place(flags)]
    told += [_times(runs, row), _branch(flags)]
    if flags & RunFlag.CONTRADICTORY:
        told.append("Its times contradict each other; the one concerned has no value.")
    return " ".join(filter(None, told))


def _place(flags: int) -> str:
    if flags & RunFlag.FINAL_ATTEMPT:
        return "It is the run's only attempt." if flags & RunFlag.FIRST_ATTEMPT else "It is the run's last."
    return "The run was tried again after it."


def _times(runs: RunColumns, row: int) -> str:
    queue, duration = int(runs.queue[row]), int(runs.duration[row])
    waited = f"waited {took(queue)} for a machine" if queue != NO_SPAN else ""
    worked = f"ran for {took(duration)}" if duration != NO_SPAN else ""
    told = " and ".join(filter(None, (waited, worked)))
    return f"It {told}." if told else ""


def _branch(flags: int) -> str:
    if flags & RunFlag.ON_DEFAULT:
        return "It built the default branch."
    return "It built a pull request." if flags & RunFlag.OF_PULL_REQUEST else ""
