"""`/metrics` from the payload to what is seen: answers, verbs, buttons that ask again, and bad states."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import Retryable
from tests.bot.slack.house import HOSTILE, PNG, WEB, House, house, merged
from tests.bot.slack.space import workspace
from tests.builders import pull_request, team
from tests.fakes.slack.blocks import elements, strings
from tests.fakes.slack.workspace import Message, file_ids

TEXT_FIRST = "cycle-time payments 30d"


def actions(message: Message) -> list[str]:
    return [element["action_id"] for _, element in elements(message.blocks)]


def images(message: Message) -> list[dict[str, object]]:
    return [block for block in message.blocks if block["type"] == "image"]


def test_an_answer_has_the_number_the_picture_and_the_buttons(bot: House) -> None:
    (seen,) = bot.types(TEXT_FIRST)
    assert "Payments" in seen.text
    assert file_ids(seen.blocks) == list(bot.space.files)
    assert {"answer.share", "answer.receipts", "answer.explain", "answer.window", "answer.csv"} <= set(
        actions(seen)
    )
    assert bot.space.said_in("CPAY") == [], "nobody else sees it"


def test_the_acknowledgement_says_nothing_by_itself(bot: House) -> None:
    bot.types(TEXT_FIRST)
    assert [answer.body for answer in bot.answers] == [""]


def test_the_picture_comes_into_the_place_of_the_text(bot: House) -> None:
    bot.space.scan_seconds = 0.3
    (seen,) = bot.types(TEXT_FIRST)
    assert seen.replaced == 1
    first, second = bot.space.called("response_url")
    assert not [block for block in first["blocks"] if block["type"] == "image"]
    assert second["replace_original"]
    assert bot.space.files[file_ids(seen.blocks)[0]].content == PNG


def test_the_same_question_again_shows_the_same_file_at_once(bot: House) -> None:
    bot.types(TEXT_FIRST)
    bot.types(TEXT_FIRST)
    assert len(bot.space.files) == 1
    assert bot.pencil.drawn == 1
    assert len(bot.space.called("response_url")) == 3


def test_where_slack_refuses_files_in_answers_the_picture_is_offered_instead(tmp_path: Path) -> None:
    space = workspace()
    space.takes_ephemeral_files = False
    with house(tmp_path, space=space) as bot:
        (seen,) = bot.types(TEXT_FIRST)
        assert images(seen) == []
        assert "answer.picture" in actions(seen)
        bot.types(TEXT_FIRST)
        assert len(bot.space.files) == 1, "it is not tried again for every answer"


def test_without_the_scope_the_picture_is_offered_and_the_refusal_remembered(tmp_path: Path) -> None:
    with house(tmp_path, space=workspace(without=frozenset({"files:write", "files:read"}))) as bot:
        (seen,) = bot.types(TEXT_FIRST)
        assert "answer.picture" in actions(seen)
        bot.types(TEXT_FIRST)
        assert len(bot.space.called("files.getUploadURLExternal")) == 1


def test_with_a_public_address_the_picture_is_a_link(tmp_path: Path) -> None:
    with house(tmp_path, public_url="https://leadline.example") as bot:
        (seen,) = bot.types(TEXT_FIRST)
        (image,) = images(seen)
        assert str(image["image_url"]).startswith("https://leadline.example/pictures/")
        assert seen.replaced == 0
        assert bot.space.files == {}


def test_a_link_that_slack_cannot_fetch_leaves_the_answer_in_words(tmp_path: Path) -> None:
    with house(tmp_path, public_url="http://127.0.0.1:9") as bot:
        (seen,) = bot.types(TEXT_FIRST)
        assert images(seen) == []
        assert "answer.picture" in actions(seen)


def test_a_picture_that_cannot_be_drawn_leaves_the_answer_in_words(bot: House) -> None:
    bot.pencil.error = Retryable("The chart could not be drawn.")
    (seen,) = bot.types(TEXT_FIRST)
    assert images(seen) == []
    assert "Payments" in seen.text


def test_a_title_that_shouts_pings_nobody(tmp_path: Path) -> None:
    few = [merged(number, HOSTILE) for number in range(1, 4)]
    with house(tmp_path, merged=few) as bot:
        (seen,) = bot.types(TEXT_FIRST)
        bot.clicks(seen, "answer.share")
        bot.clicks(seen, "answer.receipts")
        sent = [text for call in bot.space.calls for text in strings(call.arguments)]
        assert any("&lt;!channel&gt;" in text for text in sent)
        assert not [text for text in sent if "<!channel>" in text or "<@URAJ>" in text or "|bank>" in text]


def test_a_few_are_listed_not_drawn(tmp_path: Path) -> None:
    with house(tmp_path, merged=[merged(1), merged(2)]) as bot:
        (seen,) = bot.types(TEXT_FIRST)
        assert "Charge the card once, try 2" in str(seen.blocks)
        assert bot.pencil.drawn == 0


def test_nothing_is_said_to_be_nothing_with_wider_windows_to_press(tmp_path: Path) -> None:
    with house(tmp_path, merged=[merged(1, at=timedelta(days=20))]) as bot:
        (seen,) = bot.types("cycle-time payments 7d")
        assert "No" in seen.text
        bot.clicks(seen, "ask.again.0")
        assert "30 d" in str(seen.blocks) or "1 pull request" in str(seen.blocks)
        assert seen.replaced == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("list", "ycle time"),
        ("explain cycle-time", "first commit"),
        ("help", "/metrics"),
        ("teams", "Payments"),
        ("health", "GitHub"),
        ("check", "has no credentials"),
    ],
)
def test_a_verb_is_answered(bot: House, text: str, told: str) -> None:
    (seen,) = bot.types(text)
    assert told in f"{seen.text} {seen.blocks}"


def test_alone_it_is_the_overview_of_the_channels_team(bot: House) -> None:
    (seen,) = bot.types("")
    assert "Payments" in str(seen.blocks)
    assert "ask.again.0" in actions(seen)


def test_alone_where_no_team_is_known_it_asks_which_and_remembers(bot: House) -> None:
    (seen,) = bot.types("", channel="CRANDOM")
    assert actions(seen) == ["team.assign"]
    bot.clicks(seen, "team.assign", value="payments")
    assert "Payments" in seen.text
    assert "note.undo" in actions(seen)
    assert "Payments" in str(bot.types("", channel="CRANDOM")[-1].blocks)
    bot.clicks(seen, "note.undo")
    assert "Undone" in seen.text
    assert "Payments" in str(bot.types("", channel="CPAY")[-1].blocks)


def test_an_unknown_word_offers_buttons_that_ask_right(bot: House) -> None:
    (seen,) = bot.types("cycle-time paymints")
    assert "paymints" in seen.text
    bot.clicks(seen, "ask.again.0")
    assert "Payments" in seen.text
    assert seen.replaced >= 1


def test_a_bad_window_is_told_in_words(bot: House) -> None:
    (seen,) = bot.types("cycle-time payments 2026-11-20..2026-11-01")
    assert "before" in seen.text


def test_somebody_elses_figures_are_not_shown(bot: House) -> None:
    (seen,) = bot.types("cycle-time <@URAJ|bob>")
    assert "answer.share" not in actions(seen)


def test_again_asks_what_was_asked_last(bot: House) -> None:
    assert "not asked" in bot.types("again")[-1].text
    first = bot.types(TEXT_FIRST)[-1]
    assert bot.types("again")[-1].text == first.text


def test_another_command_name_is_listened_to(tmp_path: Path) -> None:
    with house(tmp_path, command="/metrics-staging") as bot:
        assert bot.types("list", name="/metrics-staging")


def test_a_repository_is_asked_for_by_name(tmp_path: Path) -> None:
    other = pull_request(90, repository=WEB, merged_at=merged(1).merged_at)
    with house(tmp_path, merged=[other], teams=[team("web", repositories=("acme/web-shop",))]) as bot:
        assert "1 pull request" in str(bot.types("cycle-time repo:acme/web-shop 30d")[-1].blocks)
