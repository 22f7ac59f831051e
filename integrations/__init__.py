"""The providers: each reads one vendor and maps what it says into the common schema."""

from integrations import github
from integrations.provider import Provider

BUILTIN: tuple[Provider, ...] = (github.PROVIDER,)
"""In reading order."""
