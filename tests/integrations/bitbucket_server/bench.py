"""A world with one repository, the fake server that tells of it, and a client of that."""

from collections.abc import Mapping
from datetime import datetime

from domain.records import PullRequest, Repository, Source
from integrations.bitbucket_server.client import BitbucketServer
from integrations.pages import Page
from integrations.provider import Connection, Selection
from tests.fakes.bitbucket_server import BASE, NOW, TOKEN, FakeServer, World
from tests.integrations.connecting import Memory, Time

SOURCE = Source("bitbucket_server", "bitbucket_server", BASE, "Bitbucket Data Center")


def connected(
    server: FakeServer,
    *,
    time: Time | None = None,
    secrets: Mapping[str, str] | None = None,
    selection: Selection | None = None,
    source: Source = SOURCE,
) -> BitbucketServer:
    time = time or Time(NOW)
    server.clock = time
    return BitbucketServer(
        Connection(
            source=source,
            secrets=secrets or {"token": TOKEN},
            limits=Memory(),
            clock=time,
            sleep=time.sleep,
            selection=selection or Selection("PAY"),
            transport=server,
        )
    )


class Bench:
    """Everything a test of the client needs."""

    def __init__(self, *, is_by_time: bool = False, **options: object) -> None:
        self.world = World()
        self.place = self.world.add_repository("PAY/api")
        self.server = FakeServer(self.world, is_by_time=is_by_time)
        self.time = Time(NOW)
        self.selection = Selection("PAY", options=options)
        self.again()
        self.repository = self.repositories()[0]
        self.server.asked.clear()
        self.server.requests.clear()

    def again(self) -> None:
        """Another process."""
        self.client = connected(self.server, time=self.time, selection=self.selection)

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
