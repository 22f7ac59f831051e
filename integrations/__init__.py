"""The providers: each reads one vendor and maps what it says into the common schema."""

from integrations import bitbucket, bitbucket_server, github, gitlab, jira, linear, pagerduty
from integrations.provider import Provider

BUILTIN: tuple[Provider, ...] = (
    github.PROVIDER,
    gitlab.PROVIDER,
    bitbucket.PROVIDER,
    bitbucket_server.PROVIDER,
    jira.PROVIDER,
    linear.PROVIDER,
    pagerduty.PROVIDER,
)
"""In reading order."""
