"""Harbour's Slack workspace, as local-slack reads it: its people, channels and the Leadline app."""

from typing import Any

from bot.demo.organisation import CREWS, people

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-harbour", "xapp-harbour", "harbour"
"""Of a Slack that lives on this machine only."""

BOT_USER = "U0LEADLINE"
SHOWN_PER_TEAM = 2
"""So many people of each team are in the workspace, so that the list to act as stays short."""


def workspace() -> dict[str, Any]:
    """A workspace with a channel per team, #general, and the app in all of them."""
    users = _users()
    everybody = [user["id"] for user in users] + [BOT_USER]
    return {
        "workspace": {"name": "Harbour", "domain": "harbour", "teamId": "T0HARBOUR"},
        "apps": [
            {
                "appId": "A0LEADLINE",
                "botUserId": BOT_USER,
                "botName": "Leadline",
                "botToken": BOT_TOKEN,
                "appToken": APP_TOKEN,
                "signingSecret": SIGNING_SECRET,
                "mode": "socket",
            }
        ],
        "users": users,
        "channels": [
            *({"id": crew.channel, "name": crew.slug, "members": everybody} for crew in CREWS),
            {"id": "C09GENERAL", "name": "general", "members": everybody},
        ],
    }


def _users() -> list[dict[str, Any]]:
    shown = {login for crew in CREWS for login, _ in crew.people[:SHOWN_PER_TEAM]}
    return [
        {
            "id": "U" + account.login.replace("-", "").upper(),
            "name": account.login.partition("-")[0],
            "real_name": person.name,
            "email": person.email,
            "tz": person.zone,
        }
        for account, person in people()
        if account.login in shown
    ]
