"""From Jira's JSON to records: every fixture, and what nobody saw coming."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import Issue, Record
from integrations.jira.mapping import issue_page
from integrations.pages import Page
from tests.conformance.test_poison import assert_storable, mutated, places
from tests.integrations.jira.subject import SUBJECTS
from tests.integrations.jira.terms import TERMS

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("*.json"))
READERS = SUBJECTS[0].readers

NAMED = {
    "account": ["5f:ada", "5f:grace", "557058:x", "JIRAUSER1", "JIRAUSER2"],
    "issue": ["10101"],
    "project": ["10003"],
    "sprint": ["7", "38", "40", "41"],
}
NAMES = {identify("jira", kind, id_): f"{kind} {id_}" for kind, ids in NAMED.items() for id_ in ids}


def told(kind: str, page: Page) -> dict[str, Any]:
    """What a page of one says, with names in place of derived ids, and without what is empty."""
    if page.unmappable:
        (aside,) = page.unmappable
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    accounts = {
        NAMES[each.id]: f"{each.kind} {each.login} {each.name} {each.email}" for each in page.accounts
    }
    (record,) = page.records
    return {kind: plain(record), "accounts": accounts}


def plain(record: Record) -> Any:  # noqa: ANN401 - JSON
    def bare(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            inner = {key: bare(each) for key, each in value.items()}
            return {key: each for key, each in inner.items() if each not in (None, "", [], False, 0.0)}
        if isinstance(value, tuple | list):
            return [bare(each) for each in value]
        if isinstance(value, datetime):
            return value.isoformat()
        return NAMES.get(value, value) if isinstance(value, int) and value > 2**31 else value

    return bare(asdict(record))


def node(case: str = "done") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"issue.{case}.json").read_text())["node"]
    return found


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_record_beside_it(path: Path) -> None:
    kind = path.stem.split(".")[0]
    fixture = json.loads(path.read_text())
    assert told(kind, READERS[kind]([fixture["node"]])) == fixture["expected"]


def test_an_issue_set_aside_leaves_no_accounts_behind_and_costs_no_other() -> None:
    page = issue_page(TERMS, [node("year_9999"), node("open_without_history") | {"id": "10102"}])
    assert [issue.external_id for issue in page.of(Issue)] == ["10102"]
    assert {account.login for account in page.accounts} == {"ada@example.com"}


def test_ids_are_derived_from_jiras_own_so_that_a_moved_issue_stays_the_same() -> None:
    before, after = issue_page(TERMS, [node(), node() | {"key": "WEB-1"}]).of(Issue)
    assert before.id == after.id == identify("jira", "issue", "10101")
    assert (before.key, after.key) == ("PAY-7", "WEB-1")


def test_an_address_is_the_login_where_there_is_no_name_to_log_in_with() -> None:
    (grace,) = [each for each in issue_page(TERMS, [node()]).accounts if each.name == "Grace"]
    assert (grace.login, grace.external_id) == ("5f:grace", "5f:grace")


def test_what_is_told_twice_of_a_history_is_told_in_its_order() -> None:
    (issue,) = issue_page(TERMS, [node("at_the_same_moment")]).of(Issue)
    assert [each.to_status for each in issue.transitions] == ["In Progress", "Done"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CASES = [path.stem.partition(".")[2] for path in FIXTURES if path.stem.startswith("issue.")]


@given(junk=JUNK)
def test_junk_never_raises(junk: object) -> None:
    for read in READERS.values():
        assert len(read([junk]).unmappable) == 1


@given(data=st.data(), junk=JUNK, case=st.sampled_from(CASES))
@settings(max_examples=300)
def test_junk_anywhere_gives_an_issue_or_sets_it_aside(data: st.DataObject, junk: object, case: str) -> None:
    original = node(case)
    place = data.draw(st.sampled_from(list(places(original))))
    change: Callable[[Any], Any] = lambda _: junk  # noqa: E731 - what is put in the place
    page = issue_page(TERMS, [mutated(original, place, change)])
    assert len(page.of(Issue)) + len(page.unmappable) == 1
    assert_storable(page.records)
    assert_storable(page.accounts)
