"""JUnit XML of every runner that we have a recording of, and of those who mean no good."""

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import Verdict
from integrations.junit import DEEPEST, LONGEST_TIME, Result, cases, results
from integrations.reading import Unreadable

RECORDED = Path("/work/shared/data/junit")
MISSING = f"the recorded reports of {RECORDED} are not on this machine"
NO_REPORTS = {"non-junit.xml", "corrupt-xml.xml"}
NAMELESS = {"no-attributes.xml"}

recorded = pytest.mark.skipif(not RECORDED.exists(), reason=MISSING)
reports = sorted(path for path in RECORDED.rglob("*.xml") if path.name not in NO_REPORTS | NAMELESS)


def one(case: str) -> Result:
    (found,) = results(f'<testsuite name="s">{case}</testsuite>'.encode())
    return found


@recorded
@pytest.mark.parametrize("path", reports, ids=lambda path: path.stem)
def test_a_recorded_report_says_what_its_elements_say(path: Path) -> None:
    """Counted independently, over the whole tree."""
    tree = ET.fromstring(path.read_bytes())  # noqa: S314 - our own recordings
    expected = Counter(
        "failed" if case.find("failure") is not None or case.find("error") is not None
        else "skipped" if case.find("skipped") is not None or case.get("status") == "disabled"
        else "passed"
        for case in tree.iter("testcase")
    )  # fmt: skip
    found = results(path.read_bytes())
    assert Counter(str(result.verdict) for result in found) == expected
    assert [result.name for result in found] == [case.get("name") for case in tree.iter("testcase")]
    spent = sum(float(case.get("time") or 0) for case in tree.iter("testcase"))
    assert sum(result.seconds or 0 for result in found) == pytest.approx(spent)


@recorded
@pytest.mark.parametrize("name", sorted(NO_REPORTS))
def test_a_recording_that_is_no_report_is_refused(name: str) -> None:
    (path,) = RECORDED.rglob(name)
    with pytest.raises(Unreadable):
        results(path.read_bytes())


@recorded
def test_tests_without_a_name_are_left_out() -> None:
    assert results((RECORDED / "no-attributes.xml").read_bytes()) == []


@recorded
def test_nested_suites_keep_the_name_of_the_innermost() -> None:
    found = results((RECORDED / "testsuite-in-testsuite.xml").read_bytes())
    assert [(each.suite, each.name) for each in found] == [
        ("TestSuite1", "TestCase1"),
        ("TestSuite1", "TestCase2"),
        ("TestSuite2.1", "TestCase3"),
        ("TestSuite2", "TestCase4"),
        ("Project Test Suite", "TestCase5"),
    ]


def test_a_suite_without_a_name_has_that_of_the_one_around_it() -> None:
    (found,) = results(b'<testsuite name="a"><testsuite><testcase name="t"/></testsuite></testsuite>')
    assert found.suite == "a"


@pytest.mark.parametrize(
    ("children", "verdict"),
    [
        ("", Verdict.PASSED),
        ("<system-out>fine</system-out>", Verdict.PASSED),
        ("<failure/>", Verdict.FAILED),
        ("<error/>", Verdict.FAILED),
        ("<skipped/>", Verdict.SKIPPED),
        ("<skipped/><failure/>", Verdict.FAILED),
        ("<flakyFailure/>", Verdict.FLAKY),
        ("<flakyError/>", Verdict.FLAKY),
        ("<rerunFailure/>", Verdict.FLAKY),
        ("<failure/><rerunFailure/>", Verdict.FAILED),
        ("<properties><failure/></properties>", Verdict.PASSED),
        ("<unheard-of/>", Verdict.PASSED),
    ],
)
def test_the_children_of_a_case_say_how_it_ended(children: str, verdict: Verdict) -> None:
    assert one(f'<testcase name="t">{children}</testcase>').verdict is verdict


@pytest.mark.parametrize(
    ("attribute", "verdict"),
    [
        ('status="notrun"', Verdict.SKIPPED),
        ('status="disabled"', Verdict.SKIPPED),
        ('result="suppressed"', Verdict.SKIPPED),
        ('status="run" result="completed"', Verdict.PASSED),
    ],
    ids=["not run", "disabled", "suppressed", "run"],
)
def test_runners_that_say_it_in_an_attribute_are_understood(attribute: str, verdict: Verdict) -> None:
    assert one(f'<testcase name="t" {attribute}/>').verdict is verdict


@pytest.mark.parametrize(
    ("time", "seconds"),
    [("1.5", 1.5), ("1,234.5", 1234.5), ("0", 0.0), ("", None), ("-1", None), ("NaN", None), ("inf", None),
     ("soon", None), (str(LONGEST_TIME + 1), None)],
)  # fmt: skip
def test_times_are_seconds_or_unknown(time: str, seconds: float | None) -> None:
    assert one(f'<testcase name="t" time="{time}"/>').seconds == seconds


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        ('<failure message="expected 1">at x.py:3</failure>', "expected 1"),
        ("<failure>\n  expected 2\n  at x.py:3</failure>", "expected 2"),
        ("<failure><![CDATA[<b>]]></failure>", "<b>"),
        ("<failure/>", ""),
        ('<failure message="a"/><error message="b"/>', "a"),
        ("<system-out>noise</system-out><failure>told</failure>", "told"),
    ],
)
def test_the_message_is_the_first_line_of_what_the_failure_says(failure: str, message: str) -> None:
    assert one(f'<testcase name="t">{failure}</testcase>').message == message


def test_a_namespace_and_a_byte_order_mark_do_no_harm() -> None:
    xml = '\ufeff<testsuites xmlns="urn:x"><testsuite name="s"><testcase name="t"/></testsuite></testsuites>'
    assert [each.name for each in results(xml.encode())] == ["t"]


BOMB = b"""<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<testsuite name="&b;"><testcase name="t"/></testsuite>"""
THIEF = b"""<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<testsuite><testcase name="&x;"/></testsuite>"""
DEEP = b"<testsuite>" * (DEEPEST + 1) + b"</testsuite>" * (DEEPEST + 1)
DEEPER = b"<testsuite>" * 100_000


NO_GOOD = {
    "entity bomb": BOMB,
    "outside entity": THIEF,
    "deep": DEEP,
    "deeper": DEEPER,
    "nothing": b"",
    "JSON": b"{}",
    "cut": b"<testsuite>",
    "others": b"<suites/>",
    "encoding": b'<?xml version="1.0" encoding="x"?><testsuite/>',
    "NUL": b"\0" * 40,
    "zip": b"PK\3\4",
}


@pytest.mark.parametrize("xml", NO_GOOD.values(), ids=NO_GOOD)
def test_what_is_no_report_or_means_no_good_is_refused(xml: bytes) -> None:
    with pytest.raises(Unreadable):
        results(xml)


def test_a_huge_message_is_cut() -> None:
    found = one(f'<testcase name="t"><failure>{"x" * 10**6}</failure></testcase>')
    assert len(found.message) == 1_000


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_junk_is_refused_and_nothing_else_happens(junk: bytes) -> None:
    with pytest.raises(Unreadable):
        results(junk)


_OUTSIDE_XML = "\ufffe\uffff"
words = st.text(
    st.characters(codec="utf-8", min_codepoint=32, exclude_characters='<>&"\x7f' + _OUTSIDE_XML),
    min_size=1,
    max_size=12,
)
children = st.sampled_from(["failure", "error", "skipped", "flakyFailure", "system-out", "properties"])


@given(st.lists(st.tuples(words.filter(str.strip), st.lists(children, max_size=3)), max_size=8))
def test_whatever_is_well_formed_is_read_whole(told: list[tuple[str, list[str]]]) -> None:
    root = ET.Element("testsuites")
    suite = ET.SubElement(root, "testsuite", name="s")
    for name, tags in told:
        case = ET.SubElement(suite, "testcase", name=name)
        for tag in tags:
            ET.SubElement(case, tag)
    assert len(results(ET.tostring(root))) == len(told)


def result(verdict: Verdict, seconds: float | None = 1.0, name: str = "t") -> Result:
    return Result("s", "C", name, verdict, seconds)


def test_a_test_is_known_by_run_suite_class_name_and_environment() -> None:
    (found,) = cases(7, [result(Verdict.PASSED)], "linux")
    assert found.id == identify("test_case", "7", "s", "C", "t", "linux")
    assert (found.run_id, found.environment, found.seconds) == (7, "linux", 1.0)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Verdict.PASSED, Verdict.PASSED, Verdict.PASSED),
        (Verdict.FAILED, Verdict.FAILED, Verdict.FAILED),
        (Verdict.FAILED, Verdict.PASSED, Verdict.FLAKY),
        (Verdict.PASSED, Verdict.FAILED, Verdict.FLAKY),
        (Verdict.SKIPPED, Verdict.FAILED, Verdict.FAILED),
        (Verdict.SKIPPED, Verdict.SKIPPED, Verdict.SKIPPED),
        (Verdict.FLAKY, Verdict.PASSED, Verdict.FLAKY),
    ],
)
def test_a_test_that_is_told_twice_was_tried_twice(first: Verdict, second: Verdict, both: Verdict) -> None:
    (found,) = cases(7, [result(first), result(second, 2.0)])
    assert (found.verdict, found.seconds) == (both, 3.0)


def test_other_tests_stay_others() -> None:
    assert len(cases(7, [result(Verdict.PASSED, name="a"), result(Verdict.PASSED, name="b")])) == 2


def test_a_time_that_nobody_told_stays_untold() -> None:
    (found,) = cases(7, [result(Verdict.PASSED, None), result(Verdict.PASSED, None)])
    assert found.seconds is None
