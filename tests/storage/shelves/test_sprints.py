"""Sprints with the issues in them, and snapshots that are never written over."""

from dataclasses import replace

import pytest

from domain.people import Team
from domain.records import Issue, Snapshot, SnapshotItem, Sprint, SprintChange, SprintMoment, SprintState
from storage.store import Store
from tests import builders as build

PAY, LED = build.project("PAY"), build.project("LED")
START, CLOSE = SprintMoment.START, SprintMoment.CLOSE


def sprint(number: int, project_id: int = PAY.id, **fields: build.Value) -> Sprint:
    return Sprint(
        **build.told(
            fields,
            id=number,
            source="jira",
            external_id=str(number),
            project_id=project_id,
            board="Payments",
            name=f"Sprint {number}",
            state=SprintState.ACTIVE,
            began_at=build.at(f"2026-11-{number:02}"),
        )
    )


def change(number: int, *, added: bool = True) -> SprintChange:
    return SprintChange(build.NOW, number, added)


@pytest.fixture
def tracked(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.JIRA)
        shelves.projects.save([PAY, LED])
    return store


def saved(store: Store, *issues: Issue) -> None:
    with store.write() as shelves:
        shelves.issues.save(issues)


def test_a_sprint_comes_back_as_it_was(tracked: Store) -> None:
    told = sprint(3, ends_at=build.NOW, goal="Refunds", progress=0.5, url="https://jira.example/3")
    with tracked.write() as shelves:
        assert shelves.sprints.save([told]) == 1
        assert shelves.sprints.save([told]) == 0
    with tracked.read() as shelves:
        assert shelves.sprints.by_ids([3]) == {3: told}


def test_sprints_are_in_the_order_in_which_they_began(tracked: Store) -> None:
    with tracked.write() as shelves:
        shelves.sprints.save([sprint(9), sprint(2), sprint(4, LED.id), sprint(5, began_at=None)])
    with tracked.read() as shelves:
        assert [each.id for each in shelves.sprints.all()][:3] == [2, 4, 9]
        assert [each.id for each in shelves.sprints.in_projects([PAY.id])] == [2, 9, 5]


def test_a_sprint_marks_its_project(tracked: Store) -> None:
    with tracked.write() as shelves:
        shelves.outdated.settle("sprints", shelves.outdated.all("sprints"))
        shelves.sprints.save([sprint(4, LED.id)])
        assert list(shelves.outdated.all("sprints")) == [LED.id]


def test_a_teams_sprints_are_those_of_its_projects(tracked: Store) -> None:
    mine = build.team("ledger", projects=("LED",))
    with tracked.write() as shelves:
        shelves.teams.save(mine)
        shelves.sprints.save([sprint(2), sprint(4, LED.id)])
    with tracked.read() as shelves:
        assert [each.id for each in shelves.sprints.in_scope(mine.id)] == [4]
        assert [each.id for each in shelves.sprints.in_scope(0)] == [2, 4]


def test_issues_are_found_that_are_in_a_sprint_or_ever_were(tracked: Store) -> None:
    now = build.issue("PAY-1", sprint_ids=(3,))
    once = build.issue("PAY-2", sprint_changes=(change(3), change(3, added=False)))
    elsewhere = build.issue("LED-1", sprint_ids=(4,), sprint_changes=(change(4),))
    never = build.issue("PAY-3")
    saved(tracked, now, once, elsewhere, never)
    with tracked.write() as shelves:
        shelves.sprints.save([sprint(3)])
        shelves.snapshots.take(
            [Snapshot(3, START, build.NOW, (SnapshotItem(77, "PAY-9", 1, is_done=False),))]
        )
    with tracked.read() as shelves:
        assert shelves.sprints.issue_ids([3]) == {now.id, once.id, 77}
        assert shelves.sprints.issue_ids([4]) == {elsewhere.id}
        assert shelves.sprints.issue_ids([]) == set()


def test_sprints_are_found_that_a_projects_issues_are_in_or_ever_were(tracked: Store) -> None:
    saved(
        tracked,
        build.issue("PAY-1", sprint_ids=(3,)),
        build.issue("PAY-2", sprint_changes=(change(5, added=False),)),
        build.issue("LED-1", sprint_ids=(4,)),
    )
    with tracked.read() as shelves:
        assert shelves.sprints.of_issues([PAY.id]) == {3, 5}
        assert shelves.sprints.of_issues([LED.id]) == {4}
        assert shelves.sprints.of_issues([]) == set()


class TestSnapshots:
    """What is kept of a sprint's start and close."""

    ITEMS = (
        SnapshotItem(5, "PAY-5", 2.5, is_done=False),
        SnapshotItem(6, "PAY-6", None, is_done=True),
        SnapshotItem(7, "PAY-7", 1, is_done=False, is_canceled=True),
    )
    TAKEN = Snapshot(3, START, build.NOW, ITEMS)

    def kept(self, store: Store) -> dict[int, dict[SprintMoment, Snapshot]]:
        with store.read() as shelves:
            return shelves.snapshots.of([3, 4])

    def take(self, store: Store, *snapshots: Snapshot) -> None:
        with store.write() as shelves:
            shelves.sprints.save([sprint(3), sprint(4)])
            shelves.snapshots.take(snapshots)

    def test_one_comes_back_as_it_was(self, tracked: Store) -> None:
        self.take(tracked, self.TAKEN)
        assert self.kept(tracked) == {3: {START: self.TAKEN}}

    def test_one_of_an_empty_sprint_is_one_too(self, tracked: Store) -> None:
        empty = replace(self.TAKEN, items=())
        self.take(tracked, empty)
        assert self.kept(tracked) == {3: {START: empty}}

    def test_the_first_one_stands(self, tracked: Store) -> None:
        self.take(tracked, self.TAKEN)
        self.take(tracked, replace(self.TAKEN, items=self.ITEMS[:1], taken_at=build.at("2026-12-24")))
        assert self.kept(tracked) == {3: {START: self.TAKEN}}

    def test_start_and_close_are_kept_apart(self, tracked: Store) -> None:
        close = replace(self.TAKEN, moment=CLOSE, items=self.ITEMS[1:])
        self.take(tracked, self.TAKEN, close)
        assert self.kept(tracked) == {3: {START: self.TAKEN, CLOSE: close}}

    def test_many_are_written_at_once(self, tracked: Store) -> None:
        """More than a batch's worth, which PostgreSQL copies."""
        many = tuple(SnapshotItem(each, f"PAY-{each}", 1, is_done=False) for each in range(100))
        self.take(tracked, replace(self.TAKEN, items=many))
        assert len(self.kept(tracked)[3][START].items) == 100

    def test_one_is_withdrawn_with_its_items_and_can_be_taken_anew(self, tracked: Store) -> None:
        close = replace(self.TAKEN, moment=CLOSE)
        self.take(tracked, self.TAKEN, close)
        with tracked.write() as shelves:
            shelves.snapshots.withdraw(CLOSE, [3])
        assert self.kept(tracked) == {3: {START: self.TAKEN}}
        anew = replace(close, items=self.ITEMS[:1])
        self.take(tracked, anew)
        assert self.kept(tracked)[3][CLOSE] == anew


def test_a_sprint_goes_with_its_project_and_takes_its_snapshots(tracked: Store) -> None:
    with tracked.write() as shelves:
        shelves.sprints.save([sprint(3)])
        shelves.snapshots.take([TestSnapshots.TAKEN])
        shelves.sources.remove("jira")
    with tracked.read() as shelves:
        assert shelves.sprints.all() == []
        assert shelves.snapshots.of([3]) == {}


def test_a_projects_default_estimate_is_kept(tracked: Store) -> None:
    counted = replace(PAY, default_estimate=1.0)
    with tracked.write() as shelves:
        shelves.projects.save([counted])
    with tracked.read() as shelves:
        assert shelves.projects.by_ids([PAY.id]) == {PAY.id: counted}


def test_a_team_without_projects_has_no_sprints(tracked: Store) -> None:
    nobody: Team = build.team("web", repositories=("acme/web",))
    with tracked.write() as shelves:
        shelves.teams.save(nobody)
        shelves.sprints.save([sprint(2)])
    with tracked.read() as shelves:
        assert shelves.sprints.in_scope(nobody.id) == []
