"""Answers, from the text to the figure, over a real store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Forbidden, Rejected, Unknown
from domain.people import Asker
from domain.question import ScopeKind
from domain.records import Repository
from domain.runs import RunOutcome
from services.answers import OVERVIEW
from services.sync import position
from services.sync.position import Position
from storage.store import Store
from tests.services.asking import API, ASKER, BOB, BOT, NOW, WEB, answers, fill, merged

HOUR = 3600
FIVE = [merged(n, days_ago=n, hours=10 * n) for n in range(1, 6)]


def test_a_question_is_answered_from_the_team_s_work(store: Store) -> None:
    fill(store, *FIVE, merged(9, 3, hours=500, repository=WEB, author=BOB))
    result = answers(store).ask("cycle-time payments 30d", ASKER, with_ids=True)
    assert (result.summary.n, result.summary.value) == (5, 30 * HOUR)
    assert result.question.window.zone == "Europe/Berlin"
    assert result.computed_at == NOW
    assert result.ids[0] == FIVE[4].id


def test_the_items_are_told_where_they_are_asked_for(store: Store) -> None:
    fill(store, *FIVE)
    service = answers(store)
    told = service.ask("cycle-time payments 30d", ASKER, with_ids=True)
    assert told.ids == tuple(pr.id for pr in reversed(FIVE))
    assert service.ask("cycle-time payments 30d", ASKER) == replace(told, ids=())


def test_the_change_is_against_the_window_before(store: Store) -> None:
    fill(store, *FIVE, *(merged(20 + n, days_ago=35, hours=60) for n in range(5)))
    assert answers(store).ask("cycle-time payments", ASKER).change == pytest.approx(-0.5)


def test_a_repository_narrows_the_question(store: Store) -> None:
    fill(store, *FIVE, merged(9, 3, hours=500, repository=WEB, author=BOB))
    result = answers(store).ask("cycle-time repo:acme/web everyone", ASKER)
    assert (result.summary.n, result.coverage.in_scope) == (1, 1)


def test_the_channel_decides_whose_work_is_meant_and_else_the_asker_s_only_team(store: Store) -> None:
    fill(store, *FIVE)
    for asker in (ASKER, Asker(channel="C1"), Asker(person_id=ASKER.person_id)):
        assert answers(store).ask("cycle-time", asker).question.scope.slug == "payments"
    assert answers(store).ask("cycle-time", Asker()).question.scope.kind is ScopeKind.ORGANISATION


def test_a_team_that_names_no_repositories_owns_what_its_members_merged(store: Store) -> None:
    fill(store, merged(1, 1, author=BOB, repository=WEB, reviews=()), merged(2, 1))
    result = answers(store).ask("cycle-time team:web", ASKER)
    assert (result.summary.n, result.coverage.in_scope) == (1, 2)


def test_one_s_own_figures_are_one_s_own(store: Store) -> None:
    fill(store, *FIVE, merged(9, 1, author=BOB, reviews=()))
    service = answers(store)
    own = service.ask("cycle-time me", ASKER)
    assert own.summary.n == 5
    stranger = Asker(slack_user="U2", person_id=1, account_ids=(BOB.id,))
    for show in (service.answer, service.receipts):
        with pytest.raises(Forbidden, match="teams, not people"):
            show(own.question, stranger)
    with pytest.raises(Forbidden):
        service.ask(own.question.text, stranger)


def test_an_empty_window_tells_when_the_last_item_was(store: Store) -> None:
    fill(store, merged(1, days_ago=50), merged(2, days_ago=45, author=BOT))
    result = answers(store).ask("cycle-time payments", ASKER)
    assert result.is_empty
    assert result.last_item_at == NOW - timedelta(days=50)


def test_a_team_that_never_merged_has_no_last_item(store: Store) -> None:
    fill(store)
    assert answers(store).ask("cycle-time payments", ASKER).last_item_at is None


def sync(store: Store, *synced: tuple[Repository, float], outcome: RunOutcome, ago: float) -> None:
    """Repositories read so many minutes ago, and a run that ended so."""
    with store.write() as shelves:
        run = shelves.runs.begin("github", "pull_requests", NOW - timedelta(minutes=ago))
        shelves.runs.finish(run, NOW - timedelta(minutes=ago - 1), outcome, "no answer since 14:02")
        for repository, minutes in synced:
            position.save(shelves, repository, Position(NOW - timedelta(minutes=minutes)))


def test_coverage_counts_what_is_read_and_dates_the_least_fresh(store: Store) -> None:
    fill(store, *FIVE)
    sync(store, (API, 500), outcome=RunOutcome.SUCCEEDED, ago=12)
    coverage = answers(store).ask("cycle-time everyone", ASKER).coverage
    assert (coverage.synced, coverage.in_scope) == (1, 2)
    assert coverage.as_of == NOW - timedelta(minutes=12)
    assert not coverage.stale
    assert not coverage.failing


def test_a_source_that_fails_is_told_and_its_data_grows_stale(store: Store) -> None:
    fill(store, *FIVE)
    sync(store, (API, 500), (WEB, 31), outcome=RunOutcome.FAILED, ago=1)
    coverage = answers(store).ask("cycle-time everyone", ASKER).coverage
    assert coverage.as_of == NOW - timedelta(minutes=500)
    assert coverage.stale
    assert "no answer since 14:02" in coverage.failing


def test_receipts_are_paged_and_the_last_page_is_the_last(store: Store) -> None:
    fill(store, *FIVE)
    service = answers(store)
    question = service.ask("cycle-time payments", ASKER).question
    first = service.receipts(question, ASKER, size=2)
    assert [receipt.name for receipt in first.receipts] == ["acme/api#5", "acme/api#4"]
    assert (first.page, first.pages, first.total) == (0, 3, 5)
    last = service.receipts(question, ASKER, page=99, size=2)
    assert [receipt.name for receipt in last.receipts] == ["acme/api#1"]
    assert last.page == 2


def test_a_receipt_s_value_and_phases_are_those_behind_the_figure(store: Store) -> None:
    fill(store, *FIVE)
    service = answers(store)
    question = service.ask("cycle-time payments", ASKER).question
    receipt = service.receipts(question, ASKER).receipts[0]
    assert receipt.value == 50 * HOUR
    assert dict(receipt.phases) == {"coding": 0, "pickup": 25 * HOUR, "review": 0, "merge": 25 * HOUR}
    assert (receipt.repository, receipt.author) == ("acme/api", "ana")


def test_no_items_make_one_empty_page(store: Store) -> None:
    fill(store)
    service = answers(store)
    page = service.receipts(service.ask("cycle-time payments", ASKER).question, ASKER)
    assert (page.receipts, page.page, page.pages, page.total) == ((), 0, 1, 0)


def test_the_overview_answers_a_few_metrics_of_each_family_of_the_channel_s_team(store: Store) -> None:
    fill(store, *FIVE)
    seen = answers(store).overview(ASKER)
    assert seen.team == "Payments"
    assert [result.metric.slug for result in seen.results] == list(OVERVIEW)
    assert answers(store).overview(ASKER, "web").team == "Web"


def test_without_a_team_the_overview_offers_all(store: Store) -> None:
    fill(store)
    with pytest.raises(Unknown) as asked:
        answers(store).overview(Asker(channel="C9"))
    texts = [choice.text for choice in asked.value.suggestions]
    assert texts == ["overview team:payments", "overview team:web"]
    assert all(answers(store).parse(text, Asker()) for text in texts)


def test_a_verb_is_no_question_and_a_metric_of_no_name_is_unknown(store: Store) -> None:
    fill(store)
    with pytest.raises(Rejected, match="asks for no figure"):
        answers(store).ask("health", ASKER)
    with pytest.raises(Unknown, match="no metric"):
        answers(store).explain("weather")
    assert answers(store).explain("cycle-time").title == "Cycle time"


def test_ones_own_figure_is_held_against_the_teams_over_the_same_days(store: Store) -> None:
    theirs = [merged(n, 1, hours=10, author=BOB, reviews=()) for n in range(1, 7)]
    own = [merged(n, 2, hours=30) for n in range(11, 17)]
    fill(store, *theirs, *own)
    result = answers(store).ask("cycle-time me vs team", ASKER)
    assert (result.summary.n, result.summary.value) == (6, 30 * 3600)
    assert (result.previous.n, result.previous.value) == (12, 20 * 3600)
    assert result.change == 0.5


def test_a_repository_is_held_against_everybody(store: Store) -> None:
    fill(
        store,
        *(merged(n, 1, hours=10) for n in range(1, 7)),
        *(merged(n, 1, hours=40, repository=WEB) for n in range(11, 17)),
    )
    result = answers(store).ask("cycle-time repo:acme/web vs everyone", ASKER)
    assert (result.summary.value, result.previous.value) == (40 * 3600, 25 * 3600)
    assert (result.summary.n, result.previous.n) == (6, 12)
