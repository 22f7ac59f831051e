"""Every figure of CI opens to its runs or tests, each with the ruling applied, in whole sentences."""

import pytest

from domain.records import Outcome, Verdict
from domain.result import Receipt
from storage.store import Store
from tests.ci import DAY, HOUR, case, job, run
from tests.services.built import ANA, ANYBODY, NOW, answers, fill, save

EARLIER = NOW - 3 * DAY
WINDOW = "30d"


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def receipts(store: Store, metric: str) -> tuple[Receipt, ...]:
    parsed = answers(store).parse(f"{metric} {WINDOW}", ANYBODY)
    return answers(store).receipts(parsed.question, ANYBODY).receipts  # type: ignore[arg-type] # it is a question


def one(store: Store, metric: str) -> Receipt:
    (found,) = receipts(store, metric)
    return found


def test_a_run_tells_its_attempt_what_came_of_it_and_where_it_ran(store: Store) -> None:
    save(store, [run(created_at=EARLIER, sha="3f2c1aa9", actor_id=ANA.id)])
    told = one(store, "build-success-rate")
    assert told.title == "ci on main"
    assert told.name == "acme/payments@3f2c1aa"
    assert (told.author, told.value, told.happened) == ("ana", 1.0, "ended")
    assert told.url == "https://github.com/acme/payments/actions/runs/1"
    assert told.ruling == (
        "Attempt 1 succeeded. It is the run's only attempt. It waited 1 min for a machine and ran for 10 min."
        " It built the default branch."
    )


def test_a_run_that_was_tried_again_says_so(store: Store) -> None:
    failed = run(created_at=EARLIER, outcome=Outcome.FAILURE, event="pull_request")
    again = run(attempt=2, created_at=EARLIER + HOUR, event="pull_request", started_at=None)
    save(store, [failed, again])
    at_once, in_the_end = one(store, "first-attempt-success-rate"), one(store, "build-success-rate")
    assert (at_once.value, in_the_end.value) == (0.0, 1.0)
    assert at_once.ruling.startswith("Attempt 1 failed. The run was tried again after it.")
    assert in_the_end.title == "ci on main, attempt 2"
    assert in_the_end.ruling == "Attempt 2 succeeded. It is the run's last. It built a pull request."


def test_a_run_whose_times_cannot_be_says_so(store: Store) -> None:
    save(store, [run(created_at=EARLIER, finished_at=EARLIER)])
    assert "Its times contradict each other" in one(store, "build-success-rate").ruling
    assert one(store, "queue-time").value == 60


def test_a_recovery_tells_which_run_broke_the_branch_and_which_healed_it(store: Store) -> None:
    red = run(1, created_at=EARLIER, outcome=Outcome.FAILURE, sha="bad0000f")
    save(store, [red, run(2, created_at=EARLIER + 2 * HOUR, sha="900d000f")])
    told = one(store, "main-recovery-time")
    assert told.name == "acme/payments@900d000"
    assert (told.value, told.happened) == (7200.0, "recovered")
    assert told.ruling == ("Red since ci on main failed at bad0000. Green again with this run, after 2 h.")


def test_a_test_tells_how_it_went_and_how_long_it_took(store: Store) -> None:
    each = run(created_at=EARLIER)
    save(
        store,
        [each],
        cases=[case(each), case(each, "pays", Verdict.FLAKY), case(each, "sends", Verdict.FAILED)],
    )
    told = {receipt.title: receipt for receipt in receipts(store, "test-pass-rate")}
    assert told["PayoutTest / rounds half up"].ruling == "It passed. It took 1.5 s."
    assert told["PayoutTest / pays"].ruling.startswith("It failed and passed when it was tried again")
    assert [told[f"PayoutTest / {name}"].value for name in ("pays", "sends")] == [1.0, 0.0]
    assert {receipt.name for receipt in told.values()} == {"acme/payments@sha1"}


def test_a_test_of_a_broken_run_says_that_it_says_nothing(store: Store) -> None:
    each = run(created_at=EARLIER)
    save(store, [each], cases=[case(each, f"test {number}", Verdict.FAILED) for number in range(5)])
    assert "At least 80 % of the tests of its run failed" in receipts(store, "test-pass-rate")[0].ruling


def test_test_time_opens_to_the_attempts_whose_tests_it_adds_up(store: Store) -> None:
    each = run(created_at=EARLIER)
    save(store, [each], cases=[case(each), case(each, "pays", seconds=4.0)])
    told = one(store, "test-time")
    assert (told.title, told.value) == ("ci on main", 5.5)
    assert told.ruling == "The times of 2 tests added up; the longest took 4.0 s."


def test_a_flaky_test_tells_on_how_much_of_what_it_flaked_and_shows_the_run(store: Store) -> None:
    red, green = run(1, created_at=EARLIER, sha="a"), run(2, created_at=EARLIER + HOUR, sha="a")
    other = run(3, created_at=EARLIER - HOUR, sha="b")
    cases = [case(red, verdict=Verdict.FAILED), case(green), case(other)]
    save(store, [red, green, other], cases=cases)
    told = one(store, "flaky-tests")
    assert told.title == "PayoutTest / rounds half up"
    assert told.url.endswith("/runs/1")
    assert told.ruling == "It ran on 2 commits in 14 days, and both passed and failed on 1."


def test_a_flaky_job_is_told_by_its_runs(store: Store) -> None:
    red = run(1, created_at=EARLIER, outcome=Outcome.FAILURE)
    green = run(1, 2, created_at=EARLIER + HOUR)
    save(store, [red, green], [job(red, "ui"), job(green, "ui")])
    told = one(store, "flaky-tests")
    assert told.title == "ci / ui"
    assert told.ruling == "It ran on 1 run in 14 days, and both passed and failed on 1."
