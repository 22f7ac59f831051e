"""A pull request while it is being lived."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median

from bot.demo.life import Birth, Life
from bot.demo.organisation import CREWS, account_id, repository
from domain.ids import identify
from domain.records import PullRequestState, ReviewState

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def life(seed: int = 1) -> Life:
    birth = Birth(CREWS[0], "ledger", "LED", 12, MONDAY.date(), slowness=1.0)
    return Life(birth, "ana-duarte", Random(seed), at=MONDAY)


def test_waiting_is_spread_around_its_median() -> None:
    waits = [(life(seed).wait(2.0) - MONDAY) / timedelta(hours=1) for seed in range(400)]
    assert 1.7 < median(waits) < 2.3
    assert max(waits) > 8


def test_a_pause_does_not_wait_for_the_morning() -> None:
    night = life()
    night.at = datetime(2026, 11, 7, 23, tzinfo=UTC)
    assert night.pause(10) <= datetime(2026, 11, 7, 23, 15, tzinfo=UTC)


def test_a_record_is_known_by_ids_derived_from_its_repository_and_number() -> None:
    record = life().record()
    assert record.id == identify("github", "pull_request", "PR_ledger_12")
    assert record.repository_id == repository("ledger").id
    assert record.url == "https://github.example/harbour/ledger/pull/12"
    assert record.state is PullRequestState.OPEN


def test_events_keep_the_instants_at_which_they_were_added() -> None:
    told = life()
    told.commit("ana-duarte", "Begin")
    told.opened_at = told.wait(1)
    told.ask("raj-patel")
    told.ask(None, team="payments")
    reviewed_at = told.wait(3)
    told.review("raj-patel", ReviewState.CHANGES_REQUESTED, comments=2)
    told.review("raj-patel", ReviewState.APPROVED)
    told.comment("ana-duarte")
    told.merge("raj-patel")
    record = told.record()
    assert record.commits[0].authored_at == MONDAY
    assert record.created_at == record.review_requests[0].requested_at
    assert [request.team for request in record.review_requests] == [None, "payments"]
    assert [review.submitted_at for review in record.reviews] == [reviewed_at, reviewed_at]
    assert record.merged_at == record.closed_at == reviewed_at
    assert record.merged_by_id == account_id("raj-patel")
    assert len({record.reviews[0].id, record.reviews[1].id, record.comments[0].id}) == 3
    assert len(record.merge_sha or "") == len(record.commits[0].sha) == 40


def test_closing_leaves_it_unmerged() -> None:
    told = life()
    told.close()
    record = told.record()
    assert record.merged_at is None
    assert record.closed_intervals[0].closed_at == record.closed_at
    assert told.birth.day == date(2026, 11, 2)
