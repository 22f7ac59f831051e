"""Flaky tests in Slack: each with its link, its rate and, without a picture, its days."""

from render.flaky import KEY
from render.picture import Picture
from render.slack.views.flaky import flaky
from tests.render import building
from tests.render.slack.drawn import pressed, texts

PICTURE = Picture("What it shows.", url="https://leadline.example/p/abc.png")


def test_every_test_links_to_the_run_in_which_it_flaked_last() -> None:
    rows = [row for row in texts(flaky(building.flaky(), PICTURE).blocks).splitlines() if row.startswith("•")]
    assert len(rows) == 5
    assert all("<https://github.com/acme/payments-api/actions/runs/9|" in row for row in rows)


def test_days_are_drawn_in_signs_where_no_picture_is() -> None:
    with_picture, without = (texts(flaky(building.flaky(), each).blocks) for each in (PICTURE, None))
    assert "◆" not in with_picture
    assert "◆" in without
    assert KEY in without
    assert KEY not in with_picture


def test_the_flakiest_are_listed_and_the_others_counted() -> None:
    told = texts(flaky(building.many_flaky(), None).blocks)
    assert "Suite9Test" in told
    assert "Suite10Test" not in told
    assert "and 16 more" in told


def test_none_is_a_finding_and_not_an_empty_answer() -> None:
    drawn = flaky(building.none_flaky(), PICTURE)
    assert drawn.text.startswith("No flaky tests for Payments")
    assert not any(block["type"] == "image" for block in drawn.blocks)


def test_the_rule_and_what_was_dropped_are_told() -> None:
    told = texts(flaky(building.flaky(), None).blocks)
    assert "passed and failed on the same files within 14 days" in told
    assert "2 runs dropped" in told


def test_the_next_questions_lead_to_the_trend_and_to_pipelines() -> None:
    values = list(pressed(flaky(building.flaky(), None).blocks).values())
    days = "2026-10-26..2026-11-24"
    assert values == [f"flaky-tests payments {days}", f"pipelines payments {days}", "flaky payments 90d"]
