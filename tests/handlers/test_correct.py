"""What misleads is corrected where it is seen, in the modal of a figure's items."""

import pytest

from tests.bot.slack.house import House
from tests.fakes.slack.blocks import Json

TEXT = "cycle-time payments 30d"


def opened(bot: House, text: str = TEXT) -> Json:
    """The items behind an answer."""
    bot.clicks(bot.types(text)[-1], "answer.receipts")
    return bot.view


def menu(view: Json, place: int = 0) -> dict[str, str]:
    """What can be put right about an item, by what it is called."""
    found = next(
        block["accessory"]
        for block in view["blocks"]
        if block.get("accessory", {}).get("action_id") == f"receipts.correct.{place}"
    )
    return {option["text"]["text"]: option["value"] for option in found["options"]}


def chosen(bot: House, label: str, place: int = 0) -> Json:
    """The modal after something was chosen from an item's menu."""
    view = opened(bot)
    bot.clicks_in(view, f"receipts.correct.{place}", value=menu(view, place)[label])
    return bot.view


def told(view: Json) -> str:
    return str(view["blocks"][0])


def test_an_item_is_set_aside_and_the_figure_told_before_and_after(bot: House) -> None:
    view = chosen(bot, "Set aside: it misleads")
    assert "is set aside: it misleads." in told(view)
    assert "from 12 pull requests, and is" in told(view)
    assert "from 11 pull requests now" in told(view)
    assert view["title"]["text"] == "11 pull requests"


@pytest.mark.parametrize("slug", ["throughput", "abandon-rate", "merged-without-review", "pr-size"])
def test_it_is_set_aside_from_whichever_figure_shows_it(bot: House, slug: str) -> None:
    view = opened(bot, f"{slug} payments 30d")
    before = int(view["title"]["text"].split()[0])
    bot.clicks_in(view, "receipts.correct.0", value=menu(view)["Set aside: it misleads"])
    assert "is set aside: it misleads." in told(bot.view)
    assert bot.view["title"]["text"] == f"{before - 1} pull requests"
    bot.clicks_in(bot.view, "receipts.undo")
    assert bot.view["title"]["text"] == f"{before} pull requests"


def test_it_counts_again_when_that_is_undone(bot: House) -> None:
    bot.clicks_in(chosen(bot, "Set aside: it misleads"), "receipts.undo")
    assert "Undone: " in told(bot.view)
    assert bot.view["title"]["text"] == "12 pull requests"


def test_an_author_can_be_told_to_be_a_bot(bot: House) -> None:
    view = chosen(bot, "Its author is a bot")
    assert "is bot from now on" in told(view)
    assert "from 12 pull requests" in told(view)


def test_a_link_is_asked_for_in_a_form_and_what_is_not_found_told_at_its_field(bot: House) -> None:
    form = chosen(bot, "Say which issue it belongs to")
    assert form["title"]["text"] == "Fix a link"
    answer = bot.submits(form, {"to": "NOPE-1"})
    assert "There is no issue" in str(answer.body)


def test_a_link_to_nothing_is_saved_and_leads_back_to_the_items(bot: House) -> None:
    form = chosen(bot, "Say which issue it belongs to")
    answer = bot.submits(form, {"to": "none"})
    assert "linked to nothing" in str(answer.body)
    assert '"callback_id": "receipts"' in str(answer.body)


def test_the_latest_corrections_are_listed_and_undone(bot: House) -> None:
    chosen(bot, "Set aside: it misleads")
    listed = bot.types("corrections")[-1]
    assert "is set aside" in str(listed.blocks)
    bot.clicks(listed, "receipts.undo.0")
    assert "counts again" in bot.space.seen_by("UANA")[-1].text


def test_before_any_correction_the_log_says_how(bot: House) -> None:
    assert "Nothing has been corrected yet" in bot.types("corrections")[-1].text


@pytest.mark.parametrize("text", ["corrections", "/metrics corrections"])
def test_the_log_is_asked_for_by_its_name(bot: House, text: str) -> None:
    assert "corrected" in bot.types(text)[-1].text
