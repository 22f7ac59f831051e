"""From GitLab's JSON to records: every fixture, every mutation of it, and what nobody saw coming."""

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
from domain.records import PullRequest, RepositoryState, Run
from integrations.gitlab.commits import owners
from integrations.gitlab.mapping import pull_request_page, repository_page
from integrations.gitlab.pipelines import Place, run_page
from integrations.pages import Page
from tests.integrations.gitlab.subject import PAY, SUBJECTS

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = sorted(FOLDER.glob("*.json"))
READERS = SUBJECTS[0].readers

NAMES = {
    identify("gitlab", "repository", "44"): "repository 44",
    PAY.id: "repository 44",
    identify("gitlab", "commit", "44", "e" * 40): "commit",
    identify("gitlab", "deployment", "7001"): "deployment 7001",
    **{identify("gitlab", "pull_request", f"44!{n}"): f"44!{n}" for n in (1, 12)},
    **{
        identify("gitlab", kind, str(n)): f"{kind} {n}"
        for kind in ("review", "comment", "job")
        for n in range(12)
    },
    **{identify("gitlab", "run", "500", str(n)): f"run 500#{n}" for n in range(1, 5)},
}


def told(page: Page) -> dict[str, Any]:
    """What a page of one node says, with names in place of derived ids, and without what is empty."""
    if page.unmappable:
        aside = page.unmappable[0]
        return {"unmappable": {"external_id": aside.external_id, "path": aside.path, "reason": aside.reason}}
    names = NAMES | {account.id: account.login for account in page.accounts}
    accounts = {
        each.login: f"{each.kind} {each.external_id} {each.name} {each.email}" for each in page.accounts
    }
    records = [{"kind": type(record).__name__, **_plain(asdict(record), names)} for record in page.records]
    return {"records": records, "accounts": accounts}


def _plain(value: Any, names: dict[int, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        plain = {key: _plain(inner, names) for key, inner in value.items()}
        return {
            key: inner for key, inner in plain.items() if inner not in (None, "", [], False) and inner != 0
        }
    if isinstance(value, tuple | list):
        return [_plain(inner, names) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return names.get(value, value) if isinstance(value, int) and value > 43 else value


def node(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())["node"]
    return found


def pull_requests(*nodes: object) -> Page:
    return READERS["pull_request"](nodes)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_records_beside_it(path: Path) -> None:
    fixture = json.loads(path.read_text())
    assert told(READERS[path.stem.split(".")[0]]([fixture["node"]])) == fixture["expected"]


def test_no_fixture_is_orphaned() -> None:
    assert len(FIXTURES) > 50
    assert {path.stem.split(".")[0] for path in FOLDER.iterdir()} == set(READERS)
    assert {path.suffix for path in FOLDER.iterdir()} == {".json"}


def test_a_pull_request_is_known_by_its_project_and_number_whatever_they_are_called() -> None:
    (one,) = pull_requests(node("pull_request.open")).of(PullRequest)
    moved = node("pull_request.open") | {"webUrl": "https://gitlab.com/other/name/-/merge_requests/1"}
    (other,) = pull_requests(moved).of(PullRequest)
    assert one.id == other.id == identify("gitlab", "pull_request", "44!1")


def test_a_pull_request_set_aside_leaves_no_accounts_behind() -> None:
    page = pull_requests(node("pull_request.year_9999"), node("pull_request.by_a_deleted_account"))
    assert len(page.unmappable) == 1
    assert page.accounts == ()


def test_somebody_whom_only_a_note_mentions_is_found_among_the_users_asked_for() -> None:
    gone = {"id": "gid://gitlab/User/77", "username": "Gone.Since", "name": "Gone", "bot": False}
    page = pull_request_page(
        "gitlab", "44", [node("pull_request.request_of_somebody_gone")], {"gone.since": gone}
    )
    (request,) = page.of(PullRequest)[0].review_requests
    assert request.reviewer_id == identify("gitlab", "account", "77")
    assert {account.login for account in page.accounts} == {"ada", "Gone.Since"}


def test_inline_comments_of_another_minute_or_author_are_another_review() -> None:
    pr = node("pull_request.open")
    grace = node("pull_request.merged")["notes"]["nodes"][1]["author"]
    for number, (author, at) in enumerate(
        [(grace, "10:00:00"), (grace, "10:00:59"), (pr["author"], "10:01:00"), (grace, "10:01:30")], start=1
    ):
        pr["notes"]["nodes"].append(
            {
                "id": f"gid://gitlab/Note/{number}",
                "createdAt": f"2026-03-02T{at}Z",
                "system": False,
                "body": "Hm.",
                "position": {"positionType": "text"},
                "author": author,
            }
        )
    (found,) = pull_requests(pr).of(PullRequest)
    assert [review.comments for review in found.reviews] == [2, 1, 1]


@pytest.mark.parametrize("body", ["approved this merge request", "Approved!", "merged", "closed"], ids=str)
def test_what_people_write_decides_nothing_whatever_it_says(body: str) -> None:
    pr = node("pull_request.changes_requested")
    pr["notes"]["nodes"][0] |= {"system": False, "body": body}
    (found,) = pull_requests(pr).of(PullRequest)
    assert [review.state for review in found.reviews] == ["commented"]
    assert len(found.comments) == 1
    assert found.state == "open"


@pytest.mark.parametrize("name", ["run.green", "run.tried_again"], ids=str)
def test_the_order_in_which_jobs_are_listed_means_nothing(name: str) -> None:
    place = Place("gitlab", "44", PAY.url)
    first = node(name)
    second = node(name)
    second["jobs"]["nodes"].reverse()
    assert run_page(place, [first]).records == run_page(place, [second]).records


def test_every_attempt_is_a_record_of_its_own_with_jobs_behind_it() -> None:
    page = run_page(Place("gitlab", "44", PAY.url), [node("run.tried_three_times"), node("run.green")])
    kinds = [type(record).__name__ for record in page.records]
    assert kinds == ["Run", "Run", "Run", "Job", "Job", "Job", "Run", "Job", "Job"]
    assert [run.attempt for run in page.of(Run)] == [1, 2, 3, 1]


PROJECT = {
    "id": 44,
    "path_with_namespace": "acme/backend/pay",
    "web_url": "https://gitlab.com/acme/backend/pay",
    "default_branch": "trunk",
    "archived": False,
}


def test_a_repository_is_known_by_its_number_whatever_it_is_called() -> None:
    rows = [PROJECT, PROJECT | {"path_with_namespace": "acme/payments"}]
    before, after = repository_page("gitlab", rows).repositories
    assert before.id == after.id == identify("gitlab", "repository", "44")
    assert (before.full_name, after.full_name) == ("acme/backend/pay", "acme/payments")
    assert before.default_branch == "trunk"


def test_an_archived_and_an_empty_repository_are_told_apart() -> None:
    archived, empty = repository_page(
        "gitlab", [PROJECT | {"archived": True}, PROJECT | {"default_branch": None}]
    ).repositories
    assert (archived.state, empty.state) == (RepositoryState.ARCHIVED, RepositoryState.ACTIVE)
    assert empty.default_branch == ""


def test_a_repository_that_cannot_be_read_costs_no_other() -> None:
    page = repository_page("gitlab", [PROJECT | {"web_url": "ftp://x"}, PROJECT])
    assert len(page.repositories) == 1
    assert [(aside.stream, aside.path) for aside in page.unmappable] == [("repositories", "web_url")]


@pytest.mark.parametrize(
    ("blobs", "text"),
    [
        (None, ""),
        ([], ""),
        (
            [
                {"path": "docs/CODEOWNERS", "rawTextBlob": "docs"},
                {"path": "CODEOWNERS", "rawTextBlob": "top"},
            ],
            "top",
        ),
        ([{"path": ".gitlab/CODEOWNERS", "rawTextBlob": "own"}], "own"),
        ([{"path": "elsewhere/CODEOWNERS", "rawTextBlob": "no"}, 7, {"path": "CODEOWNERS"}], ""),
    ],
    ids=["no repository", "none", "the first place wins", "GitLab's own place", "nonsense"],
)
def test_code_owners_are_read_from_where_gitlab_looks(blobs: object, text: str) -> None:
    assert owners(PAY, blobs).text == text


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(junk=junk)
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_junk_never_raises(read: Callable[[list[object]], Page], junk: object) -> None:
    assert len(read([junk]).unmappable) == 1


@given(
    body=st.text() | st.from_regex(r"(requested review from|removed review request for) @\w*( and @\S*)?"),
    system=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_no_note_however_worded_costs_a_pull_request(body: str, system: object) -> None:
    pr = node("pull_request.changes_requested")
    pr["notes"]["nodes"][0] |= {"body": body, "system": system}
    assert pull_requests(pr).unmappable == ()
