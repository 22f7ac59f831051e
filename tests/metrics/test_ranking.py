"""A ranking is the ids by their weights, worked out late, and as good as a tuple."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import NO_SPAN, Columns
from metrics.ranking import Ranking

ROWS = st.lists(st.tuples(st.integers(1, 2**62), st.integers(0, 2**31 - 1)), unique_by=lambda row: row[0])


def ranking(*rows: tuple[int, int]) -> Ranking:
    ids = np.array([id_ for id_, _ in rows], np.int64)
    nothing = np.zeros(len(rows), np.int64)
    columns = Columns(ids, nothing, nothing, nothing, nothing.astype(np.int32))
    return Ranking(columns, np.array([weight for _, weight in rows], np.int32))


def test_what_weighs_nothing_is_not_among_them() -> None:
    ids = ranking((7, 10), (8, NO_SPAN), (9, 0))
    assert tuple(ids) == (7, 9)
    assert len(ids) == 2


@given(ROWS)
def test_the_heaviest_come_first_and_none_is_lost(rows: list[tuple[int, int]]) -> None:
    weights = dict(rows)
    told = list(ranking(*rows))
    assert sorted(told) == sorted(weights)
    assert [weights[id_] for id_ in told] == sorted(weights.values(), reverse=True)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_equals_does_not_depend_on_that_of_the_rows(
    rows: list[tuple[int, int]], random: object
) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined] # Hypothesis hands in a generator
    assert ranking(*mixed) == ranking(*rows)


def test_of_equals_the_latest_comes_first() -> None:
    ids, at = np.array([7, 8, 9], np.int64), np.array([100, 300, 200], np.int64)
    nothing = np.zeros(3, np.int64)
    columns = Columns(ids, nothing, nothing, at, nothing.astype(np.int32))
    assert Ranking(columns, np.ones(3, np.int32)) == (8, 9, 7)


def test_it_is_as_good_as_a_tuple() -> None:
    ids = ranking((7, 10), (8, 30), (9, 20))
    assert ids == (8, 9, 7)
    assert (ids[0], ids[1:], len(ids)) == (8, (9, 7), 3)
    assert hash(ids) == hash((8, 9, 7))
    assert repr(ids) == "(8, 9, 7)"
    assert ids != 8


def test_another_process_gets_the_ids_alone() -> None:
    assert pickle.loads(pickle.dumps(ranking((7, 10), (8, 30)))) == (8, 7)  # noqa: S301 - our own bytes
