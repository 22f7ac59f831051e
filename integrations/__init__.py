"""The providers: each reads one vendor and maps what it says into the common schema."""

from integrations import github, jira
from integrations.provider import Provider

BUILTIN: tuple[Provider, ...] = (github.PROVIDER, jira.PROVIDER)
"""In reading order."""
