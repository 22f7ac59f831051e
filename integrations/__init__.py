"""The providers: each reads one vendor and maps what it says into the common schema."""

from integrations import github, jira, pagerduty
from integrations.provider import Provider

BUILTIN: tuple[Provider, ...] = (github.PROVIDER, jira.PROVIDER, pagerduty.PROVIDER)
"""In reading order."""
