"""Harbour's Slack workspace."""

from bot.demo.organisation import CREWS, people
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, BOT_USER, workspace


def test_every_team_has_its_channel_and_the_app_is_in_it() -> None:
    channels = {channel["id"]: channel for channel in workspace()["channels"]}
    for crew in CREWS:
        assert channels[crew.channel]["name"] == crew.slug
        assert BOT_USER in channels[crew.channel]["members"]
    assert "general" in {channel["name"] for channel in channels.values()}


def test_users_are_harbours_people_known_by_their_addresses() -> None:
    users = workspace()["users"]
    addresses = {person.email for _, person in people()}
    assert {user["email"] for user in users} <= addresses
    assert len({user["id"] for user in users}) == len(users) == 2 * len(CREWS)
    assert users[0]["real_name"] == "Ana Duarte"


def test_the_app_is_connected_by_socket_with_tokens_of_slacks_form() -> None:
    (app,) = workspace()["apps"]
    assert app["mode"] == "socket"
    assert (app["botToken"], app["appToken"]) == (BOT_TOKEN, APP_TOKEN)
    assert BOT_TOKEN.startswith("xoxb-")
    assert APP_TOKEN.startswith("xapp-")
