"""Flaky tests with what is known about them: their names, how often they flake, and where one can see it."""

from datetime import UTC, datetime

from domain.facts import CaseColumns, CaseFlag
from domain.rulings.flaky import flakes
from domain.views.flaky import FlakyTest
from storage.shelves import Shelves

UNNAMED = "a test without a name"


def flaky_at(cases: CaseColumns, moment: int, shelves: Shelves) -> tuple[FlakyTest, ...]:
    """The tests that are flaky at a moment, in epoch seconds, the flakiest first."""
    found = flakes(cases, moment)
    names = shelves.labels.names(cases.case_id[found.rows].tolist())
    runs = shelves.builds.by_ids(cases.run_id[found.rows].tolist())
    homes = shelves.repositories.by_ids(cases.place_id[found.rows].tolist())
    tests = []
    for row, trees, flaky in zip(
        found.rows.tolist(), found.trees.tolist(), found.flaky_trees.tolist(), strict=True
    ):
        run, home = runs.get(int(cases.run_id[row])), homes.get(int(cases.place_id[row]))
        tests.append(
            FlakyTest(
                case_id=int(cases.case_id[row]),
                item_id=int(cases.id[row]),
                name=names.get(int(cases.case_id[row]), UNNAMED),
                repository=home.full_name if home else "",
                url=run.url if run else "",
                is_job=bool(cases.flags[row] & CaseFlag.OF_JOB),
                trees=trees,
                flaky_trees=flaky,
                last_flaked_at=datetime.fromtimestamp(int(cases.at[row]), UTC),
            )
        )
    return tuple(sorted(tests, key=lambda test: (-test.rate, -test.flaky_trees, test.name)))
