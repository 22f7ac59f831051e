"""GitLab, at gitlab.com and self-managed."""

from integrations.gitlab.address import CLOUD
from integrations.gitlab.client import GitLab
from integrations.gitlab.credentials import CREDENTIALS
from integrations.gitlab.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="gitlab",
    title="GitLab",
    base_url=CLOUD,
    credentials=CREDENTIALS,
    connect=GitLab,
    webhook=WEBHOOK,
)
