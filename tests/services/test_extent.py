"""How much of the work was read, when the last item was, and whether all receipts are there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people import Asker
from domain.records import Repository, RepositoryState
from domain.result import Coverage, Result
from domain.runs import RunOutcome
from services.sync import position
from services.sync.position import Position
from storage.store import Store
from tests.builders import repository, source, team
from tests.services.asking import API, BOT, NOW, WEB, answers, fill, merged

EVERYBODY = Asker()
GONE = replace(repository("acme/gone"), state=RepositoryState.DELETED)
OLD = replace(repository("acme/old"), state=RepositoryState.ARCHIVED)


def asked(text: str, store: Store) -> Result:
    return answers(store).ask(text, EVERYBODY)


def coverage(text: str, store: Store) -> Coverage:
    return asked(text, store).coverage


def read(store: Store, **minutes: float) -> None:
    """Repositories of acme, read so many minutes ago."""
    with store.write() as shelves:
        for name, ago in minutes.items():
            position.save(shelves, repository(f"acme/{name}"), Position(NOW - timedelta(minutes=ago)))


def ran(store: Store, key: str, outcome: RunOutcome, ago: float, note: str = "") -> None:
    """A sync that began so many minutes ago and took one."""
    with store.write() as shelves:
        run = shelves.runs.begin(key, position.STREAM, NOW - timedelta(minutes=ago))
        shelves.runs.finish(run, NOW - timedelta(minutes=ago - 1), outcome, note)


def keep(store: Store, *repositories: Repository) -> None:
    with store.write() as shelves:
        shelves.repositories.save(repositories)


@pytest.mark.parametrize(
    ("text", "synced", "in_scope", "minutes"),
    [
        ("ct everyone", 2, 3, 20),
        ("ct payments", 1, 1, 5),
        ("ct repo:acme/web", 1, 1, 20),
        ("ct repo:acme/old", 0, 1, None),
        ("ct repo:acme/api repo:acme/old", 1, 2, 5),
        ("ct team:web", 2, 3, 20),
    ],
    ids=["everyone", "a team's repository", "a repository", "one never read", "two of them",
         "a team of members works anywhere"],
)  # fmt: skip
def test_coverage_is_of_the_repositories_asked_about(
    text: str, synced: int, in_scope: int, minutes: float | None, store: Store
) -> None:
    """A deleted repository is nothing to be read, an archived one is."""
    fill(store)
    keep(store, GONE, OLD)
    read(store, api=5, web=20, gone=3)
    extent = coverage(text, store)
    assert (extent.synced, extent.in_scope) == (synced, in_scope)
    assert extent.as_of == (None if minutes is None else NOW - timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("minutes", "is_stale"), [(30, False), (30.02, True)], ids=["three syncs old", "a second older"]
)
def test_data_is_stale_after_three_syncs_were_missed(minutes: float, *, is_stale: bool, store: Store) -> None:
    fill(store)
    read(store, api=minutes)
    assert coverage("ct payments", store).stale is is_stale


def test_data_that_was_never_read_is_not_stale_but_not_there(store: Store) -> None:
    fill(store)
    extent = coverage("ct payments", store)
    assert (extent.synced, extent.as_of, extent.stale, extent.failing) == (0, None, False, "")


def test_a_sync_that_found_nothing_new_makes_data_fresh(store: Store) -> None:
    fill(store)
    read(store, api=5000, web=5000)
    ran(store, "github", RunOutcome.SUCCEEDED, ago=8)
    extent = coverage("ct everyone", store)
    assert (extent.as_of, extent.stale) == (NOW - timedelta(minutes=8), False)


@pytest.mark.parametrize(
    ("outcomes", "fails"),
    [
        ([RunOutcome.FAILED], True),
        ([RunOutcome.SUCCEEDED, RunOutcome.FAILED], True),
        ([RunOutcome.FAILED, RunOutcome.SUCCEEDED], False),
        ([RunOutcome.FAILED, RunOutcome.INTERRUPTED], False),
        ([], False),
    ],
    ids=["failed", "failed after it went well", "well again", "stopped by somebody", "never ran"],
)
def test_only_the_latest_sync_tells_whether_a_source_fails(
    outcomes: list[RunOutcome], *, fails: bool, store: Store
) -> None:
    fill(store)
    for ago, outcome in zip((9, 6), outcomes, strict=False):
        ran(store, "github", outcome, ago, "GitHub does not answer.")
    assert ("GitHub does not answer." in coverage("ct everyone", store).failing) is fails


def test_a_source_that_fails_is_no_matter_of_another_s_repositories(store: Store) -> None:
    fill(store)
    tools = repository("acme/tools", source="gitlab")
    with store.write() as shelves:
        shelves.sources.save(source("gitlab"))
        shelves.repositories.save([tools])
        shelves.teams.save(team("tools", repositories=("acme/tools",)))
    ran(store, "gitlab", RunOutcome.FAILED, 3, "The token is refused.")
    assert coverage("ct payments", store).failing == ""
    assert "refused" in coverage("ct team:tools", store).failing
    assert "refused" in coverage("ct everyone", store).failing


def test_a_team_whose_patterns_match_nothing_has_nothing_in_scope(store: Store) -> None:
    fill(store, merged(1, 1))
    with store.write() as shelves:
        shelves.teams.save(team("lost", repositories=("acme/typo-*",)))
    result = asked("ct team:lost", store)
    assert (result.summary.n, result.coverage.in_scope) == (0, 0)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ct payments 30d", 40),
        ("ct everyone 30d", 35),
        ("ct repo:acme/web 30d", 35),
        ("ct payments 2026-08-01..2026-08-31", None),
        ("ct payments 2026-10-16..2026-10-20", 40),
    ],
    ids=["the team's", "everyone's", "the repository's", "only later ones", "before a past window"],
)
def test_an_empty_window_tells_when_the_last_item_before_it_was(
    text: str, days: int | None, store: Store
) -> None:
    fill(store, merged(1, 40), merged(2, 35, repository=WEB), merged(3, 33, author=BOT))
    result = asked(text, store)
    assert result.is_empty
    assert result.last_item_at == (None if days is None else NOW - timedelta(days=days))


def test_a_window_with_items_has_no_need_of_an_earlier_one(store: Store) -> None:
    fill(store, merged(1, 2), merged(2, 40))
    assert asked("ct payments", store).last_item_at is None


@pytest.mark.parametrize(("days", "is_found"), [(395, True), (397, False)], ids=["within a year", "older"])
def test_the_last_item_is_looked_for_within_a_year(days: float, *, is_found: bool, store: Store) -> None:
    """The window begins 29 days ago, and a year before that is looked at."""
    fill(store, merged(1, days))
    assert (asked("ct payments 30d", store).last_item_at is not None) is is_found


@pytest.mark.parametrize("size", [1, 3, 7, 10, 100], ids=lambda size: f"{size} a page")
def test_the_pages_of_receipts_hold_every_item_once(size: int, store: Store) -> None:
    fill(store, *(merged(n, n, hours=(n * 7) % 5 + 1) for n in range(1, 24)))
    service = answers(store)
    result = service.ask("ct payments", EVERYBODY, with_ids=True)
    first = service.receipts(result.question, EVERYBODY, size=size)
    pages = [service.receipts(result.question, EVERYBODY, page, size) for page in range(first.pages)]
    assert [receipt.id for page in pages for receipt in page.receipts] == list(result.ids)
    assert first.total == len(set(result.ids)) == 23
    assert first.pages == -(-23 // size)
    values = [receipt.value or 0 for page in pages for receipt in page.receipts]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(("page", "shown"), [(-1, 0), (0, 0), (2, 2), (3, 2), (10**9, 2)], ids=str)
def test_a_page_that_is_not_there_is_the_nearest(page: int, shown: int, store: Store) -> None:
    fill(store, *(merged(n, n) for n in range(1, 6)))
    service = answers(store)
    question = service.ask("ct payments", EVERYBODY).question
    found = service.receipts(question, EVERYBODY, page, size=2)
    assert (found.page, found.pages) == (shown, 3)
    assert found.receipts


def test_a_receipt_s_phases_add_up_to_its_value(store: Store) -> None:
    fill(store, *(merged(n, n, hours=5 * n) for n in range(1, 6)))
    service = answers(store)
    page = service.receipts(service.ask("ct payments", EVERYBODY).question, EVERYBODY)
    for receipt in page.receipts:
        assert sum(span or 0 for _, span in receipt.phases) == receipt.value
        assert receipt.url == f"{API.url}/pull/{receipt.name.removeprefix('acme/api#')}"
        assert receipt.ruling == "Work began when it was opened. First reviewed by bob. Approved by bob."
