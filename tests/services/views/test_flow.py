"""The view of one issue's flow: what is found by a key, an address or not at all, and what it is made of."""

from dataclasses import replace

import pytest

from domain.errors import Unknown
from domain.people import Asker
from domain.records import Category, Stop
from domain.views.flow import FlowView
from metrics import BUILTIN
from services.answers import Answers
from services.tracking import Tracking, keep
from storage.store import Store
from tests import builders as build
from tests.services.tracked import ALICE_AT_JIRA, HOUR, NOW, OTHER, deploy, fill, issue, pull, save

NOBODY = Asker()


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def shown(store: Store, text: str = "flow PAY-12") -> FlowView:
    answers = Answers(store, lambda: NOW + HOUR, BUILTIN, "UTC")
    view = answers.view(answers.parse(text, NOBODY), NOBODY)  # type: ignore[arg-type] # it is a verb
    assert isinstance(view, FlowView)
    return view


def test_the_view_tells_the_issue_and_its_states(store: Store) -> None:
    done = issue(assignee_id=ALICE_AT_JIRA.id, stops=(Stop(NOW - 3 * HOUR, NOW - 2 * HOUR),))
    save(store, done)
    view = shown(store)
    assert (view.key, view.title, view.url, view.type) == ("PAY-12", done.title, done.url, "Story")
    assert (view.assignee, view.category) == ("a1b2", Category.DONE)
    assert (view.created_at, view.began_at, view.ended_at) == (done.created_at, NOW - 5 * HOUR, NOW - HOUR)
    assert view.stopped == 3600
    assert [(stay.status, stay.began_at, stay.ended_at) for stay in view.stays] == [
        ("todo", done.created_at, NOW - 5 * HOUR),
        ("in_progress", NOW - 5 * HOUR, NOW - HOUR),
        ("done", NOW - HOUR, None),
    ]
    assert view.question.text == "flow PAY-12"


def test_an_issue_that_never_moved_stands_where_it_was_written(store: Store) -> None:
    fresh = build.issue("PAY-12")
    save(store, fresh)
    view = shown(store)
    assert [(stay.status, stay.began_at, stay.ended_at) for stay in view.stays] == [
        ("To Do", fresh.created_at, None)
    ]
    assert (view.began_at, view.ended_at, view.assignee, view.pulls) == (None, None, "", ())


def test_pull_requests_come_with_the_deployment_that_brought_them_there(store: Store) -> None:
    first, second = pull(1, title="PAY-12"), pull(2, title="PAY-12", repository=OTHER, merged_at=None)
    save(store, issue(), second, first)
    deploy(store, first, NOW)
    one, two = shown(store).pulls
    assert (one.trace.name, two.trace.name) == ("acme/pay#1", "acme/search#2")
    assert one.shipped is not None
    assert (one.shipped.at, one.shipped.incidents) == (NOW, ())
    assert two.shipped is None


@pytest.mark.parametrize(
    "text",
    [
        "flow pay-12",
        "flow https://acme.atlassian.net/browse/PAY-12",
        "flow https://acme.atlassian.net/browse/PAY-12/?focusedId=9",
        "flow https://acme.atlassian.net/jira/software/projects/PAY/boards/3?selectedIssue=PAY-12",
        "flow https://linear.app/acme/issue/PAY-12/retries-of-payments",
        "flow <https://linear.app/acme/issue/PAY-12/retries-of-payments>",
    ],
)
def test_an_issue_is_found_by_its_key_in_any_case_and_by_its_address(store: Store, text: str) -> None:
    save(store, issue())
    assert shown(store, text).key == "PAY-12"


def test_an_unknown_key_suggests_those_that_begin_like_it(store: Store) -> None:
    save(store, issue("PAY-12"), issue("PAY-13"), issue("LED-1"))
    with pytest.raises(Unknown, match="There is no issue “PAY-129”") as refused:
        shown(store, "flow PAY-129")
    assert [choice.text for choice in refused.value.suggestions] == ["flow PAY-12"]
    with pytest.raises(Unknown) as refused:
        shown(store, "flow PAY-7")
    assert {choice.text for choice in refused.value.suggestions} == {"flow PAY-12", "flow PAY-13"}


def test_a_key_like_no_other_suggests_nothing(store: Store) -> None:
    save(store, issue())
    with pytest.raises(Unknown) as refused:
        shown(store, "flow 漢字")
    assert refused.value.suggestions == ()


def test_before_any_issue_was_read_that_is_said(store: Store) -> None:
    with pytest.raises(Unknown, match="No issues have been read yet"):
        shown(store)


def test_statuses_mean_what_the_settings_say(store: Store) -> None:
    last = issue().transitions[-1]
    dropped = replace(last, to_status="Won't do")
    given_up = replace(issue(), status="Won't do", transitions=(*issue().transitions[:1], dropped))
    keep(Tracking(categories={"won't do": Category.CANCELED}), store)
    save(store, given_up)
    assert shown(store).category is Category.CANCELED
