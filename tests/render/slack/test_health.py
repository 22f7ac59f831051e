"""The data's health is told in words, with what to do."""

from dataclasses import replace

from domain.health import Check, CheckReport, Light
from render.slack.health import check, health, worst
from tests.render import people
from tests.render.results import NOW
from tests.render.slack.drawn import texts


def test_every_source_has_its_light_in_words() -> None:
    said = texts(health(people.health()).blocks)
    assert ":large_green_circle: *GitHub* is well" in said
    assert ":red_circle: *GitHub* is not working\nGitHub hasn't answered since 14:02.\nLook at https" in said
    assert ":large_yellow_circle: *GitHub* needs a look" in said


def test_freshness_and_amount_are_told() -> None:
    said = texts(health(people.health()).blocks)
    assert "Last synced <!date^" in said
    assert "Last synced never" in said
    assert "12 repositories · 3,120 pull requests" in said
    assert "Last synced never\n1 repository\n" in said
    assert "2 set aside because they could not be read" in said
    assert "Next <!date^" in said


def test_a_source_that_nothing_is_planned_for_tells_no_next_time() -> None:
    unplanned = replace(people.health(), sources=(replace(people.well(), next_run_at=None),))
    assert "Next" not in texts(health(unplanned).blocks)


def test_odd_records_are_counted_and_zeros_are_not() -> None:
    said = texts(health(people.health()).blocks)
    assert "4 pull requests with contradictory times" in said
    assert "old commits" not in said


def test_the_sentence_tells_every_source() -> None:
    assert health(people.health()).text == (
        "GitHub is well, with 12 repositories and 3,120 pull requests."
        " GitHub is not working, with 12 repositories and 3,120 pull requests."
        " GitHub needs a look, with 1 repository."
    )


def test_without_a_source_the_way_to_one_is_told() -> None:
    drawn = health(replace(people.health(), sources=(), quality=()))
    assert drawn.text == "No source is connected yet."
    assert "leadline connect github" in texts(drawn.blocks)


def test_a_check_is_a_line_a_question() -> None:
    said = texts(check((people.checked(),)).blocks)
    assert ":large_green_circle: *Token* · well: It is valid until 1 Mar 2027." in said
    assert "*Rate limit* · needs a look: 112 of 5,000 points are left.\nIt resets at 15:00." in said


def test_the_worst_answer_names_the_report() -> None:
    assert worst(people.checked()) is Light.RED
    assert worst(people.checked_well()) is Light.GREEN
    assert worst(CheckReport("a", "A", (Check("Token", Light.YELLOW, "Soon."),), NOW)) is Light.YELLOW
    assert check((people.checked(), people.checked_well())).text == "GitHub is not working. Mirror is well."


def test_nothing_to_check_is_told() -> None:
    assert check(()).text == "No source is connected yet, so there is nothing to check."
