"""Reads JUnit XML, as test runners of every language write it: bytes in, test cases out."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from domain.ids import identify
from domain.records import TestCase, Verdict
from integrations.reading import Unreadable, storable

DEEPEST = 64
"""Elements within one another; suites nest a few levels at most."""

MOST_CASES = 200_000
LONGEST_TEXT = 4_000
LONGEST_TIME = 7 * 86_400.0
"""Seconds; a test that took longer had a broken clock."""

_ROOTS = {"testsuites", "testsuite"}
_FAILED = {"failure", "error"}
_TRIED_AGAIN = {"flakyFailure", "flakyError", "rerunFailure", "rerunError"}
"""Surefire's: it failed, and was run again (https://maven.apache.org/surefire/maven-surefire-plugin/examples/rerun-failing-tests.html)."""

_UNRUN = {"notrun", "disabled", "skipped", "suppressed", "pending"}


@dataclass(frozen=True, slots=True)
class Result:
    """What a report says of one test; `seconds` is None where it says none."""

    suite: str
    class_name: str
    name: str
    verdict: Verdict
    seconds: float | None = None
    message: str = ""


def results(xml: bytes) -> list[Result]:
    """What a report says, in its order. A test without a name is left out, for nothing tells it from others.

    Raises:
        Unreadable: it is no JUnit XML, or would not end: entities, depth and numbers are bounded.
    """
    report = _Report()
    parser = DefusedXMLParser(target=report, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(xml)
        parser.close()
    except Unreadable:
        raise
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise Unreadable("", f"expected JUnit XML, found something else ({type(error).__name__})") from None
    return report.found


def cases(run_id: int, found: Iterable[Result], environment: str = "") -> tuple[TestCase, ...]:
    """The records of one attempt's tests in one cell of its matrix, each test once.

    A test that is told several times there was tried several times: it is flaky if it both passed and failed.
    """
    told: dict[tuple[str, str, str], Result] = {}
    for result in found:
        key = (result.suite, result.class_name, result.name)
        told[key] = _joined(told[key], result) if key in told else result
    return tuple(_record(run_id, result, environment) for result in told.values())


def _joined(first: Result, second: Result) -> Result:
    verdicts = {first.verdict, second.verdict} - {Verdict.SKIPPED}
    verdict = Verdict.FLAKY if len(verdicts) > 1 else next(iter(verdicts), Verdict.SKIPPED)
    times = [each.seconds for each in (first, second) if each.seconds is not None]
    return replace(
        first,
        verdict=verdict,
        seconds=min(sum(times), LONGEST_TIME) if times else None,
        message=first.message or second.message,
    )


def _record(run_id: int, result: Result, environment: str) -> TestCase:
    return TestCase(
        id=identify("test_case", str(run_id), result.suite, result.class_name, result.name, environment),
        run_id=run_id,
        suite=result.suite,
        class_name=result.class_name,
        name=result.name,
        verdict=result.verdict,
        seconds=result.seconds,
        environment=environment,
        message=result.message,
    )


@dataclass(slots=True)
class _Case:
    """A test case while its element is open."""

    suite: str
    attributes: dict[str, str]
    signs: set[str] = field(default_factory=set)
    message: str = ""

    def result(self) -> Result | None:
        name = _said(self.attributes, "name")
        if not name:
            return None
        return Result(
            suite=self.suite,
            class_name=_said(self.attributes, "classname"),
            name=name,
            verdict=self._verdict(),
            seconds=_seconds(self.attributes.get("time", "")),
            message=self.message,
        )

    def _verdict(self) -> Verdict:
        """A failure outweighs everything; one that was made good by another try is a flake."""
        if self.signs & _FAILED:
            return Verdict.FAILED
        if self.signs & _TRIED_AGAIN:
            return Verdict.FLAKY
        states = {self.attributes.get(key, "").lower() for key in ("status", "result")}
        return Verdict.SKIPPED if "skipped" in self.signs or states & _UNRUN else Verdict.PASSED


class _Report:
    """What the parser tells, element by element, so that no tree of it is built."""

    def __init__(self) -> None:
        self.found: list[Result] = []
        self._suites: list[str] = []
        self._open: list[str] = []
        self._case: _Case | None = None
        self._text: list[str] | None = None
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if not self._open and tag not in _ROOTS:
            raise Unreadable("", f"expected testsuites, found {storable(tag)}")
        if len(self._open) >= DEEPEST:
            raise Unreadable("", f"expected at most {DEEPEST} levels, found more")
        self._open.append(tag)
        if tag == "testsuite":
            self._suites.append(_said(attributes, "name") or (self._suites[-1] if self._suites else ""))
        elif tag == "testcase":
            self._case = _Case(self._suites[-1] if self._suites else "", attributes)
        elif self._case and self._open[-2] == "testcase":
            self._note(self._case, tag, attributes)

    def end(self, tag: str) -> None:
        tag = _local(tag)
        self._open.pop()
        if tag == "testsuite":
            self._suites.pop()
        elif tag == "testcase" and self._case:
            self._keep(self._case)
            self._case = None
        elif self._text is not None and self._case and self._open[-1] == "testcase":
            self._case.message = self._case.message or _first_line("".join(self._text))
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None and self._length < LONGEST_TEXT:
            self._text.append(text[:LONGEST_TEXT])
            self._length += len(text)

    def close(self) -> Any:  # noqa: ANN401 - what a parser's target gives back
        return self.found

    def _note(self, case: _Case, tag: str, attributes: dict[str, str]) -> None:
        """What a child says of how the test ended; of failures, with what they say."""
        case.signs.add(tag)
        if tag in _FAILED | _TRIED_AGAIN:
            case.message = case.message or _first_line(attributes.get("message", ""))
            self._text, self._length = [], 0

    def _keep(self, case: _Case) -> None:
        if len(self.found) >= MOST_CASES:
            raise Unreadable("", f"expected at most {MOST_CASES:,} test cases, found more")
        result = case.result()
        if result:
            self.found.append(result)


def _local(tag: str) -> str:
    """Without its namespace."""
    return tag.rsplit("}", 1)[-1]


def _said(attributes: dict[str, str], key: str) -> str:
    return storable(attributes.get(key, "").strip())


def _first_line(text: str) -> str:
    return storable(next((line.strip() for line in text[:LONGEST_TEXT].splitlines() if line.strip()), ""))


def _seconds(text: str) -> float | None:
    """Surefire groups thousands by commas; what is no time is none."""
    try:
        found = float(text.replace(",", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) and 0 <= found <= LONGEST_TIME else None
