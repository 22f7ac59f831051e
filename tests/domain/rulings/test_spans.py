"""The spans between milestones on the calendar clock, case by case."""

from datetime import timedelta

import pytest

from domain.facts import Flag, Span
from domain.records import PullRequest
from domain.rulings.spans import shared, without
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    ROBOT,
    abandoned,
    approved,
    calendar,
    closed,
    commented,
    draft,
    hour,
    merged,
    objected,
    requested,
    reviewed,
    ruled,
    still_open,
    wrote,
)

Hours = tuple[float | None, float | None, float | None, float | None, float | None]
"""Cycle, coding, pickup, review, merge."""


@pytest.mark.parametrize(
    ("pr", "spans"),
    [
        pytest.param(
            merged(48, commits=(wrote(-10),), reviews=(reviewed(20), approved(30))),
            (58, 10, 20, 10, 18),
            id="coded, picked up, reviewed, merged",
        ),
        pytest.param(merged(48), (48, 0, None, None, None), id="never reviewed, so never picked up"),
        pytest.param(
            merged(48, reviews=(approved(5, ALICE), approved(6, ROBOT)), merged_by_id=ALICE.id),
            (48, 0, None, None, None),
            id="reviewed by its author and a bot only, and merged by its author",
        ),
        pytest.param(
            merged(48, comments=(commented(4),)),
            (48, 0, 4, 44, None),
            id="never approved, so the review lasts to the merge",
        ),
        pytest.param(
            merged(48, reviews=(objected(4), approved(9, CAROL))),
            (48, 0, 4, 44, None),
            id="merged over an objection, so the review lasts to the merge",
        ),
        pytest.param(
            merged(48, reviews=(approved(4),)),
            (48, 0, 4, 0, 44),
            id="approved at first sight: no time at all",
        ),
        pytest.param(
            merged(48, reviews=(approved(4), approved(40, CAROL))),
            (48, 0, 4, 36, 8),
            id="reviewed until the last approval",
        ),
        pytest.param(
            merged(48, drafts=(draft(0, 6), draft(8, 11)), reviews=(approved(20),)),
            (48, 11, 9, 0, 28),
            id="every draft before the first review is coding",
        ),
        pytest.param(
            merged(48, drafts=(draft(0, 6), draft(22, 25)), reviews=(reviewed(20), approved(30))),
            (48, 9, 14, 7, 18),
            id="a draft in the midst of the review is coding and not review",
        ),
        pytest.param(
            merged(48, drafts=(draft(32, 36),), reviews=(reviewed(20), approved(30))),
            (48, 4, 20, 10, 14),
            id="a draft after the approval is coding and not merge",
        ),
        pytest.param(
            merged(48, drafts=(draft(3, 9),), reviews=(approved(5),)),
            (48, 6, 3, 0, 39),
            id="a draft that is reviewed again after it was ready",
        ),
        pytest.param(
            merged(48, drafts=(draft(0, 9),), reviews=(reviewed(5), approved(20))),
            (48, 9, None, 11, 28),
            id="reviewed while a draft: nobody waited for a review",
        ),
        pytest.param(
            merged(48, drafts=(draft(0, None),)),
            (48, 48, None, None, None),
            id="merged as a draft: all coding",
        ),
        pytest.param(
            merged(48, drafts=(draft(10, 20), draft(12, 18)), reviews=(reviewed(5), approved(30))),
            (48, 10, 5, 15, 18),
            id="drafts that overlap count once",
        ),
        pytest.param(
            merged(48, review_requests=(requested(6),), reviews=(approved(10),)),
            (48, 0, 4, 0, 38),
            id="picked up from the request, when that came after it was ready",
        ),
        pytest.param(
            merged(48, drafts=(draft(0, 8),), review_requests=(requested(6),), reviews=(approved(10),)),
            (48, 8, 2, 0, 38),
            id="picked up from ready, when the request came before",
        ),
        pytest.param(
            merged(60, closed_intervals=(closed(10, 40),), reviews=(approved(50),)),
            (60, 0, 50, 0, 10),
            id="closed for a while: the calendar clock runs on to the final merge",
        ),
        pytest.param(
            merged(48, commits=(wrote(-24 * 100),), reviews=(approved(4),)),
            (48 + 2400, 2400, 4, 0, 44),
            id="a commit of a hundred days before is told as it is",
        ),
        pytest.param(merged(0), (0, 0, None, None, None), id="merged in the second it was opened"),
    ],
)
def test_spans(pr: PullRequest, spans: Hours) -> None:
    assert tuple(calendar(pr).values()) == spans
    assert Flag.CONTRADICTORY not in ruled(pr).flags


@pytest.mark.parametrize(
    "pr",
    [
        pytest.param(still_open(reviews=(approved(5),)), id="open"),
        pytest.param(still_open(is_draft=True, drafts=(draft(0, None),)), id="draft"),
        pytest.param(abandoned(48, reviews=(approved(5),)), id="closed unmerged"),
        pytest.param(abandoned(48, closed_intervals=(closed(5, 9), closed(48, None))), id="closed twice"),
    ],
)
def test_what_is_not_merged_has_no_spans(pr: PullRequest) -> None:
    facts = ruled(pr)
    assert facts.calendar == facts.working == (None,) * len(Span)
    assert facts.flags == (Flag.REOPENED if len(pr.closed_intervals) > 1 else Flag(0))


@pytest.mark.parametrize(
    ("pr", "impossible"),
    [
        pytest.param(
            merged(-5, comments=(commented(-9),)), {Span.CYCLE, Span.PICKUP}, id="merged before opening"
        ),
        pytest.param(merged(9, reviews=(approved(-3),)), {Span.PICKUP}, id="reviewed before opening"),
        pytest.param(
            merged(48, commits=(wrote(-24 * 365 * 90),), reviews=(approved(3),)),
            {Span.CYCLE, Span.CODING},
            id="longer than a column can hold",
        ),
    ],
)
def test_a_span_that_cannot_be_is_none_on_both_clocks_and_told(
    pr: PullRequest, impossible: set[Span]
) -> None:
    facts = ruled(pr)
    assert Flag.CONTRADICTORY in facts.flags
    for span, on_calendar, at_work in zip(Span, facts.calendar, facts.working, strict=True):
        assert (on_calendar is None) == (at_work is None)
        assert on_calendar is None or span not in impossible


def test_contradictory_times_do_not_hide_the_spans_that_are_sound() -> None:
    spans = calendar(merged(9, reviews=(approved(-3),)))
    assert (spans[Span.CYCLE], spans[Span.CODING], spans[Span.MERGE]) == (9, 0, 12)


def test_phases_make_up_the_cycle_when_nobody_waited_for_a_request() -> None:
    spans = calendar(
        merged(
            60,
            commits=(wrote(-7),),
            drafts=(draft(0, 3), draft(5, 9), draft(31, 35)),
            reviews=(reviewed(20, BOB), approved(40, CAROL)),
        )
    )
    assert sum(spans[phase] or 0 for phase in list(Span)[1:]) == spans[Span.CYCLE] == 67


@pytest.mark.parametrize(
    ("gaps", "left"),
    [
        pytest.param((), ((0, 10),), id="no gap"),
        pytest.param(((2, 4),), ((0, 2), (4, 10)), id="one inside"),
        pytest.param(((-5, 2), (8, 15)), ((2, 8),), id="over both ends"),
        pytest.param(((6, 8), (2, 7)), ((0, 2), (8, 10)), id="overlapping, in the wrong order"),
        pytest.param(((2, 8), (3, 4)), ((0, 2), (8, 10)), id="one within another"),
        pytest.param(((-1, 11),), (), id="over all of it"),
        pytest.param(((-5, 0), (10, 12)), ((0, 10),), id="touching from outside"),
        pytest.param(((4, 2),), ((0, 10),), id="the wrong way round"),
        pytest.param(((3, 3),), ((0, 10),), id="of no length"),
    ],
)
def test_gaps_are_taken_out_of_a_stretch(
    gaps: tuple[tuple[float, float], ...], left: tuple[tuple[float, float], ...]
) -> None:
    stretch = (hour(0), hour(10))
    gone = [(hour(began), hour(ended)) for began, ended in gaps]
    kept = without(stretch, gone)
    assert kept == tuple((hour(start), hour(end)) for start, end in left)
    lengths = (end - start for start, end in (*kept, *shared(stretch, gone)))
    assert sum(lengths, timedelta()) == timedelta(hours=10)


def test_a_stretch_the_wrong_way_round_stays_as_it_is() -> None:
    assert without((hour(5), hour(2)), [(hour(1), hour(9))]) == ((hour(5), hour(2)),)
    assert shared((hour(5), hour(2)), [(hour(1), hour(9))]) == ()
