"""A pipeline's test report as test cases: GitLab calls a suite what the job was called."""

import re
from collections.abc import Iterator

from domain.records import TestCase, Verdict
from integrations.junit import LONGEST_TIME, Result, cases
from integrations.reading import Node, each, storable, text

VERDICTS = {"success": Verdict.PASSED, "failed": Verdict.FAILED, "error": Verdict.FAILED}
"""Whatever else is said of a test, it was not executed."""

_CELL = re.compile(r"(?P<job>.*?)(?:: \[(?P<cell>.*)\]| \d+/\d+)")
"""A job of a matrix, `test: [ruby 3.3]`, and a slice of a parallel one, `test 2/5`: a test may move
between slices from run to run, and stays the same test."""


def test_cases(run_id: int, report: Node) -> list[TestCase]:
    """The cases of `/pipelines/:id/test_report`, each test once in every cell of the matrix.

    Raises:
        Unreadable: the report makes no sense.
    """
    by_cell: dict[str, list[Result]] = {}
    for cell, results in _suites(report):
        by_cell.setdefault(cell, []).extend(results)
    return [case for cell, results in by_cell.items() for case in cases(run_id, results, cell)]


def _suites(report: Node) -> Iterator[tuple[str, list[Result]]]:
    def suite(node: Node) -> tuple[str, list[Result]]:
        job = text(node, "name")
        found = _CELL.fullmatch(job)
        own, cell = (found["job"], found["cell"] or "") if found else (job, "")
        return cell, each(node, "test_cases", lambda case: _result(own, case))

    yield from each(report, "test_suites", suite)


def _result(suite: str, node: Node) -> Result:
    verdict = VERDICTS.get(str(node.get("status")), Verdict.SKIPPED)
    class_name = node.get("classname")
    return Result(
        suite=suite,
        class_name=storable(class_name) if isinstance(class_name, str) else "",
        name=text(node, "name"),
        verdict=verdict,
        seconds=_seconds(node),
        message=_message(node) if verdict is Verdict.FAILED else "",
    )


def _seconds(node: Node) -> float | None:
    value = node.get("execution_time")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_TIME:
        return None
    return float(value)


def _message(node: Node) -> str:
    """What the runner said, whichever form it has."""
    said = node.get("system_output")
    inner = said.get("message") if isinstance(said, dict) else said
    return storable(inner) if isinstance(inner, str) else ""
