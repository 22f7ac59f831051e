"""From GitHub's JSON to records: every fixture, every mutation of it, and what nobody saw coming."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import PullRequest, RepositoryState
from integrations.github.mapping import pull_request_page, repository_page
from integrations.pages import Page
from integrations.reading import LONGEST
from integrations.sifting import PAYLOAD

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("pull_request.*.json"))
KINDS = ("pull_request", "run", "deployment", "release", "commit")


def told(page: Page) -> dict[str, Any]:
    """What a page of one says, with names in place of derived ids, and without what is empty."""
    if page.unmappable:
        aside = page.unmappable[0]
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    names = {account.id: account.login for account in page.accounts}
    names |= {identify("github", "repository", "R_pay"): "R_pay"}
    names |= {identify("github", kind, f"{short}_{n}"): f"{short}_{n}"
              for kind, short in (("review", "PRR"), ("comment", "IC"), ("pull_request", "PR"))
              for n in range(4)}  # fmt: skip
    accounts = {
        each.login: f"{each.kind} {each.external_id} {each.name} {each.email}" for each in page.accounts
    }
    return {"pull_request": _plain(asdict(page.of(PullRequest)[0]), names), "accounts": accounts}


def _plain(value: Any, names: dict[int, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        plain = {key: _plain(inner, names) for key, inner in value.items()}
        return {key: inner for key, inner in plain.items() if inner not in (None, "", [], False)}
    if isinstance(value, tuple | list):
        return [_plain(inner, names) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return names.get(value, value) if isinstance(value, int) and value > 2**31 else value


def node(case: str = "merged") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"pull_request.{case}.json").read_text())["node"]
    return found


def pages_with(broken: Any) -> Page:  # noqa: ANN401 - JSON
    """A page on which the broken node stands between two good ones."""
    first, last = node() | {"id": "PR_2"}, node("open") | {"id": "PR_3"}
    return pull_request_page("github", [first, broken, last])


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_record_beside_it(path: Path) -> None:
    fixture = json.loads(path.read_text())
    assert told(pull_request_page("github", [fixture["node"]])) == fixture["expected"]


def test_no_fixture_is_orphaned() -> None:
    assert len(FIXTURES) > 20
    assert {path.stem.split(".")[0] for path in FOLDER.iterdir()} == set(KINDS)
    assert {path.suffix for path in FOLDER.iterdir()} == {".json"}


def test_ids_are_derived_from_node_ids_so_that_a_record_read_twice_is_the_same() -> None:
    (pr,) = pull_request_page("github", [node()]).of(PullRequest)
    assert pr.id == identify("github", "pull_request", "PR_1")
    assert pr.repository_id == identify("github", "repository", "R_pay")
    assert pr.author_id == identify("github", "account", "U_ada")
    assert pr.reviews[0].id == identify("github", "review", "PRR_1")
    assert pr.comments[0].id == identify("github", "comment", "IC_1")


def test_an_account_keeps_the_address_it_signs_with_whichever_pull_request_tells_it() -> None:
    page = pull_request_page("github", [node("noreply_address"), node("open"), node("noreply_address")])
    assert {account.email for account in page.accounts} == {"ada@example.com"}


def test_a_pull_request_set_aside_leaves_no_accounts_behind() -> None:
    broken = node("year_9999")
    page = pull_request_page("github", [broken, node("by_a_deleted_account")])
    assert len(page.unmappable) == 1
    assert page.accounts == ()


def test_what_is_set_aside_can_be_looked_into() -> None:
    broken = node("year_9999")
    (aside,) = pull_request_page("github", [broken]).unmappable
    assert (aside.source, aside.stream, aside.external_id) == ("github", "pull_requests", "PR_1")
    assert json.loads(aside.payload) == broken
    assert len(aside.payload_hash) == 64
    assert "9999" not in repr(aside).replace(aside.reason, "")


def test_a_huge_payload_is_cut_and_keeps_the_hash_of_the_whole() -> None:
    asides = [
        pull_request_page("github", [node("year_9999") | {"title": "x" * 10**6 + end}]).unmappable[0]
        for end in "ab"
    ]
    assert [len(aside.payload) for aside in asides] == [PAYLOAD, PAYLOAD]
    assert asides[0].payload_hash != asides[1].payload_hash


@pytest.mark.parametrize("broken", [None, 7, "text", [], {}, {"id": 7}, {"id": "PR_1"}, True], ids=json.dumps)
def test_what_is_no_pull_request_at_all_is_set_aside_alone(broken: object) -> None:
    page = pages_with(broken)
    assert [pr.external_id for pr in page.of(PullRequest)] == ["PR_2", "PR_3"]
    assert len(page.unmappable) == 1


MUTATIONS: dict[str, Callable[[Any], Any]] = {
    "nothing": lambda _: None,
    "empty text": lambda _: "",
    "other text": lambda _: "something else",
    "a space": lambda _: " ",
    "huge text": lambda _: "x" * 100_000,
    "NUL": lambda value: f"{value}\0",
    "a lone surrogate": lambda value: f"{value}\ud800",
    "zero": lambda _: 0,
    "below zero": lambda _: -1,
    "a huge number": lambda _: 10**30,
    "not a number": lambda _: float("nan"),
    "infinity": lambda _: float("inf"),
    "true": lambda _: True,
    "a list": lambda value: [value],
    "an object": lambda value: {"value": value},
    "year 0": lambda _: "0000-01-01T00:00:00Z",
    "year 9999": lambda _: "9999-12-31T23:59:59Z",
    "a time without zone": lambda _: "2026-03-02T09:00:00",
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """The way to everything that stands anywhere in a node."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def mutated(original: Any, path: tuple[Any, ...], change: Callable[[Any], Any] | None) -> Any:  # noqa: ANN401 - JSON
    """A copy with one place changed, or without it; the rest is shared."""
    if not path:
        return change(original) if change else None
    copy = original.copy()
    if len(path) == 1 and change is None:
        del copy[path[0]]
    else:
        copy[path[0]] = mutated(original[path[0]], path[1:], change)
    return copy


def assert_storable(value: object) -> None:
    """Any database holds it: no NUL, no lone surrogate, no number or time out of range."""
    if isinstance(value, dict):
        for inner in value.values():
            assert_storable(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            assert_storable(inner)
    elif isinstance(value, str):
        assert "\0" not in value
        assert len(value.encode()) <= 4 * LONGEST
    elif isinstance(value, datetime):
        assert value.tzinfo is UTC
        assert 1970 <= value.year <= 2100
    elif isinstance(value, int):
        assert 0 <= value < 2**63


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_whatever_is_wrong_anywhere_costs_at_most_that_one_pull_request(path: Path) -> None:
    original = json.loads(path.read_text())["node"]
    broken = [
        mutated(original, place, change)
        for place in places(original)
        for change in (None, *MUTATIONS.values())
    ]
    page = pull_request_page("github", [node() | {"id": "PR_2"}, *broken, node("open") | {"id": "PR_3"}])
    found = [pr.external_id for pr in page.of(PullRequest)]
    assert (found[0], found[-1]) == ("PR_2", "PR_3")
    assert len(page.of(PullRequest)) + len(page.unmappable) == len(broken) + 2
    assert_storable([asdict(pr) for pr in page.of(PullRequest)])
    assert_storable([asdict(account) for account in page.accounts])
    assert all(aside.path and aside.reason for aside in page.unmappable)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (("createdAt",), "createdAt"),
        (("repository", "id"), "repository.id"),
        (("author", "login"), "author.login"),
        (("labels", "nodes", 1, "name"), "labels.nodes[1].name"),
        (("commits", "nodes", 1, "commit", "oid"), "commits.nodes[1].commit.oid"),
        (("commits", "nodes", 0, "commit", "author", "user", "id"), "commits.nodes[0].commit.author.user.id"),
        (("reviews", "nodes", 1, "comments", "totalCount"), "reviews.nodes[1].comments.totalCount"),
        (("timelineItems", "nodes", 0, "createdAt"), "timelineItems.nodes[0].createdAt"),
        (
            ("timelineItems", "nodes", 0, "requestedReviewer", "login"),
            "timelineItems.nodes[0].requestedReviewer.login",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_path_leads_to_what_is_wrong(place: tuple[Any, ...], path: str) -> None:
    page = pages_with(mutated(node(), place, lambda _: ["wrong"]))
    assert [aside.path for aside in page.unmappable] == [path]


@given(junk=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_junk_never_raises(junk: object) -> None:
    assert len(pull_request_page("github", [junk]).unmappable) == 1


PLACE = {
    "id": "R_pay",
    "nameWithOwner": "acme/pay",
    "url": "https://github.com/acme/pay",
    "isArchived": False,
    "defaultBranchRef": {"name": "trunk"},
}


def test_a_repository_is_known_by_its_node_id_whatever_it_is_called() -> None:
    before, after = repository_page(
        "github", [PLACE, PLACE | {"nameWithOwner": "acme/payments"}]
    ).repositories
    assert before.id == after.id == identify("github", "repository", "R_pay")
    assert (before.full_name, after.full_name) == ("acme/pay", "acme/payments")
    assert before.default_branch == "trunk"


def test_an_archived_repository_is_told_apart() -> None:
    (found,) = repository_page("github", [PLACE | {"isArchived": True}]).repositories
    assert found.state is RepositoryState.ARCHIVED


def test_an_empty_repository_has_no_default_branch_yet() -> None:
    (found,) = repository_page("github", [PLACE | {"defaultBranchRef": None}]).repositories
    assert found.default_branch == ""


def test_a_repository_that_cannot_be_read_costs_no_other() -> None:
    page = repository_page("github", [PLACE | {"url": "ftp://x"}, PLACE])
    assert len(page.repositories) == 1
    assert [(aside.stream, aside.path) for aside in page.unmappable] == [("repositories", "url")]
