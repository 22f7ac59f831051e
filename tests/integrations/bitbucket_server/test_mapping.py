"""From the server's JSON to records: every fixture, every mutation of it, and what nobody saw coming."""

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import BranchCommit, PullRequest, Repository, RepositoryState, Run
from integrations.bitbucket_server.mapping import commit_page, pull_request_page, repository_page, run_page
from integrations.pages import Page
from tests.integrations.github.test_mapping import MUTATIONS, assert_storable, mutated, places

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("*.json"))
SERVER = "bitbucket_server"
PLACE = Repository(identify(SERVER, "repository", "1"), SERVER, "1", "PAY/api", "https://b.test/api", "main")

READERS: dict[str, Callable[..., Page]] = {
    "pull_request": pull_request_page,
    "run": run_page,
    "commit": commit_page,
}

NAMES = {
    PLACE.id: "R",
    identify(SERVER, "pull_request", "1/7"): "PR",
    identify(SERVER, "run", "a" * 40 + "/ci", "1"): "RUN",
}

KINDS = {PullRequest: "pull_request", Run: "run", BranchCommit: "commit"}


def told(page: Page) -> dict[str, Any]:
    """What a page of one says, with names in place of derived ids, and without what is empty."""
    if page.unmappable:
        aside = page.unmappable[0]
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    names = NAMES | {account.id: account.login for account in page.accounts}
    found: dict[str, Any] = {
        KINDS[type(record)]: _plain(record, names) for record in page.records if type(record) in KINDS
    }
    if not page.of(Run):
        found["accounts"] = {
            each.login: f"{each.kind} {each.external_id} {each.name} {each.email}" for each in page.accounts
        }
    return found


def _plain(value: Any, names: dict[int, str]) -> Any:  # noqa: ANN401 - JSON
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        plain = {key: _plain(inner, names) for key, inner in value.items()}
        return {key: inner for key, inner in plain.items() if inner not in (None, "", [], False, 0)}
    if isinstance(value, tuple | list):
        return [_plain(inner, names) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    # Ids that no fixture names are derived from what it does not say, such as an hour and a person.
    return names.get(value) if isinstance(value, int) and value > 2**31 else value


def node(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())["node"]
    return found


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_record_beside_it(path: Path) -> None:
    fixture = json.loads(path.read_text())
    read = READERS[path.stem.partition(".")[0]]
    assert told(read(PLACE, [fixture["node"]])) == fixture["expected"]


def test_every_kind_has_fixtures_and_no_fixture_is_orphaned() -> None:
    assert len(FIXTURES) > 20
    assert {path.stem.partition(".")[0] for path in FIXTURES} == set(READERS)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_whatever_is_wrong_anywhere_costs_at_most_that_one_record(path: Path) -> None:
    read = READERS[path.stem.partition(".")[0]]
    original = json.loads(path.read_text())["node"]
    broken = [
        mutated(original, place, change)
        for place in places(original)
        for change in (None, *MUTATIONS.values())
    ]
    for one in broken:
        page = read(PLACE, [one])
        assert bool(page.records) != bool(page.unmappable)
        assert_storable([asdict(record) for record in page.records])
        assert_storable([asdict(account) for account in page.accounts])
        assert all(aside.path and aside.reason for aside in page.unmappable)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@given(junk=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_junk_never_raises(read: Callable[..., Page], junk: object) -> None:
    assert len(read(PLACE, [junk]).unmappable) == 1


def test_a_poisoned_record_takes_no_other_with_it() -> None:
    good = node("pull_request.open")
    page = pull_request_page(PLACE, [good, good | {"id": 8, "title": 3}, good | {"id": 9}])
    assert [pr.number for pr in page.of(PullRequest)] == [7, 9]
    assert [aside.external_id for aside in page.unmappable] == ["1/8"]


def test_ids_are_derived_so_that_a_record_read_twice_is_the_same() -> None:
    (pr,) = pull_request_page(PLACE, [node("pull_request.reviewed")]).of(PullRequest)
    (again,) = pull_request_page(PLACE, [node("pull_request.reviewed")]).of(PullRequest)
    assert pr == again
    assert pr.author_id == identify(SERVER, "account", "1")
    assert len({review.id for review in pr.reviews}) == 3


def test_the_same_number_in_another_repository_is_another_pull_request() -> None:
    other = Repository(5, SERVER, "2", "PAY/web", "https://b.test/web", "main")
    found = [
        pull_request_page(place, [node("pull_request.open")]).of(PullRequest)[0] for place in (PLACE, other)
    ]
    assert found[0].id != found[1].id


def test_a_repository_is_known_by_its_number_whatever_it_is_called() -> None:
    one = {
        "id": 1,
        "slug": "api",
        "project": {"key": "PAY"},
        "links": {"self": [{"href": "https://b.test/projects/PAY/repos/api/browse"}]},
    }
    page = repository_page(
        SERVER, [one, one | {"slug": "core", "archived": True}, one | {"links": {"self": []}}]
    )
    assert [(each.id, each.full_name, each.state) for each in page.repositories] == [
        (PLACE.id, "PAY/api", RepositoryState.ACTIVE),
        (PLACE.id, "PAY/core", RepositoryState.ARCHIVED),
    ]
    assert page.repositories[0].url == "https://b.test/projects/PAY/repos/api"
    assert [aside.path for aside in page.unmappable] == ["links.self"]
