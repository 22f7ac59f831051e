"""What the settings say about issue trackers: what keys look like, and what statuses mean."""

from bot.settings.model import Configuration
from bot.settings.sources import trackers
from domain.records import Category
from domain.rulings.links import PATTERN
from services.tracking import Tracking


def tracking(settings: Configuration) -> Tracking:
    """The words of every Jira that is set up, else what is usual; Linear's keys look as keys usually do."""
    jiras, linears = trackers(settings)
    if not jiras:
        return Tracking()
    patterns = [jira.issue_pattern for jira in jiras] + [PATTERN] * bool(linears)
    categories = {
        status.casefold(): Category(means)
        for jira in jiras
        for status, means in jira.status_categories.items()
    }
    return Tracking(tuple(dict.fromkeys(patterns)), categories)
