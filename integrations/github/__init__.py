"""GitHub, at github.com and on Enterprise Server."""

from integrations.github.address import CLOUD
from integrations.github.client import GitHub
from integrations.github.credentials import CREDENTIALS
from integrations.github.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="github",
    title="GitHub",
    base_url=CLOUD,
    credentials=CREDENTIALS,
    connect=GitHub,
    webhook=WEBHOOK,
)
