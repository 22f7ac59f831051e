"""Bitbucket Cloud, at bitbucket.org."""

from integrations.bitbucket.api import PAGES
from integrations.bitbucket.client import Bitbucket
from integrations.bitbucket.credentials import CREDENTIALS
from integrations.bitbucket.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="bitbucket",
    title="Bitbucket",
    base_url=PAGES,
    credentials=CREDENTIALS,
    connect=Bitbucket,
    webhook=WEBHOOK,
)
