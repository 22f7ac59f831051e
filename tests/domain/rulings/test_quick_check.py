"""The answers of DORA's Quick Check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rulings.quick_check import frequency_bucket, span_bucket

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [
        (0, "less than an hour"),
        (HOUR - 1, "less than an hour"),
        (HOUR, "less than a day"),
        (DAY - 1, "less than a day"),
        (DAY, "a day to a week"),
        (7 * DAY, "a day to a week"),
        (7 * DAY + 1, "a week to a month"),
        (30 * DAY, "a week to a month"),
        (31 * DAY, "one to six months"),
        (182 * DAY, "one to six months"),
        (183 * DAY, "more than six months"),
    ],
)
def test_a_span_falls_into_a_bucket(seconds: int, bucket: str) -> None:
    assert span_bucket(seconds) == bucket


@pytest.mark.parametrize(
    ("deploy_days", "on_such_a_day", "every", "bucket"),
    [
        pytest.param(5, 3, 0.3, "on demand, several a day", id="several on most days"),
        pytest.param(3, 2, 1, "on demand, several a day", id="twice on three days of a week"),
        pytest.param(3, 1, 2, "once an hour to once a day", id="once on three days of a week"),
        pytest.param(2.5, 9, 0.3, "once a day to once a week", id="often, but on few days"),
        pytest.param(1, 1, 7, "once a day to once a week", id="every week"),
        pytest.param(0.5, 1, 14, "once a week to once a month", id="every other week"),
        pytest.param(0, 1, 30, "once a week to once a month", id="every month"),
        pytest.param(0, 1, 31, "once a month to once in six months", id="less than every month"),
        pytest.param(0, 1, 182, "once a month to once in six months", id="twice a year"),
        pytest.param(0, 1, 183, "less than once in six months", id="less than twice a year"),
    ],
)
def test_a_frequency_falls_into_a_bucket(
    deploy_days: float, on_such_a_day: float, every: float, bucket: str
) -> None:
    assert frequency_bucket(deploy_days, on_such_a_day, every) == bucket


SPANS = (
    "less than an hour", "less than a day", "a day to a week", "a week to a month", "one to six months",
    "more than six months",
)  # fmt: skip
OFTEN = (
    "on demand, several a day", "once an hour to once a day", "once a day to once a week",
    "once a week to once a month", "once a month to once in six months", "less than once in six months",
)  # fmt: skip
"""The answers from the best; what is worse may not stand before what is better."""

lengths = st.floats(0, 400 * DAY)
days = st.floats(0, 7)
rates = st.floats(0, 50)


@given(lengths, lengths)
def test_a_longer_span_is_never_in_a_better_bucket(one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    assert SPANS.index(span_bucket(shorter)) <= SPANS.index(span_bucket(longer))


@given(st.tuples(days, rates, st.floats(0.01, 400)), st.tuples(days, rates, st.floats(0, 400)))
def test_deploying_more_often_is_never_in_a_worse_bucket(
    seldom: tuple[float, float, float], more: tuple[float, float, float]
) -> None:
    """On more days, more often on such a day, and with less time from one deployment to the next."""
    busier = (seldom[0] + more[0], seldom[1] + more[1], max(0.0, seldom[2] - more[2]))
    assert OFTEN.index(frequency_bucket(*busier)) <= OFTEN.index(frequency_bucket(*seldom))
