"""Asking again: the same question over another window."""

from dataclasses import replace

import pytest

from domain.errors import Choice
from domain.window import Window
from render.slack.again import AGAIN, again, over, wider
from tests.render import results
from tests.render.results import NOW


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("cycle-time team:payments 2026-10-26..2026-11-24", "cycle-time team:payments 90d"),
        ("cycle-time @org 2026-11-24 p90", "cycle-time @org 90d p90"),
        (
            "cycle-time me 2026-10-26..2026-11-24 vs 2025-10-26..2025-11-24 by repo",
            "cycle-time me 90d by repo",
        ),
        ("cycle-time @org", "cycle-time @org 90d"),
    ],
    ids=["dates", "a day", "a comparison is dropped", "no window"],
)
def test_the_window_of_a_question_is_replaced(text: str, asked: str) -> None:
    assert over(text, "90d") == asked


@pytest.mark.parametrize(
    ("days", "offered"),
    [(7, ["30 days", "90 days"]), (30, ["90 days", "365 days"]), (100, ["365 days"]), (365, [])],
    ids=str,
)
def test_longer_windows_are_offered(days: int, offered: list[str]) -> None:
    asked = replace(results.question(), window=Window.last_days(days, NOW.date()))
    assert [choice.label for choice in wider(asked)] == offered


def test_buttons_differ_in_their_action_and_carry_the_command() -> None:
    one, two = again([Choice("One", "cycle-time a"), Choice("Two", "cycle-time b")], first=3)
    assert (one["action_id"], two["action_id"]) == (f"{AGAIN}.3", f"{AGAIN}.4")
    assert two["value"] == "cycle-time b"
    assert two["accessibility_label"] == "Ask cycle-time b"
