"""App Home: shown at once, drawn anew when it is not recent, and its buttons."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.clock import Clock
from services.recall import RECENT, Recall
from tests.bot.slack.house import House, house
from tests.builders import NOW
from tests.fakes.slack.payloads import opened_home


class Later:
    """A clock some minutes ahead of the house's."""

    def __call__(self) -> datetime:
        return NOW + RECENT + timedelta(minutes=1)


def opens(bot: House, event_id: str, tab: str = "home") -> None:
    bot.send(opened_home(event_id=event_id, tab=tab))


def test_home_shows_the_persons_teams(bot: House) -> None:
    opens(bot, "Ev1")
    assert "home.refresh" in str(bot.space.homes["UANA"]["blocks"])


def test_opened_again_soon_it_is_shown_as_it_was(bot: House) -> None:
    opens(bot, "Ev1")
    first = bot.space.homes["UANA"]["blocks"]
    opens(bot, "Ev2")
    assert len(bot.space.called("views.publish")) == 2
    assert bot.space.homes["UANA"]["blocks"] == first


def test_opened_later_the_old_view_comes_first_and_then_the_new_one(bot: House) -> None:
    opens(bot, "Ev1")
    clock: Clock = Later()
    aged = Recall(bot.services.store, clock).home("UANA")
    assert aged is not None
    assert not aged.is_recent
    bot.slack.desk.recall._clock = clock
    opens(bot, "Ev2")
    assert len(bot.space.called("views.publish")) == 3


def test_an_event_delivered_twice_is_worked_on_once(bot: House) -> None:
    opens(bot, "Ev1")
    opens(bot, "Ev1")
    assert len(bot.space.called("views.publish")) == 1


def test_the_messages_tab_is_left_alone(bot: House) -> None:
    opens(bot, "Ev1", tab="messages")
    assert bot.space.called("views.publish") == []


def test_refresh_draws_it_anew(bot: House) -> None:
    opens(bot, "Ev1")
    bot.clicks_in(bot.space.homes["UANA"], "home.refresh")
    assert len(bot.space.called("views.publish")) == 2


def test_help_from_home_comes_by_direct_message(bot: House) -> None:
    opens(bot, "Ev1")
    view = bot.space.homes["UANA"]
    helping = next(
        element["action_id"]
        for block in view["blocks"]
        for element in block.get("elements", [])
        if element.get("value") == "help"
    )
    bot.clicks_in(view, helping)
    assert "/metrics" in bot.space.said_in("DUANA")[-1].text


@pytest.mark.parametrize("teams", [()], ids=["no team yet"])
def test_without_a_team_home_is_a_checklist(tmp_path: Path, teams: tuple[()]) -> None:
    with house(tmp_path, merged=[], teams=teams) as bot:
        opens(bot, "Ev1")
        assert "of 3 steps done" in str(bot.space.homes["UANA"]["blocks"])
