"""What went wrong is told with what to press."""

import pytest

from domain.errors import Ambiguous, Choice, Forbidden, Misconfigured, Rejected, Retryable, Unknown
from render.slack.errors import AGAIN, ASSIGN, crash, failure, no_team
from tests.render import people
from tests.render.slack.drawn import elements, pressed, texts

PAYMENTS = Choice("Payments", "cycle-time payments")
PLATFORM = Choice("Platform", "cycle-time platform")


def test_a_word_nobody_knows_offers_what_was_perhaps_meant() -> None:
    drawn = failure(Unknown("I don't know “paymnts”.", suggestions=(PAYMENTS, PLATFORM)))
    assert texts(drawn.blocks).startswith("I don't know “paymnts”. Did you mean one of these?")
    assert pressed(drawn.blocks) == {
        f"{AGAIN}.0": "cycle-time payments",
        f"{AGAIN}.1": "cycle-time platform",
    }
    assert drawn.text == "I don't know “paymnts”. Did you mean Payments or Platform?"


def test_no_more_than_three_are_suggested() -> None:
    drawn = failure(Unknown("I don't know “x”.", suggestions=(PAYMENTS,) * 7))
    assert len(pressed(drawn.blocks)) == 3


def test_without_a_suggestion_the_hint_helps() -> None:
    drawn = failure(Unknown("I don't know “x”.", hint="Try `list`."))
    assert texts(drawn.blocks) == "I don't know “x”.\nTry `list`."
    assert pressed(drawn.blocks) == {}
    assert drawn.text == "I don't know “x”. Try `list`."


def test_what_is_ambiguous_is_asked() -> None:
    drawn = failure(Ambiguous("“web” is a team and a repository.", choices=(PAYMENTS, PLATFORM)))
    assert texts(drawn.blocks).startswith("“web” is a team and a repository. Which one?")
    assert drawn.text == "“web” is a team and a repository. Which one: Payments or Platform?"
    assert len(pressed(drawn.blocks)) == 2


@pytest.mark.parametrize("error", [Rejected("No.", hint="Go on."), Forbidden("No.", hint="Go on.")], ids=str)
def test_a_refusal_is_its_sentence_and_its_hint(error: Rejected) -> None:
    drawn = failure(error)
    assert texts(drawn.blocks) == "No.\nGo on."


@pytest.mark.parametrize(
    ("after", "told"),
    [(None, "in a while."), (20.4, "in 20 s."), (0.2, "in 1 s."), (90.0, "in 90 s.")],
    ids=["sometime", "seconds", "at once", "a minute and a half"],
)
def test_what_may_work_later_says_when(after: float | None, told: str) -> None:
    drawn = failure(Retryable("GitHub hasn't answered.", after=after))
    assert texts(drawn.blocks).endswith(f"It may work if you ask again {told}")


def test_what_only_an_admin_can_fix_says_so() -> None:
    drawn = failure(Misconfigured("GitHub refuses the token.", hint="Run `leadline connect github`."))
    assert "Trying again changes nothing" in texts(drawn.blocks)


def test_an_error_without_words_tells_what_kind_it_is() -> None:
    assert failure(Forbidden("")).text == "This person may not see or do this."


def test_an_error_cannot_ping() -> None:
    drawn = failure(Rejected("I don't know <!channel>."))
    assert drawn.text == "I don't know &lt;!channel&gt;."


def test_what_crashed_can_be_tried_again_where_it_can_be_said_again() -> None:
    (retry,) = crash("7F3K", "cycle-time payments").blocks[-1]["elements"]
    assert (retry["text"]["text"], retry["value"]) == ("Retry", "cycle-time payments")


def test_a_crash_is_our_fault_and_has_a_reference() -> None:
    drawn = crash("7F3K")
    assert drawn.text == "That didn't work and it's my fault. Nothing was changed. Ref 7F3K."


def test_a_channel_without_a_team_asks_which_one_it_is() -> None:
    drawn = no_team("payments", people.teams())
    assert drawn.text == "I don't know which team #payments is. Pick one, and I'll remember."
    (select,) = elements(drawn.blocks)
    assert select["action_id"] == ASSIGN
    assert [(each["text"]["text"], each["value"]) for each in select["options"]] == [
        ("Payments", "payments"),
        ("Platform", "platform"),
    ]


def test_a_hundred_teams_fit_into_the_select() -> None:
    (select,) = elements(no_team("payments", people.teams() * 80).blocks)
    assert len(select["options"]) == 100


def test_without_any_team_the_way_to_one_is_told() -> None:
    drawn = no_team("", ())
    assert elements(drawn.blocks) == []
    assert "App Home" in texts(drawn.blocks)
