"""Help is six examples to press."""

from render.slack.help import MOST, help_message
from tests.render.cases import EXAMPLES
from tests.render.slack.drawn import pressed, texts


def test_every_example_is_a_button_that_asks_it() -> None:
    drawn = help_message(EXAMPLES)
    assert list(pressed(drawn.blocks).values()) == [example.text for example in EXAMPLES]


def test_an_example_shows_what_to_type_and_what_it_means() -> None:
    said = texts(help_message(EXAMPLES).blocks)
    assert "`/metrics cycle-time payments 30d`\nCycle time of Payments, the last 30 days" in said


def test_there_are_never_more_than_six() -> None:
    assert len(pressed(help_message(EXAMPLES * 3).blocks)) == MOST == 6


def test_the_sentence_can_be_typed() -> None:
    assert help_message(EXAMPLES).text.startswith(
        "Type a metric, a team and a window, such as /metrics cycle-"
    )
