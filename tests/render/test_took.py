"""Machines are timed in seconds."""

import pytest

from render.took import took


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0, "0.0 s"), (0.42, "0.4 s"), (9.94, "9.9 s"), (12.4, "12 s"), (59.4, "59 s"), (59.6, "1 min"),
     (60.0, "1 min"), (150.0, "2 min"), (4000.0, "1 h 7 min"), (90_000.0, "1 d 1 h"), (-4.2, "\u22124.2 s"),
     (-150.0, "\u22122 min")],
)  # fmt: skip
def test_a_span_is_told_as_a_build_log_tells_it(seconds: float, said: str) -> None:
    assert took(seconds) == said
