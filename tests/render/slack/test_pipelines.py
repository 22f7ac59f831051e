"""Pipelines in Slack: what stands where, and what can be asked next."""

from render.message import Message
from render.picture import Picture
from render.slack.views.pipelines import pipelines
from tests.render import building
from tests.render.slack.drawn import pressed, texts

PICTURE = Picture("What it shows.", url="https://leadline.example/p/abc.png")


def kinds(drawn: Message) -> list[str]:
    return [block["type"] for block in drawn.blocks]


def test_the_picture_takes_the_place_of_the_text_timeline() -> None:
    with_picture, without = pipelines(building.pipelines(), PICTURE), pipelines(building.pipelines(), None)
    assert "image" in kinds(with_picture)
    assert "```" not in texts(with_picture.blocks)
    assert "image" not in kinds(without)
    assert "```build       ████" in texts(without.blocks)


def test_a_workflow_that_is_red_is_marked_in_words_too() -> None:
    lines = texts(pipelines(building.pipelines(), None).blocks).splitlines()
    (row,) = [line for line in lines if "indexer" in line and line.startswith("•")]
    assert ":warning: red since" in row


def test_what_is_not_told_one_by_one_is_counted() -> None:
    assert "and 35 workflows more" in texts(pipelines(building.many_workflows(), None).blocks)


def test_the_longest_steps_are_told_and_the_others_counted() -> None:
    told = texts(pipelines(building.many_workflows(), None).blocks)
    assert "test shard 23" in told
    assert "test shard 00" not in told
    assert "the 10 shortest steps left out" in told


def test_the_next_questions_lead_to_steps_flaky_tests_and_other_workflows() -> None:
    values = list(pressed(pipelines(building.pipelines(), None).blocks).values())
    days = "2026-10-26..2026-11-24"
    assert values == [
        f"build-time payments {days} by step",
        f"flaky payments {days}",
        f"pipelines workflow:indexer-ci payments {days}",
        f"pipelines workflow:ledger-nightly payments {days}",
        "pipelines payments 90d",
    ]


def test_without_runs_a_longer_window_is_offered() -> None:
    drawn = pipelines(building.no_runs(), PICTURE)
    assert list(pressed(drawn.blocks).values()) == [
        "pipelines payments 90d",
        "pipelines payments 365d",
    ]
    assert "image" not in kinds(drawn)
