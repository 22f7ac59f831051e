"""Receipts of tests: executions, the runs whose tests were added up, and tests that are flaky."""

from collections.abc import Mapping, Sequence
from datetime import UTC

import numpy as np

from domain.facts import NO_SPAN, CaseFlag
from domain.records import Repository, Run
from domain.result import Receipt
from domain.rulings.flaky import DAYS
from domain.views.flaky import FlakyTest
from metrics.items import Items
from render.text import plural
from render.took import took
from services.flakiness import UNNAMED, flaky_at
from services.receipts.runs import named, titled
from storage.shelves import Shelves

_VERDICTS = {
    CaseFlag.PASSED: "It passed.",
    CaseFlag.FAILED: "It failed.",
    CaseFlag.SKIPPED: "It was skipped, so it counts nowhere.",
    CaseFlag.FLAKY: "It failed and passed when it was tried again, so it counts as passed.",
}
_BROKEN = "At least 80 % of the tests of its run failed, so it says nothing of flakiness."


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order: what they are depends on the metric."""
    if items.metric.info.level:
        return _flaky(ids, items, shelves)
    rows = {id_: row for row, id_ in enumerate(items.columns.id.tolist())}
    known = [(id_, rows[id_]) for id_ in ids if id_ in rows]
    runs = shelves.builds.by_ids(int(items.columns.run_id[row]) for _, row in known)
    homes = shelves.repositories.by_ids({run.repository_id for run in runs.values()})
    names = shelves.labels.names(int(items.columns.case_id[row]) for _, row in known)
    of_run = items.metric.info.noun == "run"
    told = []
    for id_, row in known:
        run = runs.get(int(items.columns.run_id[row]))
        if run is not None:
            name = titled(run) if of_run else names.get(int(items.columns.case_id[row]), UNNAMED)
            ruling = _summed(items, row) if of_run else _verdict(items, row)
            told.append(_receipt(id_, name, run, homes, (_value(items, row), ruling)))
    return tuple(told)


def _receipt(
    id_: int, title: str, run: Run, homes: Mapping[int, Repository], told: tuple[float | None, str]
) -> Receipt:
    home = homes.get(run.repository_id)
    value, ruling = told
    return Receipt(
        id=id_,
        title=title,
        url=run.url,
        repository=home.full_name if home else "",
        name=named(run, homes),
        author="",
        at=run.finished_at or run.created_at,
        value=value,
        phases=(),
        ruling=ruling,
        happened="ran",
    )


def _verdict(items: Items, row: int) -> str:
    flags, milliseconds = int(items.columns.flags[row]), int(items.columns.milliseconds[row])
    told = [sentence for flag, sentence in _VERDICTS.items() if flags & flag]
    told += [_BROKEN] if flags & CaseFlag.BROKEN_RUN else []
    told += [f"It took {took(milliseconds / 1000)}."] if milliseconds != NO_SPAN else []
    return " ".join(told)


def _summed(items: Items, row: int) -> str:
    """Of how many tests the time of an attempt is made."""
    same = items.columns.run_id == items.columns.run_id[row]
    timed = same & (items.columns.milliseconds != NO_SPAN) & items.counted
    longest = int(items.columns.milliseconds[timed].max())
    tests = plural(int(np.count_nonzero(timed)), "test")
    return f"The times of {tests} added up; the longest took {took(longest / 1000)}."


def _flaky(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    tests = {test.item_id: test for test in flaky_at(items.columns, items.moment, shelves)}
    return tuple(_of_test(tests[id_]) for id_ in ids if id_ in tests)


def _of_test(test: FlakyTest) -> Receipt:
    ran_on = plural(test.trees, "run" if test.is_job else "commit")
    return Receipt(
        id=test.item_id,
        title=test.name,
        url=test.url,
        repository=test.repository,
        name=test.repository,
        author="",
        at=test.last_flaked_at.astimezone(UTC),
        value=1.0,
        phases=(),
        ruling=f"It ran on {ran_on} in {DAYS} days, and both passed and failed on {test.flaky_trees:,}.",
        happened="last flaked",
    )


def _value(items: Items, row: int) -> float | None:
    value = int(items.values[row])
    return None if value == NO_SPAN else value / items.metric.info.scale
