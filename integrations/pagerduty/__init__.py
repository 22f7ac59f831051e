"""PagerDuty, in its American and European service regions."""

from integrations.pagerduty.address import AMERICA
from integrations.pagerduty.client import PagerDuty
from integrations.pagerduty.session import TOKEN
from integrations.pagerduty.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="pagerduty",
    title="PagerDuty",
    base_url=AMERICA,
    credentials=(TOKEN,),
    connect=PagerDuty,
    webhook=WEBHOOK,
)
