"""From Bitbucket's JSON to records: every fixture, every mutation of it, and what nobody saw coming."""

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
from domain.records import BranchCommit, Deployment, Job, PullRequest, Repository, Run, TestCase
from integrations.bitbucket.builds import run_page
from integrations.bitbucket.deployments import deployment_page
from integrations.bitbucket.mapping import commit_page, pull_request_page, repository_page
from integrations.pages import Page
from tests.integrations.github.test_mapping import MUTATIONS, assert_storable, mutated, places

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("*.json"))
PLACE = Repository(
    identify("bitbucket", "repository", "{r}"),
    "bitbucket",
    "{r}",
    "acme/pay",
    "https://bitbucket.org/acme/pay",
)

READERS: dict[str, Callable[..., Page]] = {
    "pull_request": pull_request_page,
    "run": run_page,
    "deployment": deployment_page,
    "commit": commit_page,
}

NAMES = {
    PLACE.id: "R",
    identify("bitbucket", "pull_request", "{r}/7"): "PR",
    identify("bitbucket", "run", "{p}", "1"): "RUN",
    identify("bitbucket", "run", "{p}", "2"): "RUN2",
    identify("bitbucket", "deployment", "{d}"): "D",
}

KINDS = {PullRequest: "pull_request", Run: "run", Deployment: "deployment", BranchCommit: "commit"}


def told(page: Page) -> dict[str, Any]:
    """What a page of one says, with names in place of derived ids, and without what is empty."""
    if page.unmappable:
        aside = page.unmappable[0]
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    names = NAMES | {account.id: account.login for account in page.accounts}
    found: dict[str, Any] = {
        KINDS[type(record)]: _plain(record, names) for record in page.records if type(record) in KINDS
    }
    if page.of(Run):
        found["jobs"] = [_plain(job, names) for job in page.of(Job)]
        found["cases"] = [_plain(case, names) for case in page.of(TestCase)]
    if not page.of(Deployment):
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
    assert len(FIXTURES) > 35
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
    assert [aside.external_id for aside in page.unmappable] == ["{r}/8"]


def test_a_poisoned_step_takes_its_whole_pipeline_with_it() -> None:
    good, bad = node("run.failed"), node("run.step_without_id")
    page = run_page(PLACE, [bad, good | {"uuid": "{q}"}])
    assert [run.external_id for run in page.of(Run)] == ["{q}"]
    assert len(page.of(Job)) == 3


def test_ids_are_derived_so_that_a_record_read_twice_is_the_same() -> None:
    (pr,) = pull_request_page(PLACE, [node("pull_request.reviewed")]).of(PullRequest)
    (again,) = pull_request_page(PLACE, [node("pull_request.reviewed")]).of(PullRequest)
    assert pr == again
    assert pr.author_id == identify("bitbucket", "account", "557058:ada")
    assert len({review.id for review in pr.reviews}) == 2


def test_the_same_number_in_another_repository_is_another_pull_request() -> None:
    other = Repository(5, "bitbucket", "{other}", "acme/web", "https://bitbucket.org/acme/web")
    found = [
        pull_request_page(place, [node("pull_request.open")]).of(PullRequest)[0] for place in (PLACE, other)
    ]
    assert found[0].id != found[1].id


def test_a_step_run_again_is_a_job_of_its_own() -> None:
    first, second = node("run.failed"), node("run.failed")
    second["steps"][0]["run_number"] = 2
    ids = [run_page(PLACE, [one]).of(Job)[0].id for one in (first, second)]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ({"nickname": "dependabot-support"}, "bot"),
        ({"type": "team", "nickname": None, "username": "payments"}, "service"),
        ({"type": "app_user", "nickname": "claude"}, "agent"),
        ({"nickname": "Claudette"}, "human"),
    ],
    ids=["a known bot", "a team", "an agent", "a person"],
)
def test_people_bots_and_agents_are_told_apart(actor: dict[str, Any], expected: str) -> None:
    one = node("pull_request.open")
    one["author"] |= actor
    one["commits"] = []
    one["activity"] = []
    (account,) = pull_request_page(PLACE, [one]).accounts
    assert account.kind == expected


def test_a_repository_is_known_by_its_uuid_whatever_it_is_called() -> None:
    one = {
        "uuid": "{r}",
        "full_name": "acme/pay",
        "links": {"html": {"href": "https://bitbucket.org/acme/pay"}},
        "mainbranch": {"name": "trunk"},
    }
    page = repository_page(
        "bitbucket", [one, one | {"full_name": "acme/payments", "mainbranch": None}, one | {"links": {}}]
    )
    assert [(each.id, each.full_name, each.default_branch) for each in page.repositories] == [
        (PLACE.id, "acme/pay", "trunk"),
        (PLACE.id, "acme/payments", ""),
    ]
    assert [aside.path for aside in page.unmappable] == ["links.html"]
