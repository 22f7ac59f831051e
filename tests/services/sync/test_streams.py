"""Streams are read alike, of repositories or of the whole source, each with a position of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from domain.errors import LeadlineError, Misconfigured, Retryable, Unmappable
from domain.health import Check
from domain.people import WorkingHours
from domain.records import BranchCommit, CodeOwners, Issue, Project, Repository, RepositoryState, Run
from domain.runs import RunOutcome
from integrations.pages import Page, RepositoryPage
from integrations.provider import Per, Stream, Usage
from services.facts import Facts
from services.sync import Sync
from services.sync.intake import Intake
from storage.store import Store
from tests.builders import GITHUB, JIRA, issue, project, repository
from tests.ci import run
from tests.services.sync.conftest import Watch

DAILY = Stream("projects", "projects", Per.SOURCE, every=timedelta(days=1))
ISSUES = Stream("issues", "issues", Per.SOURCE)
RUNS = Stream("runs", "runs", every=timedelta(hours=1))
PAY = project()
API = repository("acme/api")
WEB = repository("acme/web")


@dataclass
class Tracker:
    """A provider that remembers what it was asked: the stream, its repository, and since when."""

    streams: tuple[Stream, ...] = (DAILY, ISSUES)
    places: tuple[Repository, ...] = ()
    pages: dict[str, list[Page]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    broken: dict[str, LeadlineError] = field(default_factory=dict)
    asked: list[tuple[str, str, datetime | None]] = field(default_factory=list)
    cursors: list[str | None] = field(default_factory=list)
    looked_at: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    def check(self) -> tuple[Check, ...]:
        return ()

    def repositories(self) -> Iterator[RepositoryPage]:
        yield RepositoryPage(self.places)

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        return {each.id: dict(self.tokens) for each in repositories}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        place = repository.full_name if repository else ""
        self.asked.append((stream, place, until))
        self.cursors += [cursor] * (stream == "issues")
        if error := self.broken.get(f"{stream} {place}".strip()):
            raise error
        first = int(cursor or 0)
        yield from self.pages.get(stream, [Page(())])[first:]

    def hydrate(
        self,
        stream: str,
        external_ids: Sequence[str],
        repository: Repository | None = None,  # noqa: ARG002 - ids alone find them
    ) -> Iterator[Page]:
        self.looked_at.append((stream, tuple(external_ids)))
        yield Page((), gone=tuple(external_ids))

    def close(self) -> None:
        """Nothing is open."""


MakeSync = Callable[[Tracker], Sync]


@pytest.fixture
def make(store: Store, watch: Watch) -> MakeSync:
    """A newly started process; the source is a tracker, the repositories its own."""
    with store.write() as shelves:
        shelves.sources.save(JIRA)

    def made(tracker: Tracker) -> Sync:
        return Sync(store, lambda _: tracker, Facts(store, watch, WorkingHours()), watch)

    return made


def issues(store: Store) -> list[str]:
    with store.read() as shelves:
        return sorted(each.key for each in shelves.issues.in_projects([PAY.id]))


def test_what_others_hang_on_is_read_first_and_everything_is_kept(store: Store, make: MakeSync) -> None:
    told = {
        "projects": [Page((PAY,))],
        "issues": [Page((issue("PAY-1"),), cursor="1"), Page((issue("PAY-2"),))],
    }
    (report,) = make(Tracker(pages=told)).run(JIRA.key)
    assert issues(store) == ["PAY-1", "PAY-2"]
    assert report.outcome is RunOutcome.SUCCEEDED
    assert (report.records, report.repositories) == ({"project": 1, "issue": 2}, 0)


def test_the_next_sync_reads_on_from_when_this_one_began(watch: Watch, make: MakeSync) -> None:
    tracker = Tracker()
    began_at = watch.now
    make(tracker).run(JIRA.key)
    watch.advance(minutes=10)
    make(tracker).run(JIRA.key)
    assert [since for stream, _, since in tracker.asked if stream == "issues"] == [None, began_at]


def test_a_list_that_seldom_changes_is_read_no_more_often_than_it_says(watch: Watch, make: MakeSync) -> None:
    tracker = Tracker()
    for _ in range(3):
        make(tracker).run(JIRA.key)
        watch.advance(hours=13)
    assert [stream for stream, _, _ in tracker.asked].count("projects") == 2
    assert [stream for stream, _, _ in tracker.asked].count("issues") == 3


def test_reading_is_resumed_at_the_page_where_it_was_cut_off(store: Store, make: MakeSync) -> None:
    pages = [Page((issue("PAY-1"),), cursor="1"), Page((issue("PAY-2"),))]
    tracker = Tracker(pages={"projects": [Page((PAY,))], "issues": pages})
    sync = make(tracker)
    sync.run(JIRA.key, progress=lambda told: sync.stop() if told.records == 2 else None)
    assert issues(store) == ["PAY-1"]
    make(tracker).run(JIRA.key)
    assert issues(store) == ["PAY-1", "PAY-2"]
    assert tracker.cursors == [None, "1", None], "and then what has changed since it began"


def test_a_stream_that_cannot_be_read_delays_only_itself(store: Store, make: MakeSync, watch: Watch) -> None:
    tracker = Tracker(
        pages={"projects": [Page((PAY,))], "issues": [Page((issue("PAY-1"),))]},
        streams=(DAILY, Stream("sprints", "sprints", Per.SOURCE), ISSUES),
        broken={"sprints": Misconfigured("Boards may not be read.", hint="Ask for the scope.")},
    )
    (report,) = make(tracker).run(JIRA.key)
    assert report.outcome is RunOutcome.SUCCEEDED
    assert [(each.what, each.message) for each in report.failures] == [
        ("sprints", "Boards may not be read. Ask for the scope.")
    ]
    assert issues(store) == ["PAY-1"]
    watch.advance(minutes=10)
    tracker.broken.clear()
    make(tracker).run(JIRA.key)
    assert [since for stream, _, since in tracker.asked if stream == "sprints"] == [None, None]


def test_what_is_gone_is_taken_out(store: Store, make: MakeSync, watch: Watch) -> None:
    tracker = Tracker(pages={"projects": [Page((PAY,))], "issues": [Page((issue("PAY-1"), issue("PAY-2")))]})
    make(tracker).run(JIRA.key)
    watch.advance(minutes=10)
    tracker.pages["issues"] = [Page((), gone=("PAY-1",))]
    make(tracker).run(JIRA.key)
    assert issues(store) == ["PAY-2"]


def test_what_was_set_aside_is_looked_at_again_by_its_id(make: MakeSync) -> None:
    aside = Unmappable(JIRA.key, "issues", "PAY-3", "title", "expected text", "hash", "{}")
    tracker = Tracker(pages={"issues": [Page((), unmappable=(aside,))]})
    (report,) = make(tracker).run(JIRA.key)
    assert report.quarantined == 1
    assert tracker.looked_at == [("issues", ("PAY-3",))]


def test_a_commit_that_could_not_be_read_is_settled_by_its_sha(store: Store, watch: Watch) -> None:
    intake = Intake(GITHUB, Facts(store, watch, WorkingHours()), watch)
    aside = Unmappable("github", "commits", "a" * 40, "parents", "expected a list", "hash", "{}")
    read = BranchCommit(1, "github", API.id, "a" * 40, (), watch.now, watch.now)
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save([API])
        roster = Facts(store, watch, WorkingHours()).roster(shelves)
        intake.page(shelves, "commits", Page((), unmappable=(aside,)), roster)
        assert [each.external_id for each in shelves.quarantine.all()] == ["a" * 40]
        intake.page(shelves, "commits", Page((read,)), roster)
        assert shelves.quarantine.all() == []


def test_owners_that_a_repository_does_not_tell_are_not_counted(store: Store, make: MakeSync) -> None:
    told = {"projects": [Page((CodeOwners(API.id, "* @ada"), CodeOwners(WEB.id, "")))]}
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save([API, WEB])
    (report,) = make(Tracker(pages=told)).run(JIRA.key)
    assert report.records == {"ownership list": 1}


class TestOfRepositories:
    @pytest.fixture
    def tracker(self) -> Tracker:
        return Tracker((RUNS,), places=(API,))

    def test_a_repository_where_nothing_moved_is_read_once_an_hour_all_the_same(
        self, tracker: Tracker, make: MakeSync, watch: Watch
    ) -> None:
        tracker.tokens = {"runs": "a1"}
        for _ in range(8):
            make(tracker).run(GITHUB.key)
            watch.advance(minutes=10)
        assert len(tracker.asked) == 2

    def test_another_token_has_it_read_at_once(self, tracker: Tracker, make: MakeSync, watch: Watch) -> None:
        for token in ("a1", "a1", "b2"):
            tracker.tokens = {"runs": token}
            make(tracker).run(GITHUB.key)
            watch.advance(minutes=10)
        assert len(tracker.asked) == 2

    def test_what_was_under_way_is_read_again_from_when_it_began(
        self, tracker: Tracker, make: MakeSync, watch: Watch
    ) -> None:
        began_at = watch.now - timedelta(hours=5)
        tracker.tokens = {"runs": "a1"}
        tracker.pages["runs"] = [
            Page((), unsettled_since=began_at + timedelta(hours=1), cursor="1"),
            Page((), cursor="2"),
            Page((), unsettled_since=began_at),
        ]
        make(tracker).run(GITHUB.key)
        watch.advance(minutes=10)
        tracker.pages = {}
        make(tracker).run(GITHUB.key)
        watch.advance(minutes=10)
        make(tracker).run(GITHUB.key)
        assert [since for _, _, since in tracker.asked] == [None, began_at], "settled then, and left alone"

    def test_three_repositories_in_a_row_that_cannot_be_read_are_the_source_s_fault(
        self, tracker: Tracker, make: MakeSync
    ) -> None:
        tracker.places = tuple(repository(f"acme/{name}") for name in "abcd")
        tracker.broken = {f"runs acme/{name}": Retryable("It answered 502.") for name in "abcd"}
        (report,) = make(tracker).run(GITHUB.key)
        assert report.outcome is RunOutcome.FAILED
        assert len(tracker.asked) == 3

    def test_many_streams_of_one_repository_that_cannot_be_read_are_not(
        self, tracker: Tracker, make: MakeSync
    ) -> None:
        names = ("runs", "commits", "deployments", "owners")
        tracker.streams = tuple(Stream(name, name) for name in names)
        tracker.places = (API, WEB)
        tracker.broken = {f"{name} acme/api": Misconfigured("Not allowed.") for name in names}
        (report,) = make(tracker).run(GITHUB.key)
        assert report.outcome is RunOutcome.SUCCEEDED
        assert [each.what for each in report.failures] == [f"acme/api ({name})" for name in names]
        assert len(tracker.asked) == 8

    def test_a_repository_that_is_archived_is_read_to_the_end_and_then_left_alone(
        self, tracker: Tracker, make: MakeSync, watch: Watch
    ) -> None:
        tracker.places = (repository("acme/api", state=RepositoryState.ARCHIVED),)
        for _ in range(2):
            make(tracker).run(GITHUB.key)
            watch.advance(hours=2)
        assert len(tracker.asked) == 1


def test_a_page_tells_its_records_by_their_kind() -> None:
    attempt = run()
    page = Page((PAY, issue("PAY-1"), attempt))
    assert (page.of(Project), page.of(Run)) == ((PAY,), (attempt,))
    assert [each.key for each in page.of(Issue)] == ["PAY-1"]
