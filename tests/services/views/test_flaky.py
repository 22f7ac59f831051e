"""What `flaky` puts together: the tests that are flaky, how often, and how each of their days went."""

from datetime import date

import pytest

from domain.records import Outcome, Run, TestCase, Verdict
from domain.views.flaky import Flaky, Mark
from services.grammar import Verb
from services.views.flaky import MOST
from storage.store import Store
from tests.ci import DAY, HOUR, case, job, run
from tests.services.built import ANYBODY, NOW, SEARCH, answers, fill, save

P, F = Verdict.PASSED, Verdict.FAILED
NONE, PASSED, FAILED, FLAKED = Mark.NOT_RUN, Mark.PASSED, Mark.FAILED, Mark.FLAKED


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def shown(store: Store, text: str = "flaky") -> Flaky:
    verb = answers(store).parse(text, ANYBODY)
    assert isinstance(verb, Verb)
    view = answers(store).view(verb, ANYBODY)
    assert isinstance(view, Flaky)
    return view


def executed(
    number: int, days_ago: float, verdict: Verdict, tree: str, name: str = "pays"
) -> tuple[Run, TestCase]:
    each = run(number, created_at=NOW - days_ago * DAY - HOUR, tree_sha=tree)
    return each, case(each, name, verdict)


def save_all(store: Store, *executions: tuple[Run, TestCase]) -> None:
    save(store, [each for each, _ in executions], cases=[each for _, each in executions])


def test_an_empty_store_has_no_flaky_tests(store: Store) -> None:
    view = shown(store)
    assert (view.tests, view.executed, view.reports, view.broken) == ((), 0, 0, 0)


def test_a_flaky_test_is_told_with_its_rate_and_its_last_flake(store: Store) -> None:
    flake = executed(2, 2, F, "a")
    save_all(store, executed(1, 3, P, "a"), flake, executed(3, 1, P, "b"))
    (only,) = shown(store).tests
    assert (only.name, only.repository, only.is_job) == ("PayoutTest / pays", "acme/payments", False)
    assert (only.flaky_trees, only.trees, only.rate) == (1, 2, 0.5)
    assert only.last_flaked_at == flake[0].finished_at
    assert only.url == flake[0].url


def test_the_grid_tells_the_worst_of_each_day(store: Store) -> None:
    save_all(
        store,
        executed(1, 3, P, "a"), executed(2, 3, F, "a"),
        executed(3, 2, F, "b"), executed(4, 2, P, "c"),
        executed(5, 1, P, "d"),
    )  # fmt: skip
    view = shown(store)
    assert view.days[-4:] == (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24))
    assert view.tests[0].marks[-4:] == (FLAKED, FAILED, PASSED, NONE)


def test_a_pass_and_a_failure_of_one_tree_on_two_days_mark_the_day_of_the_failure(store: Store) -> None:
    save_all(store, executed(1, 2, P, "a"), executed(2, 1, F, "a"))
    assert shown(store).tests[0].marks[-3:] == (PASSED, FLAKED, NONE)


def test_days_are_those_of_the_windows_zone_and_cover_fourteen_days_up_to_now(store: Store) -> None:
    days = shown(store).days
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 10), date(2026, 11, 24), 15)


def test_a_window_that_is_over_is_told_as_it_ended(store: Store) -> None:
    save_all(store, executed(1, 20, P, "a"), executed(2, 20, F, "a"))
    assert shown(store).tests == ()
    view = shown(store, "flaky 2026-10-20..2026-11-05")
    assert [each.name for each in view.tests] == ["PayoutTest / pays"]
    assert (view.days[0], view.days[-1]) == (date(2026, 10, 23), date(2026, 11, 5))


def test_the_flakiest_come_first(store: Store) -> None:
    seldom = [executed(10 + n, 3 + n / 100, P, f"t{n}", "seldom") for n in range(6)]
    save_all(
        store,
        executed(1, 2, P, "a", "often"), executed(2, 2, F, "a", "often"),
        *seldom, executed(30, 2, P, "b", "seldom"), executed(31, 2, F, "b", "seldom"),
    )  # fmt: skip
    assert [each.name.partition(" / ")[2] for each in shown(store).tests] == ["often", "seldom"]


def test_every_test_is_counted_and_the_flakiest_have_a_grid(store: Store) -> None:
    pairs = [
        executed(2 * n + half, 2, verdict, f"t{n}", f"test {n:02}")
        for n in range(MOST + 2)
        for half, verdict in enumerate((P, F))
    ]
    save_all(store, *pairs)
    tests = shown(store).tests
    assert len(tests) == MOST + 2
    assert [bool(each.marks) for each in tests] == [True] * MOST + [False] * 2


def test_the_figure_is_that_of_the_metric(store: Store) -> None:
    save_all(store, executed(1, 2, P, "a"), executed(2, 2, F, "a"))
    view = shown(store)
    assert view.result.metric.slug == "flaky-tests"
    assert view.result.summary.value == len(view.tests) == 1


def test_a_repository_that_is_named_narrows_it(store: Store) -> None:
    save_all(store, executed(1, 2, P, "a"), executed(2, 2, F, "a"))
    assert shown(store, "flaky acme/search").tests == ()
    assert shown(store, "flaky acme/search").executed == 0
    assert len(shown(store, "flaky acme/payments").tests) == 1
    assert SEARCH.full_name == "acme/search"


def test_broken_runs_are_counted_and_tell_nothing(store: Store) -> None:
    broken = run(1, created_at=NOW - DAY)
    save(store, [broken], cases=[case(broken, f"test {n}", F) for n in range(5)])
    view = shown(store)
    assert (view.tests, view.executed, view.reports, view.broken) == ((), 5, 1, 1)


def test_jobs_stand_for_tests_where_no_run_reports_any(store: Store) -> None:
    red = run(1, created_at=NOW - DAY, outcome=Outcome.FAILURE)
    green = run(1, 2, created_at=NOW - DAY + HOUR)
    save(store, [red, green], [job(red, "ui"), job(green, "ui")])
    view = shown(store)
    assert [(each.name, each.is_job) for each in view.tests] == [("ci / ui", True)]
    assert (view.executed, view.reports) == (1, 0)


def test_what_happens_after_now_is_not_known_yet(store: Store) -> None:
    save_all(store, executed(1, -1, P, "a"), executed(2, -1, F, "a"))
    assert shown(store).tests == ()
