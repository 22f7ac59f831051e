"""From PagerDuty's JSON to records: every fixture becomes what stands beside it, and junk harms nothing."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import AccountKind, Incident, Shift
from integrations.pagerduty.mapping import incident_page, shift_page
from integrations.pagerduty.people import Directory, account
from integrations.pages import Page
from tests.integrations.pagerduty.subject import DIRECTORY, SUBJECT

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("*.json"))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def told(page: Page) -> dict[str, Any]:
    """What a page of one says, with logins in place of ids, and without what is empty."""
    if page.unmappable:
        aside = page.unmappable[0]
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    names = {each.id: each.login for each in page.accounts}
    accounts = {
        each.login: f"{each.kind} {each.external_id} {each.name} {each.email}" for each in page.accounts
    }
    kind = type(page.records[0]).__name__.lower()
    return {kind: _plain(asdict(page.records[0]), names), "accounts": accounts}


def _plain(value: Any, names: dict[int, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        plain = {key: _plain(inner, names) for key, inner in value.items() if key not in ("id", "source")}
        return {key: inner for key, inner in plain.items() if inner not in (None, "", [], False, 0)}
    if isinstance(value, tuple):
        return [_plain(inner, names) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return names.get(value, value) if isinstance(value, int) else value


def incident_node(case: str) -> dict[str, Any]:
    node: dict[str, Any] = json.loads((FOLDER / f"incident.{case}.json").read_text())["node"]
    return node


def read(node: Any) -> Page:  # noqa: ANN401 - JSON
    return incident_page("pagerduty", [node], DIRECTORY, None)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_record_beside_it(path: Path) -> None:
    fixture = json.loads(path.read_text())
    assert told(SUBJECT.readers[path.stem.split(".")[0]]([fixture["node"]])) == fixture["expected"]


def test_ids_are_derived_so_that_a_record_read_twice_is_the_same() -> None:
    (incident,) = read(incident_node("resolved_by_people")).of(Incident)
    assert incident.id == identify("pagerduty", "incident", "QINC")
    assert incident.acknowledgements[0].account_id == identify("pagerduty", "account", "PADA")


def test_a_shift_is_known_by_its_schedule_person_and_beginning() -> None:
    node = json.loads((FOLDER / "shift.of_a_schedule.json").read_text())["node"]
    (shift,) = shift_page("pagerduty", [node], DIRECTORY, None).of(Shift)
    ada = identify("pagerduty", "account", "PADA")
    assert shift.id == identify("pagerduty", "shift", "Night watch", f"{ada}", "2026-03-02T20:00:00+00:00")


def test_whoever_stands_on_two_rules_by_one_schedule_is_on_call_once_at_the_lower_level() -> None:
    node = json.loads((FOLDER / "shift.of_a_schedule.json").read_text())["node"]
    nodes = [node | {"escalation_level": level} for level in (3, 1, 2)]
    (shift,) = shift_page("pagerduty", nodes, DIRECTORY, None).of(Shift)
    assert shift.level == 1


def test_entries_are_told_in_order_however_they_came() -> None:
    node = incident_node("acknowledgement_ran_out")
    node["log_entries"].reverse()
    (incident,) = read(node).of(Incident)
    assert [each.at for each in incident.acknowledgements] == [
        datetime(2026, 3, 2, 9, 3, tzinfo=UTC),
        datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "agent",
    [None, "ada", {"id": "PSVC", "type": "service_reference"}, {"id": "X", "type": "integration_reference"}],
    ids=["nobody", "a text", "a service", "an integration"],
)
def test_what_no_person_acknowledged_is_no_answer_of_a_person(agent: object) -> None:
    node = incident_node("resolved_by_people")
    node["log_entries"][2]["agent"] = agent
    (incident,) = read(node).of(Incident)
    assert [(each.is_human, each.account_id) for each in incident.acknowledgements] == [(False, None)]


def test_an_incident_set_aside_leaves_no_accounts_behind() -> None:
    page = read(incident_node("resolved_by_people") | {"title": None})
    assert [aside.path for aside in page.unmappable] == ["title"]
    assert page.accounts == ()


@pytest.mark.parametrize(
    ("user", "login", "kind"),
    [
        ({"id": "PADA", "name": "Ada"}, "ada@example.com", AccountKind.HUMAN),
        ({"id": "PGONE", "summary": "Former One"}, "Former One", AccountKind.HUMAN),
        ({"id": "PGONE"}, "PGONE", AccountKind.HUMAN),
        ({"id": "PBOT"}, "deploy-bot@example.com", AccountKind.BOT),
    ],
    ids=["with an address", "who is gone", "of whom nothing is known", "that signs as a bot"],
)
def test_an_account_goes_by_its_address_then_its_name(
    user: dict[str, str], login: str, kind: AccountKind
) -> None:
    directory = Directory({"PADA": "ada@example.com", "PBOT": "deploy-bot@example.com"})
    found = account("pagerduty", user, directory)
    assert (found.login, found.kind) == (login, kind)


def test_a_name_that_two_people_share_names_neither() -> None:
    users = [
        {"id": id_, "name": called, "email": f"{id_}@example.com"}
        for id_, called in (("P1", "Sam"), ("P2", "Sam"), ("P3", "Kim"))
    ]
    directory = Directory.of([*users, None, {"id": 7}, {"id": "P4", "name": "No Address"}])
    assert directory.ids == {"Kim": "P3"}
    assert directory.emails == {"P1": "P1@example.com", "P2": "P2@example.com", "P3": "P3@example.com"}


@given(junk=JSON)
@settings(max_examples=100, deadline=None)
def test_junk_never_raises(junk: object) -> None:
    assert len(read(junk).unmappable) == 1
    assert len(shift_page("pagerduty", [junk], DIRECTORY, None).unmappable) == 1


@given(key=st.sampled_from(sorted(incident_node("resolved_by_people"))), junk=JSON)
@settings(max_examples=200, deadline=None)
def test_junk_anywhere_gives_a_record_or_is_set_aside(key: str, junk: object) -> None:
    page = read(incident_node("resolved_by_people") | {key: junk})
    assert len(page.records) + len(page.unmappable) == 1


@given(
    index=st.integers(0, 4),
    key=st.sampled_from(["type", "created_at", "agent", "channel", "user", "summary"]),
    junk=JSON,
)
@settings(max_examples=200, deadline=None)
def test_junk_in_the_log_gives_a_record_or_is_set_aside(index: int, key: str, junk: object) -> None:
    node = incident_node("resolved_by_people")
    node["log_entries"][index][key] = junk
    page = read(node)
    assert len(page.records) + len(page.unmappable) == 1
