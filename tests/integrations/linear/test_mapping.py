"""From Linear's JSON to records: every fixture becomes what stands beside it, and junk harms nothing."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import AccountKind, Category, Issue
from integrations.linear.accounts import account
from integrations.linear.mapping import Workspace, issue_page, states_of
from integrations.pages import Page
from tests.integrations.linear.subject import STATES, SUBJECT

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("*.json"))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)

EMPTY: tuple[Any, ...] = (None, "", [], ())


def told(page: Page) -> dict[str, Any]:
    """What a page of one says, with names in place of derived ids, and without what is empty."""
    if page.unmappable:
        aside = page.unmappable[0]
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    names = {each.id: each.login for each in page.accounts}
    names |= {identify("linear", "project", "T_pay"): "T_pay"}
    names |= {identify("linear", "sprint", id_): id_ for id_ in ("C_1", "C_2")}
    accounts = {
        each.login: f"{each.kind} {each.external_id} {each.name} {each.email}" for each in page.accounts
    }
    kind = type(page.records[0]).__name__.lower()
    return {kind: _plain(asdict(page.records[0]), names), "accounts": accounts}


def _plain(value: Any, names: dict[int, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        plain = {key: _plain(inner, names) for key, inner in value.items() if key not in ("id", "source")}
        return {key: inner for key, inner in plain.items() if inner not in EMPTY and inner is not False}
    if isinstance(value, tuple):
        return [_plain(inner, names) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return names.get(value, value) if isinstance(value, int) else value


def node(case: str = "done") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"issue.{case}.json").read_text())["node"]
    return found


def read(*nodes: Any) -> Page:  # noqa: ANN401 - JSON
    return issue_page(Workspace("linear", STATES), nodes)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_record_beside_it(path: Path) -> None:
    fixture = json.loads(path.read_text())
    assert told(SUBJECT.readers[path.stem.split(".")[0]]([fixture["node"]])) == fixture["expected"]


def test_ids_are_derived_so_that_a_record_read_twice_is_the_same() -> None:
    (issue,) = read(node()).of(Issue)
    assert issue.id == identify("linear", "issue", "I_1")
    assert issue.project_id == identify("linear", "project", "T_pay")
    assert issue.reporter_id == identify("linear", "account", "U_ada")


def test_what_lies_in_the_trash_is_gone() -> None:
    page = read(node(), node() | {"id": "I_2", "trashed": True}, node() | {"id": "I_3", "trashed": False})
    assert [issue.external_id for issue in page.of(Issue)] == ["I_1", "I_3"]
    assert page.gone == ("I_2",)


@pytest.mark.parametrize(
    ("labels", "types", "kind"),
    [
        (["ui", "Bug"], ("Bug", "Feature"), "Bug"),
        (["FEATURE", "Bug"], ("Bug", "Feature"), "Feature"),
        (["ui"], ("Bug", "Feature"), "Issue"),
        (["Chore"], ("Chore",), "Chore"),
        (["Bug"], (), "Issue"),
    ],
    ids=["a label", "the first of two", "no such label", "a label of one's own", "nobody asks"],
)
def test_a_label_says_what_kind_of_work_it_is(labels: list[str], types: tuple[str, ...], kind: str) -> None:
    marked = node() | {"labels": {"nodes": [{"name": each} for each in labels]}}
    (issue,) = issue_page(Workspace("linear", STATES, types), [marked]).of(Issue)
    assert issue.type == kind


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("triage", Category.TO_DO),
        ("backlog", Category.TO_DO),
        ("unstarted", Category.TO_DO),
        ("started", Category.IN_PROGRESS),
        ("completed", Category.DONE),
        ("canceled", Category.CANCELED),
        ("duplicate", Category.CANCELED),
        ("of next year", Category.TO_DO),
        (None, Category.TO_DO),
    ],
)
def test_a_state_is_filed_by_its_type(kind: str | None, category: Category) -> None:
    assert states_of([{"id": "S", "name": "Some", "type": kind}]) == {"S": ("Some", category)}


def test_a_state_that_cannot_be_read_is_left_out() -> None:
    assert states_of([None, 7, {"id": 7}, {"id": "S"}, {"id": "T", "name": "\0", "type": 1}]) == {
        "T": ("\ufffd", Category.TO_DO)
    }


@pytest.mark.parametrize(
    ("user", "kind", "email"),
    [
        ({"displayName": "ada", "email": "a@b.c", "app": False}, AccountKind.HUMAN, "a@b.c"),
        ({"displayName": "github", "email": "x@oauthapp.linear.app", "app": True}, AccountKind.BOT, None),
        ({"displayName": "cursor", "email": "x@oauthapp.linear.app", "app": True}, AccountKind.AGENT, None),
        ({"displayName": "deploy-bot", "email": "d@b.c"}, AccountKind.BOT, "d@b.c"),
        ({}, AccountKind.HUMAN, None),
    ],
    ids=["a person", "an app", "an agent", "a bot that signs as a user", "nothing told"],
)
def test_people_apps_and_agents_are_told_apart(
    user: dict[str, Any], kind: AccountKind, email: str | None
) -> None:
    found = account("linear", {"id": "U_1", **user})
    assert (found.kind, found.email) == (kind, email)


def test_an_issue_set_aside_leaves_no_accounts_behind() -> None:
    page = read(node() | {"updatedAt": None})
    assert [aside.path for aside in page.unmappable] == ["updatedAt"]
    assert page.accounts == ()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)/pull/1", "https://x.test/pull/1 2", "https://x.test/\u202epull/pull/1"]
)
def test_an_attachment_that_is_no_safe_address_is_no_link(url: str) -> None:
    (issue,) = read(node() | {"attachments": {"nodes": [{"url": url}]}}).of(Issue)
    assert issue.links == ()


@given(junk=JSON)
@settings(max_examples=100, deadline=None)
def test_junk_never_raises(junk: object) -> None:
    for reader in SUBJECT.readers.values():
        assert len(reader([junk]).unmappable) == 1


@given(key=st.sampled_from(sorted(node())), junk=JSON)
@settings(max_examples=300, deadline=None)
def test_junk_anywhere_gives_a_record_or_is_set_aside(key: str, junk: object) -> None:
    page = read(node() | {key: junk})
    assert len(page.records) + len(page.unmappable) + len(page.gone) == 1
