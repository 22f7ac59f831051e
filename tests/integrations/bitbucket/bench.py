"""A world with one repository, the fake Bitbucket that tells of it, and a client of that."""

from collections.abc import Mapping
from datetime import datetime

from domain.records import PullRequest, Repository, Source
from integrations.bitbucket.client import Bitbucket
from integrations.pages import Page
from integrations.provider import Connection, Selection
from tests.fakes.bitbucket import NOW, TOKEN, FakeBitbucket, World
from tests.integrations.connecting import Memory, Time

SOURCE = Source("bitbucket", "bitbucket", "https://bitbucket.org", "Bitbucket")


def connected(
    bitbucket: FakeBitbucket,
    *,
    time: Time | None = None,
    secrets: Mapping[str, str] | None = None,
    selection: Selection | None = None,
    source: Source = SOURCE,
) -> Bitbucket:
    time = time or Time(NOW)
    bitbucket.clock = time
    return Bitbucket(
        Connection(
            source=source,
            secrets=secrets or {"token": TOKEN},
            limits=Memory(),
            clock=time,
            sleep=time.sleep,
            selection=selection or Selection("acme"),
            transport=bitbucket,
        )
    )


class Bench:
    """Everything a test of the client needs."""

    def __init__(self, **options: object) -> None:
        self.world = World()
        self.place = self.world.add_repository("acme/pay")
        self.bitbucket = FakeBitbucket(self.world)
        self.time = Time(NOW)
        self.selection = Selection("acme", options=options)
        self.client = connected(self.bitbucket, time=self.time, selection=self.selection)
        self.repository = self.repositories()[0]
        self.forget()

    def again(self) -> None:
        """Another process."""
        self.client = connected(self.bitbucket, time=self.time, selection=self.selection)

    def forget(self) -> None:
        self.bitbucket.asked.clear()
        self.bitbucket.requests.clear()

    def repositories(self) -> list[Repository]:
        return [one for page in self.client.repositories() for one in page.repositories]

    def pages(
        self, stream: str = "pull_requests", until: datetime | None = None, cursor: str | None = None
    ) -> list[Page]:
        return list(self.client.read(stream, self.repository, cursor=cursor, until=until))

    def prs(self, until: datetime | None = None) -> dict[int, PullRequest]:
        """By number; nothing may be set aside."""
        pages = self.pages(until=until)
        assert [aside for page in pages for aside in page.unmappable] == []
        return {pr.number: pr for page in pages for pr in page.of(PullRequest)}
