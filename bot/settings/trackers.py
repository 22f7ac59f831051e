"""What the settings say about issue trackers: what keys look like, and what statuses mean."""

from bot.settings.model import Configuration
from domain.records import Category
from services.tracking import Tracking


def tracking(settings: Configuration) -> Tracking:
    """Jira's words where it is set up, else what is usual."""
    jira = settings.integrations.jira
    if jira is None:
        return Tracking()
    categories = {status.casefold(): Category(means) for status, means in jira.status_categories.items()}
    return Tracking((jira.issue_pattern,), categories)
