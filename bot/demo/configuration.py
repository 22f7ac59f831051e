"""The demo's settings: a `config.json` as anybody would write it, with tokens of the local Slack."""

import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.demo.duty import schedule
from bot.demo.organisation import CREWS
from bot.demo.shipping import HABITS
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.settings import Configuration, Secrets, Settings

EDITION = 2
"""Raised whenever the simulation draws differently, so that two editions never mix in one database."""


def configure(folder: Path, *, seed: int, port: int, slack: str) -> Settings:
    """Write the demo's `config.json` and read it, without the environment: it may name a real workspace.

    `port` is where Leadline's own pages are served, `slack` the local Slack's address.
    """
    folder.mkdir(parents=True, exist_ok=True)
    raw = _configuration(seed=seed, port=port, slack=slack)
    (folder / "config.json").write_text(json.dumps(raw, indent=2) + "\n")
    read = Configuration.model_validate(raw, by_alias=True, by_name=False)
    return Settings(
        **{name: getattr(read, name) for name in Configuration.model_fields},
        secrets=Secrets(
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_app_token=SecretStr(APP_TOKEN),
            slack_signing_secret=SecretStr(SIGNING_SECRET),
        ),
        home=folder / ".leadline",
    )


def _configuration(*, seed: int, port: int, slack: str) -> dict[str, Any]:
    return {
        "database": f"harbour-{EDITION}-{seed}.db",
        "timeZone": "Europe/London",
        "publicUrl": f"http://127.0.0.1:{port}",
        "web": {"port": port},
        "slack": {"apiUrl": f"{slack}/api/"},
        "integrations": {"github": {"organization": "harbour"}},
        "services": _services(),
        "teams": {
            crew.slug: {
                "name": crew.name,
                "channel": crew.channel,
                "timeZone": crew.zone,
                "members": [login for login, _ in crew.people],
                "repositories": [f"harbour/{name}" for name, _ in crew.repositories],
            }
            for crew in CREWS
        },
    }


def _services() -> dict[str, Any]:
    """A service for everything that is deployed; a team's schedule belongs to its first one."""
    return {
        name: {
            "repositories": [f"harbour/{name}"],
            "alertsAs": [name, schedule(crew)] if (name, prefix) == crew.repositories[0] else [name],
            "incidentHours": 3,
        }
        for crew in CREWS
        for name, prefix in crew.repositories
        if name in HABITS
    }
