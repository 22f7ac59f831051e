"""CI told a second time, by plain walks over records that share no code with the rulings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from domain.records import Outcome, Run, TestCase, Verdict

FORTNIGHT = timedelta(days=14)


def success_rates(
    runs: Sequence[Run], start: datetime, stop: datetime
) -> tuple[Fraction | None, Fraction | None]:
    """Which share of runs succeeded in the end, and at the first attempt, of those that ended in between."""
    by_run: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        if run.finished_at is not None and run.outcome is not None:
            by_run[run.external_id].append(run)
    last = [max(attempts, key=lambda run: run.attempt) for attempts in by_run.values()]
    first = [run for attempts in by_run.values() for run in attempts if run.attempt == 1]
    return _rate(last, start, stop), _rate(first, start, stop)


def _rate(runs: Iterable[Run], start: datetime, stop: datetime) -> Fraction | None:
    good = bad = 0
    for run in runs:
        if run.finished_at is None or not start <= run.finished_at < stop:
            continue
        if run.outcome == Outcome.SUCCESS:
            good += 1
        elif run.outcome in (Outcome.FAILURE, Outcome.TIMED_OUT):
            bad += 1
    return Fraction(good, good + bad) if good + bad else None


def recoveries(runs: Sequence[Run], default_branch: str) -> list[tuple[str, timedelta]]:
    """For every workflow, how long each of its red stretches on the default branch was."""
    found = []
    for workflow in sorted({run.workflow for run in runs}):
        red: datetime | None = None
        ended = [run for run in runs if run.workflow == workflow and run.finished_at]
        for run in sorted(ended, key=lambda run: (run.finished_at, run.id)):
            if run.branch != default_branch or run.event.startswith("pull_request"):
                continue
            if run.outcome in (Outcome.FAILURE, Outcome.TIMED_OUT) and red is None:
                red = run.finished_at
            if run.outcome == Outcome.SUCCESS and red is not None and run.finished_at is not None:
                found.append((workflow, run.finished_at - red))
                red = None
    return found


def flaky(
    runs: Sequence[Run], cases: Sequence[TestCase], now: datetime
) -> dict[tuple[str, str], tuple[int, int]]:
    """The tests that are flaky now, by class and name: on how many trees each flaked, and ran."""
    by_id = {run.id: run for run in runs}
    told: dict[int, list[TestCase]] = defaultdict(list)
    for case in cases:
        told[case.run_id].append(case)
    executed: dict[tuple[str, str], list[tuple[datetime, int, str, Verdict]]] = defaultdict(list)
    for run_id, reported in told.items():
        ended = by_id[run_id].finished_at
        counts = [case for case in reported if case.verdict != Verdict.SKIPPED]
        failed = [case for case in counts if case.verdict == Verdict.FAILED]
        if ended is None or not now - FORTNIGHT <= ended < now:
            continue
        if len(counts) >= 5 and len(failed) * 10 >= len(counts) * 8:
            continue
        for case in counts:
            tree = by_id[run_id].tree_sha or by_id[run_id].sha
            executed[case.class_name, case.name].append((ended, case.id, tree, case.verdict))
    counted = {test: _counted(sorted(history)) for test, history in executed.items()}
    return {test: found for test, found in counted.items() if found}


def _counted(history: Sequence[tuple[datetime, int, str, Verdict]]) -> tuple[int, int] | None:
    trees: dict[str, set[Verdict]] = defaultdict(set)
    for _, _, tree, verdict in history:
        trees[tree].add(verdict)
    flaky_trees = {
        tree
        for tree, seen in trees.items()
        if Verdict.FLAKY in seen or seen >= {Verdict.PASSED, Verdict.FAILED}
    }
    flakes = [at for at, _, tree, verdict in history if tree in flaky_trees and verdict != Verdict.PASSED]
    if not flakes:
        return None
    row = 0
    for at, _, tree, verdict in history:
        if at > max(flakes) and tree not in flaky_trees:
            row = row + 1 if verdict == Verdict.PASSED else 0
            if row == 5:
                return None
    return len(flaky_trees), len(trees)
