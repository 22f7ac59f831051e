"""Which tests are flaky at a moment: a table of histories, and any history against a plain walk."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.facts import CaseFacts, CaseFlag
from domain.records import Run, TestCase, Verdict
from domain.rulings.cases import case_facts, case_id
from domain.rulings.flaky import DAYS, flakes
from tests.ci import DAY, HOUR, MORNING, case, case_columns, ran, run
from tests.independent_ci import flaky

P, F, S, R = CaseFlag.PASSED, CaseFlag.FAILED, CaseFlag.SKIPPED, CaseFlag.FLAKY
BROKEN, ASIDE = F | CaseFlag.BROKEN_RUN, F | CaseFlag.EXCLUDED_BY_HAND
NOW = MORNING + 10 * DAY


def history(*runs: tuple[CaseFlag, int]) -> list[CaseFacts]:
    """How one test went, an hour after the other, each on a tree."""
    return [
        ran(number, flags, tree=tree, at=MORNING + number * HOUR)
        for number, (flags, tree) in enumerate(runs, start=1)
    ]


def found(facts: list[CaseFacts], now: object = NOW) -> list[tuple[int, int, int]]:
    """The execution that flaked last, on how many trees it flaked, and on how many it ran."""
    answer = flakes(case_columns(facts), int(now.timestamp()))  # type: ignore[attr-defined] # a moment
    ids = [facts[row].id for row in answer.rows.tolist()]
    return list(zip(ids, answer.flaky_trees.tolist(), answer.trees.tolist(), strict=True))


PASSES = [(P, tree) for tree in range(11, 20)]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], []),
        ([(P, 1), (P, 1), (P, 2)], []),
        ([(F, 1), (F, 1), (F, 2)], []),
        ([(F, 1), (P, 2)], []),
        ([(F, 1), (P, 1)], [(1, 1, 1)]),
        ([(P, 1), (F, 1)], [(2, 1, 1)]),
        ([(F, 1), (P, 1), (P, 2), (P, 3)], [(1, 1, 3)]),
        ([(F, 1), (P, 1), (F, 2), (P, 2)], [(3, 2, 2)]),
        ([(P, 2), (R, 1)], [(2, 1, 2)]),
        ([(F, 1), (S, 1)], []),
        ([(BROKEN, 1), (P, 1)], []),
        ([(ASIDE, 1), (P, 1)], []),
        ([(F, 1), (P, 1), *PASSES[:4]], [(1, 1, 5)]),
        ([(F, 1), (P, 1), *PASSES[:5]], []),
        ([(F, 1), (P, 1), *PASSES[:4], (F, 9), *PASSES[4:8]], [(1, 1, 10)]),
        ([(F, 1), (P, 1), *PASSES[:4], (F, 9), *PASSES[4:9]], []),
        ([(F, 1), *[(P, 1)] * 6], [(1, 1, 1)]),
        ([*PASSES[:5], (F, 1), (P, 1)], [(6, 1, 6)]),
        ([(F, 1), (P, 1), *PASSES[:5], (F, 2), (P, 2)], [(8, 2, 7)]),
    ],
    ids=["nothing ran", "always passes", "always fails", "fixed by a change", "failed then passed",
         "passed then failed", "and passes since", "on two trees", "tried again by its runner",
         "a skip is no pass", "a broken run tells nothing", "set aside by hand",
         "four passes do not settle it", "five passes in a row settle it",
         "a failure in between begins the row anew", "and then five settle it",
         "passes on the flaky tree settle nothing", "passes before the flake settle nothing",
         "settled and flaky again"],
)  # fmt: skip
def test_a_test_is_flaky_when_it_passed_and_failed_on_the_same_files(
    runs: list[tuple[CaseFlag, int]], expected: list[tuple[int, int, int]]
) -> None:
    assert found(history(*runs)) == expected


def test_a_test_is_flaky_no_more_after_fourteen_days_without_a_flake() -> None:
    facts = history((F, 1), (P, 1))
    ended = facts[0].at + DAYS * DAY
    assert found(facts, ended) == [(1, 1, 1)]
    assert found(facts, ended + timedelta(seconds=1)) == []


def test_what_ran_at_the_moment_or_later_is_not_looked_at() -> None:
    facts = history((F, 1), (P, 1))
    assert found(facts, facts[1].at) == []
    assert found(facts, facts[1].at + timedelta(seconds=1)) == [(1, 1, 1)]


def test_another_test_on_the_same_files_is_another_matter() -> None:
    assert found([ran(1, F, test=1), ran(2, P, test=2)]) == []


def test_every_test_is_counted_by_itself() -> None:
    facts = [ran(1, F, test=1), ran(2, P, test=1), ran(3, R, test=2, tree=2), ran(4, P, test=3)]
    assert sorted(found(facts)) == [(1, 1, 1), (3, 1, 1)]


verdicts = st.sampled_from([Verdict.PASSED] * 4 + [Verdict.FAILED] * 2 + [Verdict.SKIPPED, Verdict.FLAKY])
reports = st.lists(verdicts, min_size=1, max_size=7)
attempts = st.tuples(st.integers(0, 24 * 20), st.integers(1, 6), reports)


@settings(deadline=None)
@given(st.lists(attempts, max_size=30))
def test_flakiness_is_that_of_a_plain_walk(drawn: list[tuple[int, int, list[Verdict]]]) -> None:
    runs: list[Run] = []
    cases: list[TestCase] = []
    for number, (hour, tree, report) in enumerate(drawn):
        runs.append(run(number, finished_at=MORNING + hour * HOUR, tree_sha=f"tree {tree}"))
        cases += [case(runs[-1], f"test {place}", verdict) for place, verdict in enumerate(report)]
    facts = [each for one in runs for each in case_facts(one, [c for c in cases if c.run_id == one.id])]
    now = MORNING + 15 * DAY
    answer = flakes(case_columns(facts), int(now.timestamp()))
    names = {
        case_id(one, each): (each.class_name, each.name)
        for one in runs
        for each in cases
        if each.run_id == one.id
    }
    told = {
        names[facts[row].case_id]: (flaky_trees, trees)
        for row, flaky_trees, trees in zip(
            answer.rows.tolist(), answer.flaky_trees.tolist(), answer.trees.tolist(), strict=True
        )
    }
    assert told == flaky(runs, cases, now)
