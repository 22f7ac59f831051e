"""A result knows when it is empty, and when it is too few to compare."""

import pytest

from metrics.delivery import cycle_time
from tests.metrics.samples import answer, columns


@pytest.mark.parametrize(
    ("n", "is_empty", "is_few"),
    [
        pytest.param(0, True, False, id="none is empty, not few"),
        pytest.param(1, False, True, id="one is few"),
        pytest.param(4, False, True, id="four are few"),
        pytest.param(5, False, False, id="five are enough"),
    ],
)
def test_a_sample_is_empty_few_or_enough(n: int, *, is_empty: bool, is_few: bool) -> None:
    result = answer(cycle_time, columns([60] * n))
    assert (result.is_empty, result.is_few) == (is_empty, is_few)
