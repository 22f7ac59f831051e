"""Clients connected to the fake Jira."""

from collections.abc import Mapping

from domain.records import Source
from integrations.jira.client import Jira
from integrations.provider import Connection, Selection
from tests.fakes.jira import EMAIL, TOKEN, FakeJira
from tests.integrations.connecting import Memory, Time

SECRETS = {True: {"email": EMAIL, "token": TOKEN}, False: {"access_token": TOKEN}}


def connected(
    jira: FakeJira,
    *,
    time: Time | None = None,
    selection: Selection | None = None,
    secrets: Mapping[str, str] | None = None,
    base_url: str = "",
) -> Jira:
    """A client whose network is the fake and whose clock is the fake's."""
    time = time or Time()
    jira.clock = time
    usual = "https://acme.atlassian.net" if jira.is_cloud else f"https://jira.acme.test{jira.path}"
    return Jira(
        Connection(
            source=Source("jira", "jira", base_url or usual, "Jira"),
            secrets=secrets or SECRETS[jira.is_cloud],
            limits=Memory(),
            clock=time,
            sleep=time.sleep,
            selection=selection or Selection(),
            transport=jira,
        )
    )
