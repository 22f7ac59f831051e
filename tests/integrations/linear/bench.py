"""A client connected to the fake Linear, whose clock only sleeping moves."""

from collections.abc import Mapping
from datetime import datetime

from domain.records import Issue, Source
from integrations.linear.client import Linear
from integrations.pages import Page
from integrations.provider import Connection, Selection
from tests.fakes.linear import TOKEN, FakeLinear, World
from tests.integrations.connecting import Memory, Time

SOURCE = Source("linear", "linear", "https://linear.app", "Linear")


class Bench:
    """A world with one team, the fake that tells of it, and a client of that."""

    def __init__(self, selection: Selection | None = None) -> None:
        self.world = World()
        self.team = self.world.add_team("PAY", "Payments")
        self.fake = FakeLinear(self.world)
        self.time = Time()
        self.selection = selection or Selection()
        self.fake.clock = self.time
        self.client = self.connected()

    def connected(self, secrets: Mapping[str, str] | None = None, source: Source = SOURCE) -> Linear:
        return Linear(
            Connection(
                source=source,
                secrets=secrets or {"token": TOKEN},
                limits=Memory(),
                clock=self.time,
                sleep=self.time.sleep,
                selection=self.selection,
                transport=self.fake,
            )
        )

    def pages(self, stream: str = "issues", until: datetime | None = None) -> list[Page]:
        return list(self.connected().read(stream, until=until))

    def issues(self, until: datetime | None = None) -> dict[str, Issue]:
        """Those that are read, by key; each may come once."""
        found = [each for page in self.pages(until=until) for each in page.of(Issue)]
        assert len({each.id for each in found}) == len(found)
        return {each.key: each for each in found}
