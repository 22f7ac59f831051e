"""A sync brings the store to what the provider has, with as few requests as can be."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from domain.errors import Misconfigured, Rejected, Retryable, Unknown
from domain.facts import PULL_REQUESTS
from domain.ids import identify
from domain.people import Person
from domain.records import AccountKind, Repository, RepositoryState
from domain.runs import RunOutcome
from integrations.pages import Page
from services.sync import Progress, Step, Sync, position
from storage.store import Store
from tests.builders import GITHUB, NOW, account, repository, source
from tests.services.sync.conftest import Watch
from tests.services.sync.world import World

MakeSync = Callable[..., Sync]


def titles(store: Store) -> set[str]:
    with store.read() as shelves:
        return {pr.title for batch in shelves.pull_requests.scan() for pr in batch}


def test_the_first_sync_reads_everything_newest_first(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 7)
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.SUCCEEDED
    assert report.records["pull request"] == 7
    assert titles(store) == {pr.title for pr in prs}
    assert len([request for request in world.requests if request.startswith("acme/payments")]) == 3
    with store.read() as shelves:
        assert shelves.pull_requests.by_ids([prs[0].id]) == {prs[0].id: prs[0]}
        facts = shelves.facts.milestones([prs[0].id])[prs[0].id]
    assert facts.first_review_at == prs[0].reviews[0].submitted_at


def test_answers_are_ready_when_the_sync_has_ended(world: World, store: Store, make_sync: MakeSync) -> None:
    world.fill("acme/payments", 6)
    make_sync().run()
    with store.write() as shelves:
        assert shelves.facts.repack() == 0, "nothing is left to pack"
        columns = shelves.facts.columns(PULL_REQUESTS, 0, NOW - timedelta(days=60), NOW)
    assert len(columns) == 4


def test_an_idle_tick_costs_one_request_per_hundred_repositories(world: World, make_sync: MakeSync) -> None:
    for number in range(150):
        world.repository(f"acme/service-{number}")
    sync = make_sync()
    sync.run()
    world.requests.clear()
    (report,) = sync.run()
    assert world.requests == ["probe", "probe"]
    assert report.requests == 2
    assert report.outcome is RunOutcome.SUCCEEDED


def test_what_has_changed_costs_the_probe_and_its_pages(
    world: World, store: Store, watch: Watch, make_sync: MakeSync
) -> None:
    world.page_size = 24
    prs = world.fill("acme/payments", 60)
    world.fill("acme/ledger", 5)
    sync = make_sync()
    sync.run()
    watch.advance(hours=1)
    for pr in prs[:20]:
        world.touch(pr, watch.now - timedelta(minutes=1), title=f"{pr.title}, renamed")
    world.requests.clear()
    sync.run()
    assert world.requests == ["probe", "acme/payments first"]
    assert len([title for title in titles(store) if title.endswith("renamed")]) == 20


def test_a_pull_request_that_moves_to_the_front_while_reading_is_met_next_time(
    world: World, store: Store, watch: Watch, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 9)

    def move(_: str) -> None:
        watch.advance(seconds=1)
        if len(world.requests) == 4:
            world.touch(prs[0], watch.now, title="Moved to the front")

    world.before = move
    sync = make_sync()
    sync.run()
    assert "Moved to the front" not in titles(store)
    watch.advance(minutes=10)
    sync.run()
    assert "Moved to the front" in titles(store)


def test_the_list_of_repositories_is_asked_for_once_a_day_and_process(
    world: World, watch: Watch, make_sync: MakeSync
) -> None:
    world.repository("acme/payments")
    sync = make_sync()
    for _ in range(3):
        sync.run()
    assert world.requests.count("repositories") == 1
    watch.advance(days=1)
    sync.run()
    assert world.requests.count("repositories") == 2
    make_sync().run()
    assert world.requests.count("repositories") == 3


def test_a_full_sync_equals_an_incremental_one(
    world: World, store: Store, watch: Watch, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 8)
    sync = make_sync()
    sync.run()
    watch.advance(hours=1)
    world.touch(prs[2], watch.now, title="Later")
    world.fill("acme/ledger", 4)
    watch.advance(days=1)
    sync.run()
    incremental = contents(store)
    sync.run(full=True)
    assert contents(store) == incremental


def contents(store: Store) -> list[object]:
    with store.read() as shelves:
        prs = [pr for batch in shelves.pull_requests.scan() for pr in batch]
        return [prs, shelves.facts.milestones(pr.id for pr in prs), shelves.repositories.all()]


def test_a_full_sync_asks_for_open_ones_that_did_not_show_up(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 6)
    sync = make_sync()
    sync.run()
    del world.prs[prs[2].id]
    sync.run(full=True)
    assert world.requests[-1] == "hydrate 1"
    assert prs[2].title not in titles(store)
    assert len(titles(store)) == 5


def test_since_reads_no_further_back(world: World, store: Store, make_sync: MakeSync) -> None:
    prs = world.fill("acme/payments", 9)
    make_sync().run(since=prs[6].updated_at)
    assert len(titles(store)) < 9
    assert {pr.title for pr in prs if pr.updated_at >= prs[6].updated_at} <= titles(store)


def test_an_unknown_source_is_told_with_those_there_are(make_sync: MakeSync) -> None:
    with pytest.raises(Unknown, match=r"no source `gitlab`\. Connected are: github\."):
        make_sync().run("gitlab")


def test_no_source_means_nothing_to_do(store: Store, make_sync: MakeSync) -> None:
    with store.write() as shelves:
        shelves.sources.remove("github")
    assert make_sync().run() == ()


def test_a_repository_that_fails_delays_only_itself(world: World, store: Store, make_sync: MakeSync) -> None:
    world.fill("acme/bad", 3)
    world.fill("acme/good", 3)
    world.broken["acme/bad"] = Retryable("GitHub answered 502.")
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.SUCCEEDED
    assert report.note == "acme/bad: GitHub answered 502."
    assert len(titles(store)) == 3
    with store.read() as shelves:
        assert position.load(shelves, repository("acme/bad")).error == "GitHub answered 502."
        assert position.load(shelves, repository("acme/good")).error == ""


def test_a_repository_that_failed_is_read_as_soon_as_it_can_be(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/bad", 3)
    world.fill("acme/good", 3)
    sync = make_sync()
    world.broken["acme/bad"] = Retryable("GitHub answered 502.")
    sync.run()
    world.broken.clear()
    (report,) = sync.run()
    assert report.failures == ()
    assert len(titles(store)) == 3
    with store.read() as shelves:
        assert shelves.pull_requests.count() == 6
        assert position.load(shelves, repository("acme/bad")).error == ""


def test_repositories_that_fail_in_a_row_mean_that_the_source_does(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    for number in range(9):
        name = f"acme/service-{number}"
        world.fill(name, 1)
        world.broken[name] = Retryable("GitHub is down.")
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.FAILED
    assert len([request for request in world.requests if request.startswith("acme/")]) == 3
    with store.read() as shelves:
        run = shelves.runs.last("github")
    assert run
    assert run.outcome is RunOutcome.FAILED
    assert run.note.startswith("acme/service-0: GitHub is down.")


@pytest.mark.parametrize(
    "error",
    [Misconfigured("The token was revoked."), Retryable("GitHub is down.")],
    ids=["credentials", "an outage"],
)
def test_a_source_that_cannot_be_asked_is_told_in_its_report(
    world: World, make_sync: MakeSync, error: Exception
) -> None:
    world.broken["repositories"] = error  # type: ignore[assignment] # both are ours
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.FAILED
    assert report.note == str(error)


def test_a_source_that_fails_keeps_no_other_from_being_synced(
    world: World, watch: Watch, store: Store
) -> None:
    from domain.people import WorkingHours
    from services.facts import Facts

    other = source("ghe")
    with store.write() as shelves:
        shelves.sources.save(other)
    world.fill("acme/payments", 4)

    def clients(chosen: object) -> object:
        if chosen == other:
            raise Misconfigured("ghe has no credentials.", hint="Run `leadline connect ghe`.")
        return world.client()

    sync = Sync(store, clients, Facts(store, watch, WorkingHours()), watch)  # type: ignore[arg-type] # loosely typed
    reports = {report.source: report for report in sync.run()}
    assert reports["github"].outcome is RunOutcome.SUCCEEDED
    assert reports["ghe"].outcome is RunOutcome.FAILED
    assert "leadline connect ghe" in reports["ghe"].note
    assert len(titles(store)) == 4
    with store.read() as shelves:
        run = shelves.runs.last("ghe")
    assert run
    assert run.outcome is RunOutcome.FAILED


def test_a_name_that_nobody_knows_is_reported_and_the_rest_is_read(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 2)
    world.missing = ("acme/paymnets",)
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.SUCCEEDED
    assert report.note.startswith("acme/paymnets: Nothing of this name can be seen.")
    assert len(titles(store)) == 2


def test_a_cursor_that_goes_in_circles_ends_with_an_error(world: World, make_sync: MakeSync) -> None:
    world.fill("acme/payments", 9)
    client = world.client()
    real = client.read

    def circling(stream: str, repo: Repository, **options: object) -> Iterator[Page]:
        pages = list(real(stream, repo, **options))  # type: ignore[arg-type] # as it was called
        yield from (replace(page, cursor="again") for page in pages)

    client.read = circling  # type: ignore[assignment, method-assign] # a provider gone wrong
    sync = make_sync()
    sync._clients = lambda _: client
    (report,) = sync.run()
    assert "gave the same page twice" in report.note
    assert len(world.requests) < 10


def test_a_cursor_that_is_refused_is_dropped_and_reading_begins_anew(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 9)
    stopping = Event()
    stopping.set()
    make_sync(stopping=stopping).run()
    world.broken["acme/payments"] = Rejected("That cursor is not valid.")
    make_sync().run()
    world.broken.clear()
    world.requests.clear()
    make_sync().run()
    assert "acme/payments first" in world.requests
    assert len(titles(store)) == 9


def test_records_that_cannot_be_read_are_set_aside_and_settled_when_they_can(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 6)
    world.unreadable[prs[1].external_id] = "expected text, found null"
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.SUCCEEDED
    with store.read() as shelves:
        (kept,) = shelves.quarantine.all("github")
        assert (kept.external_id, kept.path) == (prs[1].external_id, "title")
        assert shelves.pull_requests.count() == 5
    world.unreadable.clear()
    make_sync().run()
    with store.read() as shelves:
        assert shelves.quarantine.count() == 0
        assert shelves.pull_requests.count() == 6


def test_what_was_set_aside_and_is_gone_is_let_go(world: World, store: Store, make_sync: MakeSync) -> None:
    prs = world.fill("acme/payments", 2)
    world.unreadable[prs[0].external_id] = "odd"
    make_sync().run()
    del world.prs[prs[0].id]
    make_sync().run()
    with store.read() as shelves:
        assert shelves.quarantine.count() == 0


def test_a_renamed_repository_keeps_its_history(world: World, store: Store, make_sync: MakeSync) -> None:
    world.fill("acme/payments", 4)
    make_sync().run()
    (known,) = world.repositories.values()
    world.repositories[known.id] = replace(
        known, full_name="acme/billing", url="https://github.com/acme/billing"
    )
    make_sync().run()
    with store.read() as shelves:
        assert [repo.full_name for repo in shelves.repositories.all()] == ["acme/billing"]
        assert shelves.pull_requests.count() == 4


def test_an_archived_repository_is_read_once_and_then_left_in_peace(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 4)
    (known,) = world.repositories.values()
    world.repositories[known.id] = replace(known, state=RepositoryState.ARCHIVED)
    sync = make_sync()
    sync.run()
    assert len(titles(store)) == 4
    world.requests.clear()
    sync.run()
    assert world.requests == []


def test_a_repository_counts_as_deleted_when_its_absence_is_confirmed(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 2)
    world.fill("acme/ledger", 2)
    sync = make_sync()
    sync.run()
    gone = world.repositories.pop(repository("acme/payments").id)

    def state() -> RepositoryState:
        with store.read() as shelves:
            return shelves.repositories.by_ids([gone.id])[gone.id].state

    sync.run()
    assert state() is RepositoryState.ACTIVE
    sync.run()
    assert state() is RepositoryState.DELETED
    world.repositories[gone.id] = gone
    make_sync().run()
    assert state() is RepositoryState.ACTIVE


def test_one_absence_that_was_a_hiccup_counts_for_nothing(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 2)
    sync = make_sync()
    sync.run()
    (known,) = world.repositories.values()
    for _ in range(3):
        world.repositories.clear()
        sync.run()
        world.repositories[known.id] = known
        sync.run()
    with store.read() as shelves:
        assert shelves.repositories.all()[0].state is RepositoryState.ACTIVE


def test_a_repository_that_is_no_longer_chosen_is_let_go_too(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 2)
    make_sync().run()
    world.hidden = {repository("acme/payments").id}
    for _ in range(2):
        make_sync().run()
    with store.read() as shelves:
        assert shelves.repositories.all()[0].state is RepositoryState.DELETED


def test_a_repository_that_vanishes_while_it_is_read_is_not_an_error(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 5)

    def vanish(request: str) -> None:
        if request.startswith("acme/payments 2"):
            world.repositories.clear()

    world.before = vanish
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.SUCCEEDED
    assert len(titles(store)) == 3


def test_logins_that_match_the_settings_patterns_are_bots(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 2)
    deploy = account("acme-Deploy")
    world.accounts[deploy.id] = deploy
    make_sync().run()
    make_sync(bots=["*-deploy"]).run()
    with store.read() as shelves:
        kinds = {known.login: known.kind for known in shelves.people.all_accounts()}
    assert kinds == {"acme-Deploy": AccountKind.BOT, "ana": AccountKind.HUMAN, "bob": AccountKind.HUMAN}


def test_facts_are_made_anew_when_an_account_turns_out_to_be_a_bot(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 2)
    make_sync().run()
    make_sync(bots=["bob"]).run()
    with store.read() as shelves:
        facts = shelves.facts.milestones([prs[0].id])[prs[0].id]
    assert facts.first_review_at is None, "a bot's review stops no clock"


def test_the_settings_people_are_joined_with_their_accounts(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 2)
    ana = Person(identify("person", "ana@acme.example"), "Ana", "ana@acme.example")
    make_sync(people=[(ana, ("Ana", "nobody"))]).run()
    with store.read() as shelves:
        assert [known.login for known in shelves.people.accounts_of(ana.id)] == ["ana"]


def test_a_sync_that_is_told_to_stop_ends_after_its_page_and_resumes_there(
    world: World, store: Store, make_sync: MakeSync
) -> None:
    world.fill("acme/payments", 9)
    stopping = Event()
    world.before = lambda request: stopping.set() if request.endswith("first") else None
    (report,) = make_sync(stopping=stopping).run()
    assert report.outcome is RunOutcome.INTERRUPTED
    assert len(titles(store)) == 3
    world.before = lambda _: None
    world.requests.clear()
    make_sync().run()
    assert len(titles(store)) == 9
    assert "acme/payments first" not in world.requests


def test_a_sync_that_was_cut_off_catches_up_with_what_happened_meanwhile(
    world: World, store: Store, watch: Watch, make_sync: MakeSync
) -> None:
    prs = world.fill("acme/payments", 9)
    stopping = Event()
    world.before = lambda request: stopping.set() if request.endswith("first") else None
    make_sync(stopping=stopping).run()
    world.before = lambda _: None
    watch.advance(hours=8)
    world.touch(prs[8], watch.now - timedelta(hours=4), title="While nobody looked")
    make_sync().run()
    assert "While nobody looked" in titles(store)
    assert len(titles(store)) == 9


def test_progress_is_told_page_by_page(world: World, make_sync: MakeSync) -> None:
    world.fill("acme/payments", 6)
    told: list[Progress] = []
    make_sync().run(progress=told.append)
    reading = [progress for progress in told if progress.step is Step.READING]
    assert [progress.fraction for progress in reading] == sorted(progress.fraction for progress in reading)
    assert {0.0, 0.5, 1.0} <= {progress.fraction for progress in reading}
    assert reading[-1].records == 6
    assert reading[-1].done == reading[-1].planned == 1
    assert reading[-1].requests == 4
    assert [progress.step for progress in told][-1] is Step.PACKING


def test_a_sync_leaves_a_record_of_what_it_cost(world: World, store: Store, make_sync: MakeSync) -> None:
    world.fill("acme/payments", 6)
    make_sync().run()
    with store.read() as shelves:
        run = shelves.runs.last("github", RunOutcome.SUCCEEDED)
    assert run
    assert (run.requests, run.points, run.records, run.quarantined) == (4, 4, 6, 0)


def test_two_syncs_of_a_source_never_work_at_once(world: World, make_sync: MakeSync) -> None:
    world.fill("acme/payments", 6)
    seen: list[object] = []

    def second(request: str) -> None:
        world.before = lambda _: None
        if request == "probe":
            seen.extend(make_sync().run())

    world.before = lambda request: second(request) if request == "probe" else None
    (report,) = make_sync().run()
    assert report.outcome is RunOutcome.SUCCEEDED
    assert [other.outcome for other in seen] == [None]  # type: ignore[attr-defined] # reports
    assert GITHUB.key == report.source
