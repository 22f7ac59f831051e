"""Issues are kept whole, found by key, and what rests on them is marked as they change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.records import Category, EstimateChange, SprintChange, Stop
from storage.store import Store
from tests import builders as build

PAY, LED = build.project("PAY"), build.project("LED")
NOW = build.NOW
WHOLE = build.issue(
    "PAY-12",
    build.moved(NOW - timedelta(hours=9), "todo", "in_progress", account_id=7),
    build.moved(NOW - timedelta(hours=2), "in_progress", "done", to_status="Fertig ✓"),
    created_at=NOW - timedelta(days=4),
    assignee_id=3,
    reporter_id=4,
    estimate=2.5,
    priority="High",
    labels=("näher", "api"),
    parent_key="PAY-1",
    is_subtask=True,
    sprint_ids=(11, 12),
    links=("https://github.com/acme/pay/pull/1",),
    sprint_changes=(SprintChange(NOW, 11, is_added=True), SprintChange(NOW, 12, is_added=True)),
    estimate_changes=(EstimateChange(NOW, None, 2.5),),
    stops=(Stop(NOW - timedelta(hours=5), NOW - timedelta(hours=4)), Stop(NOW)),
)


@pytest.fixture
def tracked(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.JIRA)
        shelves.projects.save([PAY, LED])
        shelves.outdated.settle("issues", shelves.outdated.all("issues"))
        shelves.outdated.settle("sprints", shelves.outdated.all("sprints"))
    return store


def outdated(store: Store, kind: str = "issues") -> set[int]:
    with store.read() as shelves:
        return set(shelves.outdated.all(kind))


def test_an_issue_comes_back_with_its_whole_history(tracked: Store) -> None:
    with tracked.write() as shelves:
        assert shelves.issues.save([WHOLE]) == 1
        assert shelves.issues.by_ids([WHOLE.id]) == {WHOLE.id: WHOLE}
        assert shelves.issues.save([WHOLE]) == 0


def test_a_history_that_was_corrected_is_what_the_record_says_now(tracked: Store) -> None:
    shorter = replace(WHOLE, transitions=WHOLE.transitions[:1], stops=(), sprint_ids=())
    with tracked.write() as shelves:
        shelves.issues.save([WHOLE])
        shelves.issues.save([shorter])
        assert shelves.issues.by_ids([WHOLE.id])[WHOLE.id] == shorter


@pytest.mark.parametrize("key", ["PAY-12", "pay-12", "Pay-12"])
def test_a_key_finds_its_issue_whatever_the_case(tracked: Store, key: str) -> None:
    with tracked.write() as shelves:
        shelves.issues.save([WHOLE, build.issue("PAY-120")])
        assert shelves.issues.by_keys([key]) == [WHOLE]


def test_a_key_that_two_trackers_know_finds_both(tracked: Store) -> None:
    linear = build.project("PAY", source="linear")
    other = build.issue("PAY-12", project=linear, external_id="L12")
    with tracked.write() as shelves:
        shelves.sources.save(build.source("linear"))
        shelves.projects.save([linear])
        shelves.issues.save([other, WHOLE])
        assert shelves.issues.by_keys(["PAY-12"]) == [WHOLE, other]


def test_issues_of_projects_come_oldest_first(tracked: Store) -> None:
    young, other = build.issue("PAY-13"), build.issue("LED-1")
    with tracked.write() as shelves:
        shelves.issues.save([young, WHOLE, other])
        assert shelves.issues.in_projects([PAY.id]) == [WHOLE, young]
        assert shelves.issues.count() == 3


def test_keys_are_suggested_by_their_beginning_and_a_percent_sign_is_one(tracked: Store) -> None:
    young = build.issue("PAY-13", title="Young")
    with tracked.write() as shelves:
        shelves.issues.save([young, WHOLE, build.issue("LED-1")])
        assert shelves.issues.keys_beginning("pay-", 5) == [("PAY-13", "Young"), ("PAY-12", WHOLE.title)]
        assert shelves.issues.keys_beginning("PAY-", 1) == [("PAY-13", "Young")]
        assert shelves.issues.keys_beginning("%", 5) == []


def test_saving_marks_issues_and_sprints_of_the_project(tracked: Store) -> None:
    with tracked.write() as shelves:
        shelves.issues.save([WHOLE])
    assert outdated(tracked) == outdated(tracked, "sprints") == {PAY.id}


def test_an_issue_that_moves_marks_the_project_it_left(tracked: Store) -> None:
    with tracked.write() as shelves:
        shelves.issues.save([WHOLE])
        shelves.outdated.settle("issues", shelves.outdated.all("issues"))
        shelves.issues.save([replace(WHOLE, project_id=LED.id, key="LED-40")])
    assert outdated(tracked) == {PAY.id, LED.id}


def test_a_removed_issue_is_nowhere_until_it_is_saved_again(tracked: Store) -> None:
    with tracked.write() as shelves:
        shelves.issues.save([WHOLE])
        shelves.outdated.settle("issues", shelves.outdated.all("issues"))
        shelves.issues.remove([WHOLE.id])
        assert shelves.issues.by_ids([WHOLE.id]) == {}
        assert shelves.issues.by_keys([WHOLE.key]) == shelves.issues.in_projects([PAY.id]) == []
        assert shelves.issues.keys_beginning("PAY", 5) == []
        assert shelves.issues.count() == 0
        assert set(shelves.outdated.all("issues")) == {PAY.id}
        shelves.issues.save([WHOLE])
        assert shelves.issues.by_keys([WHOLE.key]) == [WHOLE]


def test_projects_come_back_by_key(tracked: Store) -> None:
    renamed = replace(PAY, key="CASH", name="Cash", url="https://acme.atlassian.net/browse/CASH")
    with tracked.write() as shelves:
        assert shelves.projects.all() == [LED, PAY]
        shelves.projects.save([renamed])
        assert shelves.projects.all() == [renamed, LED]
        assert shelves.projects.by_ids([PAY.id]) == {PAY.id: renamed}


def test_a_canceled_issue_keeps_its_category(tracked: Store) -> None:
    dropped = build.issue("PAY-9", build.moved(NOW, "todo", "canceled"))
    with tracked.write() as shelves:
        shelves.issues.save([dropped])
        assert shelves.issues.by_keys(["PAY-9"])[0].category is Category.CANCELED
