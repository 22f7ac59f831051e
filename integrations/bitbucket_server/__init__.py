"""Bitbucket Data Center, on a server of one's own."""

from integrations.bitbucket_server.api import TOKEN
from integrations.bitbucket_server.client import BitbucketServer
from integrations.bitbucket_server.webhook import WEBHOOK
from integrations.provider import Provider

PROVIDER = Provider(
    slug="bitbucket_server",
    title="Bitbucket Data Center",
    base_url="",
    credentials=(TOKEN,),
    connect=BitbucketServer,
    webhook=WEBHOOK,
    address_hint="https://bitbucket.example.com",
)
