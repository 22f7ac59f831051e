"""Teams from Slack: made, changed, refused at the field that is wrong, and undone."""

import json

from slack_bolt import BoltResponse

from tests.bot.slack.house import House
from tests.fakes.slack.blocks import elements
from tests.fakes.slack.workspace import Message


def listed(bot: House) -> Message:
    return bot.types("teams")[-1]


def submitted(bot: House, **values: object) -> BoltResponse:
    return bot.submits(bot.view, dict(values))


def test_a_new_team_is_made_and_known_at_once(bot: House) -> None:
    bot.clicks(listed(bot), "team.new")
    answer = submitted(bot, name="Web", repositories="acme/web-shop", channel="CRANDOM", zone="Europe/Paris")
    assert answer.body == ""
    assert "Web" in bot.space.seen_by("UANA")[-1].text
    made = next(team for team in bot.services.teams.all() if team.name == "Web")
    assert (made.repositories, made.channel, made.hours.zone) == (
        ("acme/web-shop",),
        "CRANDOM",
        "Europe/Paris",
    )


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(bot: House) -> None:
    bot.clicks(listed(bot), "team.new")
    answer = submitted(bot, name="Web", repositories="acme/web-shop", zone="Mars/Olympus")
    told = json.loads(answer.body)
    assert told["response_action"] == "errors"
    assert "Mars/Olympus" in told["errors"]["zone"]
    assert [team.slug for team in bot.services.teams.all()] == ["payments"]


def test_a_team_is_changed_and_the_change_undone(bot: House) -> None:
    edit = next(
        e["action_id"] for _, e in elements(listed(bot).blocks) if e["action_id"].startswith("team.edit")
    )
    bot.clicks(listed(bot), edit)
    assert bot.view["title"]["text"] == "Change a team"
    submitted(bot, zone="Asia/Tokyo")
    assert bot.services.teams.all()[0].hours.zone == "Asia/Tokyo"
    bot.clicks(bot.space.seen_by("UANA")[-1], "note.undo")
    assert bot.services.teams.all()[0].hours.zone == "Europe/Berlin"


def test_the_home_of_who_saved_is_drawn_anew(bot: House) -> None:
    bot.clicks(listed(bot), "team.new")
    submitted(bot, name="Web", repositories="acme/web-shop")
    assert len(bot.space.called("views.publish")) == 1
