"""A team at a glance."""

from dataclasses import replace

from render.slack.overview import overview
from tests.render import cases, results
from tests.render.slack.drawn import pressed, texts


def test_it_names_the_team_and_the_days() -> None:
    drawn = overview("Payments", (results.result(),))
    assert drawn.blocks[0]["text"]["text"] == "Payments · 26 Oct \u2013 24 Nov"


def test_each_metric_has_value_change_trend_and_sample() -> None:
    said = texts(overview("Payments", (results.result(), cases.faster())).blocks)
    assert (
        "*Cycle time*  *1 d 4 h* median · 18 % slower than the 30 days before\n`▆▇·█▇`  23 pull req" in said
    )
    assert "*Cycle time*  *19 h* median · 20 % faster" in said


def test_the_whole_answer_is_a_button_away() -> None:
    offered = pressed(overview("Payments", (results.result(),)).blocks)
    assert list(offered.values()) == [results.question().text, "help"]


def test_the_least_fresh_metric_dates_the_overview() -> None:
    older = replace(results.result().coverage, as_of=results.result().computed_at.replace(hour=3), stale=True)
    drawn = overview("Payments", (results.result(), replace(results.result(), coverage=older)))
    assert "03:02 UTC" in texts(drawn.blocks)
    assert "The data is older than it should be." in texts(drawn.blocks)


def test_what_was_never_synced_says_so() -> None:
    said = texts(overview("Payments", (cases.never_synced(),)).blocks)
    assert "No data for Payments yet: 0 of 12 repositories are synced." in said
    assert "Not synced yet." in said


def test_a_picture_is_shown_when_there_is_one() -> None:
    kinds = [block["type"] for block in overview("Payments", (results.result(),), cases.PICTURE).blocks]
    assert kinds == ["header", "section", "image", "context", "actions"]
