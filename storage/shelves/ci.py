"""Continuous integration: attempts of runs, their jobs, and the test cases they reported."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, select, type_coerce

from domain.records import Job, Outcome, Run, TestCase
from storage.rests_on import CASES, JOBS, RUNS
from storage.shapes import Shape
from storage.shelves.outdated import Outdated
from storage.shelves.records import Records
from storage.tables import jobs, runs, test_cases
from storage.transaction import Transaction
from storage.types import Big

_run, _job, _case = runs.c, jobs.c, test_cases.c
_of_runs, _of_jobs, _of_cases = Shape(runs, Run), Shape(jobs, Job), Shape(test_cases, TestCase)

Times = tuple[list[str], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Names, and as arrays of as many the ids of attempts, and when each began and ended in microseconds."""


class Builds(Records[Run]):
    """Attempts of runs. What rests on them is marked by the attempt, for a repository has too many."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _of_runs, order=("created_at", "id"))

    def save(self, records: Sequence[Run]) -> int:
        """Insert or update; what rests on those that differ from before is out of date."""
        before = self.by_ids(record.id for record in records)
        saved = super().save(records)
        Outdated(self._tx).changed(RUNS, [each.id for each in records if before.get(each.id) != each])
        return saved

    def remove(self, ids: Collection[int]) -> None:
        """Remove them with their jobs and tests, and mark what rests on them and on their other attempts."""
        siblings = {each.id for each in self.with_siblings(ids)}
        super().remove(ids)
        Outdated(self._tx).changed(RUNS, siblings.union(ids))

    def with_siblings(self, ids: Iterable[int]) -> list[Run]:
        """These attempts, and every other attempt of their runs."""
        one = runs.alias("one")
        same = and_(_run.source == one.c.source, _run.external_id == one.c.external_id)
        rows = self._tx.among(select(runs).join(one, same), one.c.id, ids)
        return list({each.id: each for each in self._whole(list(rows))}.values())

    def ids_in(self, repository_ids: Collection[int]) -> list[int]:
        """The attempts in these repositories."""
        rows = self._tx.among(select(_run.id), _run.repository_id, repository_ids)
        return [row.id for row in rows]


class Jobs(Records[Job]):
    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _of_jobs, order=("created_at", "id"))

    def save(self, records: Sequence[Job]) -> int:
        """Insert or update; what rests on the attempts whose jobs differ from before is out of date."""
        before = self.by_ids(record.id for record in records)
        saved = super().save(records)
        Outdated(self._tx).changed(JOBS, {each.run_id for each in records if before.get(each.id) != each})
        return saved

    def of_runs(self, run_ids: Iterable[int]) -> Mapping[int, list[Job]]:
        """Jobs by the attempt they belong to, in the order of their creation."""
        return _by_run(self.among("run_id", run_ids))

    def times(self, run_ids: Iterable[int]) -> Times:
        """The jobs of these attempts that succeeded and have both times; names come with them in order.

        Raw, for there may be hundreds of thousands.
        """
        began, ended = (type_coerce(each, Big) for each in (_job.started_at, _job.finished_at))
        whole = and_(
            _job.outcome == Outcome.SUCCESS, _job.started_at.is_not(None), _job.finished_at.is_not(None)
        )
        statement = select(_job.name, _job.run_id, began, ended).where(whole)
        rows: list[Any] = [tuple(row) for row in self._tx.among(statement, _job.run_id, run_ids)]
        numbers = np.array([row[1:] for row in rows], np.int64).reshape(-1, 3)
        return [row[0] for row in rows], numbers[:, 0], numbers[:, 1], numbers[:, 2]


class Cases(Records[TestCase]):
    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _of_cases)

    def save(self, records: Sequence[TestCase]) -> int:
        """Insert or update; what rests on the attempts whose tests differ from before is out of date."""
        before = self.by_ids(record.id for record in records)
        saved = super().save(records)
        Outdated(self._tx).changed(CASES, {each.run_id for each in records if before.get(each.id) != each})
        return saved

    def remove(self, ids: Collection[int]) -> None:
        """Remove them, and mark what rests on them."""
        gone = self.by_ids(ids).values()
        super().remove(ids)
        Outdated(self._tx).changed(CASES, {each.run_id for each in gone})

    def of_runs(self, run_ids: Iterable[int]) -> Mapping[int, list[TestCase]]:
        """Test cases by the attempt that reported them."""
        return _by_run(self.among("run_id", run_ids))


def _by_run(records: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[record.run_id].append(record)
    return found
