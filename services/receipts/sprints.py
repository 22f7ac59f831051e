"""Receipts of sprints: what each was committed to, how its scope moved, what it completed and carried."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.facts import HUNDREDTHS, NO_SPAN, SprintColumns, SprintFlag
from domain.result import Receipt
from domain.rulings.boards import counted_once_id
from metrics.items import Items
from render.sprint import points
from render.text import plural
from render.values import percent
from storage.shelves import Shelves


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    columns: SprintColumns = items.columns
    sprints = {each.id: each for each in shelves.sprints.in_projects(columns.place_id.tolist())}
    sprints |= {counted_once_id(id_): each for id_, each in sprints.items()}
    rows = {id_: row for row, id_ in enumerate(columns.id.tolist())}
    return tuple(
        Receipt(
            id=id_,
            title=sprints[id_].name,
            url=sprints[id_].url,
            repository="",
            name=sprints[id_].board,
            author="",
            at=datetime.fromtimestamp(int(columns.at[rows[id_]]), UTC),
            value=_value(items, rows[id_]),
            phases=(),
            ruling=ruling(columns, rows[id_]),
            happened="closed",
        )
        for id_ in ids
        if id_ in sprints
    )


def _value(items: Items, row: int) -> float | None:
    """What it adds to a mean, or of a ratio its own."""
    value, over = int(items.values[row]), items.metric.over
    if value == NO_SPAN:
        return None
    if over is None:
        return value / items.metric.info.scale
    divisor = int(over.values(items.columns, items.clock)[row])
    return None if divisor in (0, NO_SPAN) else value / divisor


def ruling(sprints: SprintColumns, row: int) -> str:
    """What was ruled on a sprint, in whole sentences (docs/explain/definitions.md, "Sprints")."""
    told = [_scope(sprints, row), _completed(sprints, row), _carried(sprints, row), _odd(sprints, row)]
    return " ".join(filter(None, told))


def _scope(sprints: SprintColumns, row: int) -> str:
    if sprints.flags[row] & int(SprintFlag.NO_COMMITMENT):
        committed = "Nothing was committed to at its start"
    else:
        committed = f"Committed to {_amount(sprints, 'committed', row)}"
    moved = [
        f"{_amount(sprints, column, row)} {word}"
        for column, word in (("added", "came in later"), ("removed", "left"))
        if getattr(sprints, column)[row] or getattr(sprints, f"{column}_issues")[row]
    ]
    return f"{'; '.join([committed, *moved])}."


def _completed(sprints: SprintColumns, row: int) -> str:
    """Both shares, each with its label: what was kept of the commitment, and all over it."""
    completed = f"Completed {_amount(sprints, 'completed', row)}"
    in_issues = sprints.flags[row] & int(SprintFlag.UNESTIMATED)
    unit = "_issues" if in_issues else ""
    committed, delivered, all_ = (
        int(getattr(sprints, f"{name}{unit}")[row]) for name in ("committed", "delivered", "completed")
    )
    if not committed:
        return f"{completed}."
    kept, reached = percent(delivered / committed), percent(all_ / committed)
    return f"{completed}: {kept} of what was committed to was done, and all that was done is {reached} of it."


def _carried(sprints: SprintColumns, row: int) -> str:
    if sprints.carried[row] == NO_SPAN:
        return "What went on is not known, for the board has no next sprint yet."
    if not sprints.carried_issues[row]:
        return "Nothing went on into the next sprint."
    again = int(sprints.carried_again_issues[row])
    twice = f", {_amount(sprints, 'carried_again', row)} of it not for the first time" if again else ""
    return f"{_amount(sprints, 'carried', row)} went on unfinished into the next sprint{twice}."


def _odd(sprints: SprintColumns, row: int) -> str:
    flags, told = int(sprints.flags[row]), []
    unestimated = int(sprints.unestimated[row])
    if flags & SprintFlag.UNESTIMATED:
        told.append("Nothing in it is estimated, so its issues are counted.")
    elif unestimated:
        told.append(f"{plural(unestimated, 'issue')} without an estimate count no points.")
    if flags & SprintFlag.ONCE:
        told.append("Issues that another board's sprint counts are left to that one here.")
    if flags & SprintFlag.DRIFTED:
        told.append("Its issues were rewritten afterwards; what was seen at its start and close stands.")
    if flags & SprintFlag.FROM_HISTORY:
        told.append("It was read from its issues' histories after it had closed.")
    return " ".join(told)


def _amount(sprints: SprintColumns, column: str, row: int) -> str:
    """Points and issues, as in "34 points (9 issues)"; issues alone where nothing is estimated."""
    issues = plural(int(getattr(sprints, f"{column}_issues")[row]), "issue")
    if sprints.flags[row] & int(SprintFlag.UNESTIMATED):
        return issues
    return f"{points(int(getattr(sprints, column)[row]) / HUNDREDTHS)} ({issues})"
