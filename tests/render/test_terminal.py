"""The terminal's answer says all that Slack's does, also without colour."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from domain.health import HealthReport
from render import terminal
from tests.render import cases, people, results
from tests.render.poison import poisoned

RECEIPTS = tuple(results.receipt(number) for number in (1, 2, 3))


def shown(drawn: RenderableType, width: int = 120, *, colour: bool = False) -> str:
    out = StringIO()
    Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_the_headline_comes_first() -> None:
    first = shown(terminal.answer(results.result())).splitlines()[0]
    assert first == "Payments' median cycle time is 1 d 4 h, 18 % slower than the 30 days before."


@pytest.mark.parametrize(
    "part",
    [
        "median   1 d 4 h",
        "change   18 % slower than the 30 days before",
        "spread   p75 2 d 5 h · p90 3 d 23 h",
        "by week  ▆▇·█▇  26 Oct \u2013 24 Nov",
        "Where the time goes, mean of each phase",
        "pickup  ██████████░░░░░░░░░░░░░░  41 %  14 h 30 min",
        "acme/pay-api#1",
        "Charge the card once, try 1",
        "calendar time",
        "80 % interval 22 h 24 min to 1 d 10 h",
        "3 bot pull requests, 1 revert excluded",
        "all 12 repositories · as of 24 Nov, 13:45 UTC · definition 1",
    ],
)
def test_the_answer_tells(part: str) -> None:
    assert part in shown(terminal.answer(results.result(), RECEIPTS))


def test_colour_adds_nothing_to_the_words() -> None:
    plain = shown(terminal.answer(results.result(), RECEIPTS))
    coloured = shown(terminal.answer(results.result(), RECEIPTS), colour=True)
    assert coloured != plain
    assert "18 % slower" in plain


def test_an_empty_window_shows_no_figures() -> None:
    said = shown(terminal.answer(results.empty()))
    assert said.startswith("No merged pull requests for Payments in the last 7 days")
    assert "median   " not in said


def test_few_are_not_compared() -> None:
    said = shown(terminal.answer(results.few(), RECEIPTS))
    assert "too few to compare" in said
    assert "spread" not in said


def test_stale_data_is_told_first() -> None:
    first = shown(terminal.answer(cases.stale())).splitlines()[0]
    assert first.startswith("Warning: GitHub hasn't answered since 14:02. Showing numbers from 24 Nov, 13:45")


def test_a_breakdown_is_a_table() -> None:
    said = shown(terminal.answer(cases.by_repository()))
    assert "acme/pay-api  1 d 7 h  15" in said


def test_what_was_never_synced_says_so() -> None:
    assert "not synced yet" in shown(terminal.answer(cases.never_synced()))


def test_odd_records_are_counted() -> None:
    odd = replace(results.result(), quality=results.result().excluded)
    assert shown(terminal.answer(odd)).count("3 bot pull requests") == 2


def test_receipts_tell_a_missing_span_with_a_dash() -> None:
    assert "1 d 15 h    9 h     14 h    -       <1 min" in shown(
        terminal.receipts(results.result(), RECEIPTS)
    )


def test_the_number_of_a_pull_request_is_never_cut_off() -> None:
    long = replace(RECEIPTS[0], name="acme/a-repository-with-a-long-name#4711")
    said = shown(terminal.receipts(results.result(), (long,)), 60)
    first = "".join(line.split()[0] for line in said.splitlines()[1:])
    assert "#4711" in first


def test_no_receipts_are_an_empty_table() -> None:
    assert "pull request" in shown(terminal.receipts(results.result(), ()))


def test_only_addresses_of_the_web_are_linked() -> None:
    script = replace(RECEIPTS[0], url="javascript:alert(1)")
    assert "javascript" not in shown(terminal.receipts(results.result(), (script,)), colour=True)
    assert "https://github.com" in shown(terminal.receipts(results.result(), RECEIPTS), colour=True)


@pytest.mark.parametrize("width", [60, 80, 200], ids=str)
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    said = shown(terminal.answer(results.result(), RECEIPTS), width)
    assert max(len(line) for line in said.splitlines()) <= width


def test_external_words_are_no_markup_and_no_escape_codes() -> None:
    hostile = poisoned("[red]\x1b[31m\u202eboo[/red]")
    said = shown(terminal.answer(hostile(results.result()), tuple(map(hostile, RECEIPTS))), colour=True)
    assert "[red]" in said
    assert "\x1b[31m\u202e" not in said
    assert "\u202e" not in said


def test_an_overview_is_a_row_a_metric() -> None:
    said = shown(terminal.overview("Payments", (results.result(), cases.faster())))
    assert said.startswith("Payments\n")
    assert "cycle time  1 d 4 h  18 % slower than the 30 days before" in said
    assert "cycle time  19 h     20 % faster than the 30 days before" in said


def test_the_listing_and_an_explanation_tell_the_ruling() -> None:
    assert results.CYCLE_TIME.ruling[:40] in shown(terminal.listing((results.CYCLE_TIME,)))
    said = shown(terminal.explain(results.CYCLE_TIME))
    assert said.startswith("Cycle time\nFrom the first commit")
    assert "Phases: coding, pickup, review, merge; their bars show means." in said
    assert "Phases" not in shown(terminal.explain(replace(results.CYCLE_TIME, phases=())))


def test_health_is_a_row_a_source_with_its_light_in_words() -> None:
    said = shown(terminal.health(people.health()), 160)
    for part in ("well", "look", "FAIL", "24 Nov, 13:45 UTC", "never", "3,120", "GitHub hasn't answered"):
        assert part in said
    assert "4 pull requests with contradictory times" in said
    assert "old commits" not in said


def test_no_source_tells_the_way_to_one() -> None:
    nothing: HealthReport = replace(people.health(), sources=())
    assert "leadline connect github" in shown(terminal.health(nothing))
    assert "leadline connect github" in shown(terminal.check(()))


def test_a_check_is_a_row_with_its_next_step() -> None:
    said = shown(terminal.check((people.checked(),)))
    assert "well  Token         It is valid until 1 Mar 2027." in said
    assert "It resets at 15:00." in said
    assert "FAIL  Repositories" in said
