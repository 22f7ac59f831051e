"""Choosing another window for a question."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.window import Window
from render.slack.window import FIRST, LAST, LENGTH, asked, errors, window_modal
from tests.render import results
from tests.render.results import NOW

TEXT = "cycle-time team:payments 2026-10-26..2026-11-24 p90"


def state(length: str, first: str | None = None, last: str | None = None) -> dict[str, Any]:
    """What Slack sends for a submitted modal."""
    return {
        LENGTH: {LENGTH: {"selected_option": {"value": length}}},
        FIRST: {FIRST: {"selected_date": first}},
        LAST: {LAST: {"selected_date": last}},
    }


@pytest.mark.parametrize(
    ("days", "chosen"), [(30, "30"), (90, "90"), (10, "own")], ids=["usual", "longer", "one's own"]
)
def test_the_questions_own_length_is_chosen(days: int, chosen: str) -> None:
    question = replace(results.question(), window=Window.last_days(days, NOW.date()))
    view = window_modal(question)
    assert view["blocks"][1]["element"]["initial_option"]["value"] == chosen


def test_the_days_are_filled_in_the_last_one_included() -> None:
    view = window_modal(results.question())
    assert view["blocks"][2]["element"]["initial_date"] == "2026-10-26"
    assert view["blocks"][3]["element"]["initial_date"] == "2026-11-24"


def test_the_modal_remembers_the_question_and_the_channel() -> None:
    memory = json.loads(window_modal(results.question(), channel="C1")["private_metadata"])
    assert memory == {"text": results.question().text, "channel": "C1"}


@pytest.mark.parametrize(
    ("chosen", "command"),
    [
        (state("90"), "cycle-time team:payments 90d p90"),
        (
            state("own", "2026-01-01", "2026-03-31"),
            "cycle-time team:payments 2026-01-01..2026-03-31 p90",
        ),
    ],
    ids=["a length", "two days"],
)
def test_a_submitted_modal_is_a_command(chosen: dict[str, Any], command: str) -> None:
    assert asked(TEXT, chosen) == command


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        (state("30"), {}),
        (state("own", "2026-01-01", "2026-01-01"), {}),
        (
            state("own", "2026-02-01", "2026-01-01"),
            {LAST: "This is before 2026-02-01. Pick that day or a later one."},
        ),
        (state("own", None, "2026-01-01"), {FIRST: "Pick a day."}),
        (state("own"), {FIRST: "Pick a day.", LAST: "Pick a day."}),
        (state("30", "2026-02-01", "2026-01-01"), {}),
    ],
    ids=["a length", "one day", "backwards", "no beginning", "neither", "days that do not matter"],
)
def test_what_is_wrong_is_told_at_its_input(chosen: dict[str, Any], wrong: dict[str, str]) -> None:
    assert errors(chosen) == wrong
