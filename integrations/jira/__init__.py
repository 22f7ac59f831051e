"""Jira, in the Cloud and as Data Center."""

from integrations.jira.client import Jira
from integrations.jira.credentials import CREDENTIALS
from integrations.jira.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="jira",
    title="Jira",
    base_url="",
    credentials=CREDENTIALS,
    connect=Jira,
    webhook=WEBHOOK,
    address_hint="https://company.atlassian.net",
)
