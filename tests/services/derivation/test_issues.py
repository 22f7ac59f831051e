"""Issues and links, derived from records: whose, when, and which pull requests and deployments are theirs."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from domain.correction import Override
from domain.facts import (
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    LINKS,
    Columns,
    Family,
    Flag,
    IssueFlag,
)
from domain.ids import identify
from domain.people import WorkingHours
from domain.records import Category, PullRequest
from services.derivation.issues import type_id
from services.tracking import Tracking, keep, tracking
from storage.rests_on import ISSUES as KIND
from storage.store import Store
from tests import builders as build
from tests.services.tracked import (
    ALICE,
    ALICE_AT_JIRA,
    HOUR,
    LED,
    NOW,
    OTHER,
    PAY,
    REPOSITORY,
    deploy,
    derive,
    fill,
    issue,
    pull,
    save,
)


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def rows(store: Store, family: Family[Columns]) -> dict[int, dict[str, int]]:
    """Every fact of a family by id."""
    with store.read() as shelves:
        columns = shelves.facts.in_places(family, [PAY.id, LED.id, REPOSITORY.id, OTHER.id])
    names = columns.__dataclass_fields__
    table = zip(*(getattr(columns, name).tolist() for name in names), strict=True)
    return {row[0]: dict(zip(names, row, strict=True)) for row in table}


def test_a_done_issue_has_its_facts_where_it_was_done(store: Store) -> None:
    done = issue(estimate=3.0, type="Bug", assignee_id=ALICE_AT_JIRA.id)
    save(store, done)
    fact = rows(store, ISSUES)[done.id]
    assert (fact["place_id"], fact["author_id"]) == (PAY.id, ALICE_AT_JIRA.id)
    assert fact["at"] == int((NOW - HOUR).timestamp())
    assert (fact["cycle"], fact["lead"], fact["points"]) == (4 * 3600, 47 * 3600, 300)
    assert fact["type_id"] == type_id("Bug")
    with store.read() as shelves:
        assert shelves.labels.names([type_id("bug")]) == {type_id("Bug"): "Bug"}


def test_an_issue_that_is_reopened_loses_its_facts(store: Store) -> None:
    done = issue()
    save(store, done)
    again = build.moved(NOW, "done", "in_progress")
    save(store, replace(done, transitions=(*done.transitions, again), category=Category.IN_PROGRESS,
                        status="in_progress"))  # fmt: skip
    assert rows(store, ISSUES) == {}


def test_an_issue_that_is_removed_loses_its_facts(store: Store) -> None:
    done = issue()
    save(store, done, pull(title="PAY-12: retry"))
    assert set(rows(store, ISSUES)) == set(rows(store, ISSUE_PULLS)) == {done.id}
    with store.write() as shelves:
        shelves.issues.remove([done.id])
    derive(store)
    assert rows(store, ISSUES) == rows(store, ISSUE_PULLS) == {}
    assert rows(store, LINKS)[pull().id]["kind_id"] == identify("issue", "PAY-12")


def test_an_issue_that_moves_to_another_project_is_counted_there_only(store: Store) -> None:
    done = issue()
    save(store, done)
    save(store, replace(done, project_id=LED.id, key="LED-1"))
    assert rows(store, ISSUES)[done.id]["place_id"] == LED.id


def test_the_working_clock_is_the_assignees_own(store: Store) -> None:
    """Alice works an hour a day, and her account at Jira has no login of a team's member."""
    short = WorkingHours(begins=datetime.min.time().replace(hour=8), ends=datetime.min.time().replace(hour=9))
    ana = build.person("alice")
    with store.write() as shelves:
        shelves.teams.save(build.team(members=(build.member("alice"),), hours=short))
        shelves.people.save(ana)
        for account in (ALICE, ALICE_AT_JIRA):
            shelves.people.link(account.id, ana.id)
    done = issue(assignee_id=ALICE_AT_JIRA.id)
    unassigned = issue("PAY-13")
    save(store, done, unassigned)
    assert rows(store, ISSUES)[done.id]["cycle_working"] == 3600
    assert rows(store, ISSUES)[unassigned.id]["cycle_working"] == 2 * 3600


def test_an_unassigned_issue_is_told_in_the_hours_of_the_team_that_owns_the_project(store: Store) -> None:
    short = WorkingHours(begins=datetime.min.time().replace(hour=8), ends=datetime.min.time().replace(hour=9))
    with store.write() as shelves:
        shelves.teams.save(build.team(projects=("pay",), hours=short))
    done = issue()
    save(store, done)
    assert rows(store, ISSUES)[done.id]["cycle_working"] == 3600


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"title": "PAY-12: retry"}, id="title"),
        pytest.param({"head_branch": "ana/pay-12-retry"}, id="branch"),
        pytest.param({"commits": (build.commit(headline="PAY-12 begin"),)}, id="commit"),
    ],
)
def test_a_pull_request_is_linked_to_the_issue_that_it_names(store: Store, fields: dict[str, Any]) -> None:
    done, pr = issue(), pull(**fields)
    save(store, done, pr)
    link = rows(store, LINKS)[pr.id]
    assert (link["kind_id"], link["place_id"]) == (done.id, REPOSITORY.id)
    assert link["at"] == int((NOW - 2 * HOUR).timestamp())
    assert rows(store, ISSUES)[done.id]["flags"] & IssueFlag.LINKED


def test_an_issue_that_names_the_pull_request_wins_over_what_that_says(store: Store) -> None:
    pr = pull(title="PAY-13: retry")
    named, naming = issue("PAY-13"), issue("PAY-12", links=(f"{pr.url}/files",))
    save(store, named, naming, pr)
    assert rows(store, LINKS)[pr.id]["kind_id"] == naming.id
    assert set(rows(store, ISSUE_PULLS)) == {named.id, naming.id}


def test_a_link_that_an_issue_takes_back_is_gone(store: Store) -> None:
    pr = pull()
    naming = issue(links=(pr.url,))
    save(store, naming, pr)
    assert rows(store, LINKS)[pr.id]["kind_id"] == naming.id
    save(store, replace(naming, links=()))
    assert rows(store, LINKS)[pr.id]["kind_id"] == 0


@pytest.mark.parametrize("title", ["Read UTF-8", "Use SHA-1 no more", "Fix CVE-2024-1234", "Speak HTTP-2"])
def test_a_false_friend_is_no_link(store: Store, title: str) -> None:
    pr = pull(title=title)
    save(store, issue(), pr)
    assert rows(store, LINKS)[pr.id]["kind_id"] == 0


def test_a_false_friend_is_a_friend_where_a_project_is_called_so(store: Store) -> None:
    pr = pull(title="Speak HTTP-2")
    with store.write() as shelves:
        shelves.projects.save([build.project("HTTP")])
    friend = issue("HTTP-2")
    save(store, friend, pr)
    assert rows(store, LINKS)[pr.id]["kind_id"] == friend.id


def test_an_unknown_issue_of_a_known_project_is_a_link_until_it_is_known(store: Store) -> None:
    pr = pull(title="PAY-99: retry")
    save(store, pr)
    assert rows(store, LINKS)[pr.id]["kind_id"] == identify("issue", "PAY-99")
    late = issue("PAY-99")
    save(store, late)
    assert rows(store, LINKS)[pr.id]["kind_id"] == late.id


def test_a_link_keeps_the_flags_of_its_pull_request(store: Store) -> None:
    pr = pull(title="PAY-12")
    save(store, issue(), pr, flags=Flag.BOT_AUTHOR | Flag.SELF_MERGED)
    assert rows(store, LINKS)[pr.id]["flags"] == Flag.BOT_AUTHOR | Flag.SELF_MERGED


def test_what_is_not_merged_is_no_link_yet(store: Store) -> None:
    pr = pull(title="PAY-12", merged_at=None)
    done = issue()
    save(store, done, pr)
    assert rows(store, LINKS) == {}
    assert set(rows(store, ISSUE_PULLS)) == {done.id}


def test_the_first_pull_request_is_told_at_its_opening(store: Store) -> None:
    done = issue(type="Story")
    first, second = pull(1, title="PAY-12"), pull(2, title="PAY-12", created_at=NOW - 9 * HOUR)
    save(store, done, second, first)
    fact = rows(store, ISSUE_PULLS)[done.id]
    assert fact["at"] == int((NOW - 26 * HOUR).timestamp())
    assert (fact["span"], fact["kind_id"]) == (22 * 3600, type_id("Story"))


def test_an_issue_is_in_production_when_the_last_of_its_pull_requests_is(store: Store) -> None:
    done = issue()
    first, second = pull(1, title="PAY-12"), pull(2, repository=OTHER, head_branch="pay-12")
    save(store, done, first, second)
    deploy(store, second, NOW - 30 * timedelta(minutes=1))
    assert rows(store, ISSUE_DEPLOYS) == {}
    deploy(store, first, NOW - 90 * timedelta(minutes=1))
    fact = rows(store, ISSUE_DEPLOYS)[done.id]
    assert fact["at"] == int((NOW - 30 * timedelta(minutes=1)).timestamp())
    assert fact["span"] == 47 * 3600 + 1800


def test_a_pull_request_that_is_still_open_does_not_keep_the_issue_from_production(store: Store) -> None:
    done, merged = issue(), pull(1, title="PAY-12")
    save(store, done, merged, pull(2, title="PAY-12 again", merged_at=None))
    deploy(store, merged, NOW)
    assert set(rows(store, ISSUE_DEPLOYS)) == {done.id}


@pytest.mark.parametrize("flag", [Flag.FIRST_DEPLOYMENT, Flag.LONG_GAP])
def test_what_may_have_been_in_production_before_is_not_counted(store: Store, flag: Flag) -> None:
    done, merged = issue(), pull(1, title="PAY-12")
    save(store, done, merged)
    deploy(store, merged, NOW, flag)
    assert rows(store, ISSUE_DEPLOYS) == {}


def test_a_revert_that_quotes_the_issue_is_none_of_its_pull_requests(store: Store) -> None:
    done, merged = issue(), pull(1, title="PAY-12")
    save(store, done, merged)
    deploy(store, merged, NOW)
    save(store, pull(2, title='Revert "PAY-12"', merged_at=NOW), flags=Flag.REVERT)
    assert set(rows(store, ISSUE_DEPLOYS)) == {done.id}


def test_a_pull_request_that_is_removed_is_no_link_any_more(store: Store) -> None:
    done, pr = issue(), pull(title="PAY-12")
    save(store, done, pr)
    with store.write() as shelves:
        shelves.pull_requests.remove([pr.id])
    derive(store)
    assert rows(store, LINKS) == rows(store, ISSUE_PULLS) == {}
    assert not rows(store, ISSUES)[done.id]["flags"] & IssueFlag.LINKED


def test_a_persons_word_on_the_issue_wins(store: Store) -> None:
    said, right = issue("PAY-12"), issue("PAY-13")
    pr = pull(title="PAY-12")
    save(store, said, right, pr)
    override(store, pr, right.id)
    assert rows(store, LINKS)[pr.id]["kind_id"] == right.id
    assert set(rows(store, ISSUE_PULLS)) == {right.id}
    override(store, pr, 0)
    assert rows(store, LINKS)[pr.id]["kind_id"] == 0
    assert rows(store, ISSUE_PULLS) == {}


def override(store: Store, pr: PullRequest, issue_id: int) -> None:
    with store.write() as shelves:
        shelves.overrides.put(Override("pull_request.issue", pr.id, issue_id, "ana", NOW, ""))
        shelves.outdated.mark(KIND, {pr.repository_id})
    derive(store)


def test_a_team_owns_the_projects_that_it_names(store: Store) -> None:
    with store.write() as shelves:
        shelves.teams.save(build.team(projects=("pay",)))
    save(store, issue(), issue("LED-1"))
    with store.read() as shelves:
        assert shelves.projects.owners() == {build.team().id: {PAY.id}}
        theirs = shelves.facts.columns(ISSUES, build.team().id, NOW - 24 * HOUR, NOW)
        assert theirs.place_id.tolist() == [PAY.id]


def test_a_team_that_names_no_project_owns_what_is_mostly_done_in_its_repositories(store: Store) -> None:
    with store.write() as shelves:
        shelves.teams.save(build.team(repositories=("acme/pay",)))
    save(
        store,
        issue("PAY-1"),
        issue("PAY-2"),
        pull(1, title="PAY-1"),
        pull(2, title="PAY-2", repository=OTHER),
    )
    assert owned(store) == set()
    save(store, issue("PAY-3"), pull(3, title="PAY-3"))
    assert owned(store) == {PAY.id}
    save(store, pull(3, title="Nothing", repository=REPOSITORY))
    assert owned(store) == set()


def owned(store: Store) -> set[int]:
    """The projects whose issues the team's segments hold."""
    with store.read() as shelves:
        return set(np.unique(shelves.facts.columns(ISSUES, build.team().id, NOW - 24 * HOUR, NOW).place_id))


def test_the_settings_say_what_keys_and_statuses_look_like(store: Store) -> None:
    review = build.moved(NOW - 9 * HOUR, "todo", "todo", to_status="In Review")
    done = build.moved(NOW - HOUR, "todo", "done", from_status="In Review")
    waited, pr = build.issue("PAY-12", review, done), pull(title="pay-12")
    save(store, waited, pr)
    assert rows(store, ISSUES)[waited.id]["flags"] & IssueFlag.NEVER_STARTED
    assert rows(store, LINKS)[pr.id]["kind_id"] == 0
    said = Tracking((r"(?i)pay-\d+",), {"in review": Category.IN_PROGRESS})
    keep(said, store)
    derive(store)
    assert rows(store, ISSUES)[waited.id]["cycle"] == 8 * 3600
    assert rows(store, LINKS)[pr.id]["kind_id"] == waited.id
    with store.read() as shelves:
        assert tracking(shelves) == said


def test_settings_that_say_the_same_again_make_nothing_anew(store: Store) -> None:
    keep(Tracking(), store)
    derive(store)
    keep(Tracking(), store)
    with store.read() as shelves:
        assert shelves.outdated.all(KIND) == {}


def test_without_settings_keys_look_like_jiras_and_linears(store: Store) -> None:
    with store.read() as shelves:
        assert tracking(shelves) == Tracking()
