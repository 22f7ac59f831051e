"""The settings: what `config.json` and the environment say, checked before anything starts."""

from bot.settings.model import Configuration
from bot.settings.reading import Environment, Secrets, Settings, load, schema
from bot.settings.roster import hours, people, services, teams
from bot.settings.sources import wanted
from bot.settings.trackers import tracking

__all__ = [
    "Configuration",
    "Environment",
    "Secrets",
    "Settings",
    "hours",
    "load",
    "people",
    "schema",
    "services",
    "teams",
    "tracking",
    "wanted",
]
