"""Clients connected to the fake GitLab."""

from collections.abc import Mapping

from domain.records import Repository, Source
from integrations.gitlab.client import GitLab
from integrations.provider import Connection, Selection
from tests.fakes.gitlab import TOKEN, FakeGitLab
from tests.integrations.connecting import Memory, Time

SOURCE = Source("gitlab", "gitlab", "https://gitlab.com", "GitLab")


def connected(
    gitlab: FakeGitLab,
    *,
    time: Time | None = None,
    secrets: Mapping[str, str] | None = None,
    selection: Selection | None = None,
    source: Source = SOURCE,
) -> GitLab:
    """A client whose network is the fake and whose clock is the fake's."""
    time = time or Time()
    gitlab.clock = time
    return GitLab(
        Connection(
            source=source,
            secrets=secrets or {"token": TOKEN},
            limits=Memory(),
            clock=time,
            sleep=time.sleep,
            selection=selection or Selection(),
            transport=gitlab,
        )
    )


def repositories_of(client: GitLab) -> list[Repository]:
    return [one for page in client.repositories() for one in page.repositories]
