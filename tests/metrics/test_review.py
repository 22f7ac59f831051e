"""Review metrics read their spans, and count only what was reviewed."""

from domain.facts import Flag
from domain.question import TimeBase
from domain.result import Exclusion
from metrics.review import review_time, time_to_first_review
from tests.metrics.samples import answer, columns


def test_each_reads_its_span() -> None:
    rows = columns([9, 9], pickup=[1, None], review=[2, None])
    assert time_to_first_review.values(rows, TimeBase.CALENDAR) is rows.pickup
    assert review_time.values(rows, TimeBase.WORKING) is rows.review_working


def test_what_was_merged_without_a_review_has_no_time_to_one_and_is_told() -> None:
    rows = columns([9, 9, 9], pickup=[4, None, 8], flags=[Flag(0), Flag.UNREVIEWED, Flag(0)])
    result = answer(time_to_first_review, rows)
    assert (result.summary.n, result.summary.value) == (2, 6)
    assert result.quality == (Exclusion("merged without a review", 1),)
    assert result.ids == (3, 1)
