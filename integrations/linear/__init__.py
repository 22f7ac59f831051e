"""Linear: teams, cycles and issues, by its GraphQL API."""

from integrations.linear.api import PAGES, TOKEN
from integrations.linear.client import Linear
from integrations.linear.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="linear", title="Linear", base_url=PAGES, credentials=(TOKEN,), connect=Linear, webhook=WEBHOOK
)
