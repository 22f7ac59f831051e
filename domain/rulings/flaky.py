"""Flaky tests at a moment: those that passed and failed on the same files, and have not settled since."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.facts import CaseColumns, CaseFlag

DAYS = 14
"""How many days of executions are looked at; after as many without a flake a test is flaky no more."""

ENOUGH_PASSES = 5
"""So many passes in a row on other trees, after the last flake, and a test is flaky no more."""

_DAY = 86_400
_BAD = int(CaseFlag.FAILED | CaseFlag.FLAKY)
_SILENT = int(CaseFlag.SKIPPED | CaseFlag.BROKEN_RUN | CaseFlag.EXCLUDED_BY_HAND)

Rows = NDArray[np.int64]
"""Places of rows in the columns."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flakes:
    """Flaky tests, a place each in every array: `rows` is the execution that flaked last, in the columns.

    `trees` are how many trees each ran on in the days looked at, and `flaky_trees` on how many of
    those it flaked; the rate is the one by the other.
    """

    rows: Rows
    trees: Rows
    flaky_trees: Rows


def flakes(cases: CaseColumns, moment: int) -> Flakes:
    """The tests that are flaky at a moment, in epoch seconds; what ran then or later is not looked at.

    A test flakes on a tree when it both passed and failed there, or when its runner says that it
    passed only when tried again. Skipped executions, broken runs (domain/rulings/cases.py) and what
    somebody set aside tell nothing.
    """
    since = moment - DAYS * _DAY
    known = np.flatnonzero((cases.at >= since) & (cases.at < moment) & (cases.flags & _SILENT == 0))
    suspects = np.unique(cases.case_id[known[cases.flags[known] & _BAD != 0]])
    known = known[np.isin(cases.case_id[known], suspects)]
    order = known[np.lexsort((cases.id[known], cases.at[known], cases.tree_id[known], cases.case_id[known]))]
    case, tree, flags = cases.case_id[order], cases.tree_id[order], cases.flags[order]
    new_case = _changes(case)
    new_tree = new_case | _changes(tree)
    case_of, tree_of = np.cumsum(new_case) - 1, np.cumsum(new_tree) - 1
    flaked = _flaked(flags, np.flatnonzero(new_tree))
    last = _last(cases, order, case_of, (flags & _BAD != 0) & flaked[tree_of])
    settled = _settled(cases, order, case_of, last, quiet=~flaked[tree_of])
    owner = case_of[new_tree]
    trees, flaky_trees = (np.bincount(each, minlength=len(last)) for each in (owner, owner[flaked]))
    flaky = (last >= 0) & ~settled
    return Flakes(order[last[flaky]], trees[flaky], flaky_trees[flaky])


def _changes(ids: Rows) -> Mask:
    """Where an id differs from the one before."""
    new = np.ones(len(ids), np.bool_)
    new[1:] = ids[1:] != ids[:-1]
    return new


def _flaked(flags: NDArray[np.int32], starts: Rows) -> Mask:
    """Of every test's tree: whether it passed and failed there, or passed only when tried again."""
    seen = np.bitwise_or.reduceat(flags, starts) if len(starts) else flags
    both = int(CaseFlag.PASSED | CaseFlag.FAILED)
    told: Mask = (seen & both == both) | (seen & int(CaseFlag.FLAKY) != 0)
    return told


def _last(cases: CaseColumns, order: Rows, case_of: Rows, bad: Mask) -> Rows:
    """Of every test, the place in the order of its last flake; -1 where it never flaked."""
    last = np.full(int(case_of[-1]) + 1 if len(case_of) else 0, -1, np.int64)
    places = np.flatnonzero(bad)
    places = places[np.lexsort((cases.id[order[places]], cases.at[order[places]]))]
    last[case_of[places]] = places
    return last


def _settled(cases: CaseColumns, order: Rows, case_of: Rows, last: Rows, *, quiet: Mask) -> Mask:
    """Of every test: whether it passed often enough in a row, on other trees and after its last flake."""
    at = cases.at[order]
    rows = np.flatnonzero(quiet & (last[case_of] >= 0) & (at > at[last[case_of]]))
    rows = rows[np.lexsort((cases.id[order[rows]], at[rows], case_of[rows]))]
    failed, steps = cases.flags[order[rows]] & _BAD != 0, np.arange(len(rows))
    begins = np.where(failed, steps + 1, np.where(_changes(case_of[rows]), steps, 0))
    begun = np.maximum.accumulate(begins)
    enough = ~failed & (steps - begun + 1 >= ENOUGH_PASSES)
    settled = np.zeros(len(last), np.bool_)
    settled[case_of[rows[enough]]] = True
    return settled
