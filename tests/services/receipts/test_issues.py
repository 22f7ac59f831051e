"""Every figure of issues opens to its items, each with the ruling that was applied, in whole sentences."""

from dataclasses import replace
from typing import Any

import pytest

from domain.correction import Override
from domain.people import Asker
from domain.records import Category, Issue, Stop
from domain.result import Receipt
from metrics import BUILTIN
from services.answers import Answers
from services.receipts import RECEIPTS
from storage.store import Store
from tests import builders as build
from tests.services.tracked import HOUR, NOW, OTHER, deploy, derive, fill, issue, pull, save

NOBODY = Asker()


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def receipts(store: Store, text: str) -> tuple[Receipt, ...]:
    answers = Answers(store, lambda: NOW + HOUR, BUILTIN, "UTC")
    parsed = answers.parse(text, NOBODY)
    return answers.receipts(parsed.question, NOBODY).receipts  # type: ignore[arg-type] # it is a question


def one(store: Store, text: str = "issue-throughput") -> Receipt:
    (found,) = receipts(store, text)
    return found


def test_a_done_issue_tells_who_did_it_when_and_how_long_it_took(store: Store) -> None:
    with store.write() as shelves:
        shelves.people.save_accounts([build.account("a1b2", source="jira", name="Alice Ash")])
    done = issue(assignee_id=build.account("a1b2", source="jira").id, estimate=3.0)
    save(store, done)
    told = one(store, "issue-cycle-time")
    assert (told.id, told.title, told.url) == (done.id, done.title, done.url)
    assert (told.name, told.repository, told.author) == ("PAY-12", "PAY", "Alice Ash")
    assert (told.at, told.happened, told.value) == (NOW - HOUR, "done", 4 * 3600)
    assert told.ruling == (
        "It was in progress from its move to in_progress, 1 d 19 h after its creation, and done with "
        "its move to done, 1 d 23 h after its creation. It is estimated at 3 points."
    )


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        pytest.param(issue(is_subtask=True), "It is a sub-task.", id="a sub-task"),
        pytest.param(issue(estimate=1.0), "It is estimated at 1 point.", id="one point"),
        pytest.param(issue(estimate=0.5), "It is estimated at 0.5 points.", id="half a point"),
        pytest.param(issue(), "It has no estimate.", id="no estimate"),
        pytest.param(
            issue(stops=(Stop(NOW - 3 * HOUR, NOW - 2 * HOUR),)),
            "It was blocked for a part of that, which counts.",
            id="blocked",
        ),
        pytest.param(
            build.issue("PAY-12", build.moved(NOW - HOUR, "todo", "done"), created_at=NOW - 3 * HOUR),
            "It was never in progress, so it has no cycle time; it was done 2 h after its creation.",
            id="never begun",
        ),
        pytest.param(
            build.issue("PAY-12", build.moved(NOW - HOUR, "in_progress", "done"), created_at=NOW - 3 * HOUR),
            "It was in progress from its creation on, and done with its move to done, 2 h",
            id="begun with its creation",
        ),
        pytest.param(
            build.issue(
                "PAY-12",
                build.moved(NOW - 4 * HOUR, "todo", "in_progress"),
                build.moved(NOW - 3 * HOUR, "in_progress", "todo"),
                build.moved(NOW - HOUR, "todo", "done"),
                created_at=NOW - 5 * HOUR,
            ),
            "It moved backwards on the way; the time until the last end counts.",
            id="put back",
        ),
        pytest.param(
            issue(created_at=NOW),
            "Its times contradict each other; the spans concerned have no value.",
            id="done before it was written",
        ),
    ],
)
def test_what_was_ruled_on_an_issue_is_told(store: Store, done: Issue, sentence: str) -> None:
    save(store, done)
    assert sentence in one(store).ruling


def test_a_status_is_told_as_the_settings_file_it(store: Store) -> None:
    renamed = replace(issue(), status="Fertig")
    last = replace(renamed.transitions[-1], to_status="Fertig", to_category=Category.TO_DO)
    save(store, replace(renamed, transitions=(renamed.transitions[0], last)))
    assert "done with its move to Fertig" in one(store).ruling


def test_the_first_pull_request_is_named_and_the_others_are_counted(store: Store) -> None:
    save(store, issue(), pull(1, title="PAY-12"), pull(2, title="PAY-12", created_at=NOW - 9 * HOUR))
    told = one(store, "issue-to-pr")
    assert (told.at, told.happened, told.value) == (NOW - 26 * HOUR, "first pull request", 22 * 3600)
    assert told.ruling == (
        "Its first pull request, acme/pay#1, was opened 22 h after its creation. "
        "1 more pull request came later."
    )


def test_one_pull_request_in_production_is_named(store: Store) -> None:
    merged = pull(1, title="PAY-12")
    save(store, issue(), merged)
    deploy(store, merged, NOW)
    told = one(store, "issue-to-deploy")
    assert (told.at, told.happened) == (NOW, "in production")
    assert told.ruling == "Its pull request, acme/pay#1, was in production 2 d after its creation."


def test_all_pull_requests_in_production_are_named(store: Store) -> None:
    first, second = pull(1, title="PAY-12"), pull(2, title="PAY-12", repository=OTHER)
    save(store, issue(), first, second, pull(3, title="PAY-12", merged_at=None))
    deploy(store, first, NOW - HOUR)
    deploy(store, second, NOW)
    assert one(store, "issue-to-deploy").ruling == (
        "The last of its 2 pull requests (acme/pay#1, acme/search#2) was in production "
        "2 d after its creation."
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"title": "PAY-12"}, "which its title names.", id="title"),
        pytest.param({"head_branch": "pay-12"}, "which its branch names.", id="branch"),
        pytest.param(
            {"commits": (build.commit(headline="PAY-12"),)}, "which a commit of it names.", id="commit"
        ),
        pytest.param({"url": "https://github.com/acme/pay/pull/77"}, "which links to it.", id="the issue"),
    ],
)
def test_a_link_tells_how_it_is_known(store: Store, fields: dict[str, Any], sentence: str) -> None:
    save(store, issue(links=("https://github.com/acme/pay/pull/77",)), pull(**fields))
    told = one(store, "linked-prs")
    assert (told.name, told.value, told.happened) == ("acme/pay#1", 1.0, "merged")
    assert told.ruling == f"It is about PAY-12 (“What PAY-12 is about”), {sentence}"


def test_several_links_are_all_told(store: Store) -> None:
    save(store, issue("PAY-12"), issue("PAY-13"), pull(title="PAY-13", head_branch="pay-12"))
    assert one(store, "linked-prs").ruling == (
        "It is about PAY-12 (“What PAY-12 is about”), which its branch names; "
        "and about PAY-13 (“What PAY-13 is about”), which its title names."
    )


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Nothing", "It names no issue."),
        ("Read UTF-8", "It names no issue. No project that is known has UTF-8."),
        (
            "Read UTF-8 (PAY-99)",
            "It names PAY-99, of a project that is known; the issue itself was not read.",
        ),
    ],
)
def test_what_names_no_issue_that_was_read_says_so(store: Store, title: str, sentence: str) -> None:
    save(store, pull(title=title))
    assert one(store, "linked-prs").ruling == sentence


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (issue("PAY-13").id, "It is about PAY-13 (“What PAY-13 is about”), as somebody said by hand."),
        (0, "It is about no issue, as somebody said by hand."),
    ],
)
def test_a_persons_word_is_told_as_one(store: Store, to: int, sentence: str) -> None:
    pr = pull(title="PAY-12")
    save(store, issue("PAY-12"), issue("PAY-13"), pr)
    with store.write() as shelves:
        shelves.overrides.put(Override("pull_request.issue", pr.id, to, "ana", NOW, ""))
        shelves.outdated.mark("issues", {pr.repository_id})
    derive(store)
    assert one(store, "linked-prs").ruling == sentence


def test_an_issue_older_than_nothing_is_told_without_a_span(store: Store) -> None:
    """It was written after its pull request was deployed."""
    merged = pull(title="PAY-12")
    late = issue(created_at=NOW)
    save(store, late, merged)
    deploy(store, merged, NOW - HOUR)
    assert receipts(store, "issue-to-pr") == receipts(store, "issue-to-deploy") == ()


def test_every_family_of_issues_has_receipts() -> None:
    assert {"issues", "issue_pulls", "issue_deploys", "links"} <= RECEIPTS.keys()
