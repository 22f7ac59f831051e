"""What the settings say about each source: where it is, and what is read from it."""

from collections.abc import Iterator
from typing import Any

from bot.settings.integrations import BitbucketServer, Integrations, Jira, Linear
from bot.settings.model import Configuration
from bot.settings.section import Section
from integrations.provider import Selection
from services.connections import Wanted

_PLACES = ("organization", "group", "workspace")
_PROJECTS = ("project", "teams", "services")
_OWN = {*_PLACES, *_PROJECTS, "base_url", "repositories", "exclude", "provider"}
"""What has a place of its own; everything else is an option of the provider's."""


def wanted(settings: Configuration) -> dict[str, Wanted]:
    """By the source's key: the provider's name, or for one more of a provider the name of the connection."""
    return {key: _wanted(provider, section) for key, provider, section in sections(settings)}


def trackers(settings: Configuration) -> tuple[tuple[Jira, ...], tuple[Linear, ...]]:
    """Every Jira and every Linear of the settings."""
    every_one = [section for _, _, section in sections(settings)]
    return (
        tuple(section for section in every_one if isinstance(section, Jira)),
        tuple(section for section in every_one if isinstance(section, Linear)),
    )


def sections(settings: Configuration) -> Iterator[tuple[str, str, Section]]:
    """Every source of the settings: its key, its provider and what is said of it."""
    for provider in Integrations.model_fields:
        section = getattr(settings.integrations, provider)
        if section is not None:
            yield provider, provider, section
    for key, connection in settings.connections.items():
        yield key, connection.provider, connection


def _wanted(provider: str, section: Section) -> Wanted:
    said: dict[str, Any] = {name: getattr(section, name) for name in type(section).model_fields}
    places = (*_PLACES, "project") if isinstance(section, BitbucketServer) else _PLACES
    selection = Selection(
        organisation=next((said.pop(name) for name in places if said.get(name)), ""),
        repositories=said.get("repositories", ()),
        exclude=said.get("exclude", ()),
        projects=next((said[name] for name in _PROJECTS if said.get(name)), ()),
        options={name: value for name, value in said.items() if name not in _OWN and _is_said(value)},
    )
    return Wanted(provider, said["base_url"], selection)


def _is_said(value: object) -> bool:
    """Zero is something; what is empty or off leaves it to the provider."""
    return value is not None and value is not False and value not in ((), {})
