"""A client connected to the fake PagerDuty, whose clock only sleeping moves."""

from collections.abc import Mapping
from datetime import datetime

from domain.records import Incident, Shift, Source
from integrations.pagerduty.client import PagerDuty
from integrations.pages import Page
from integrations.provider import Connection, Selection
from tests.fakes.pagerduty import TOKEN, FakePagerDuty, World
from tests.integrations.connecting import Memory, Time

SOURCE = Source("pagerduty", "pagerduty", "https://api.pagerduty.com", "PagerDuty")


class Bench:
    """A world, the fake that tells of it, and a client of that."""

    def __init__(self, world: World | None = None, selection: Selection | None = None) -> None:
        self.world = world or World()
        self.fake = FakePagerDuty(self.world)
        self.time = Time()
        self.selection = selection or Selection()
        self.fake.clock = self.time
        self.client = self.connected()

    def connected(self, secrets: Mapping[str, str] | None = None, source: Source = SOURCE) -> PagerDuty:
        return PagerDuty(
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

    def pages(self, stream: str = "incidents", until: datetime | None = None) -> list[Page]:
        return list(self.connected().read(stream, until=until))

    def incidents(self, until: datetime | None = None) -> dict[str, Incident]:
        """Those that are read, by title; each may come once."""
        found = [each for page in self.pages(until=until) for each in page.of(Incident)]
        assert len({each.id for each in found}) == len(found)
        return {each.title: each for each in found}

    def shifts(self, until: datetime | None = None) -> list[Shift]:
        found = [each for page in self.pages("shifts", until) for each in page.of(Shift)]
        assert len({each.id for each in found}) == len(found)
        return sorted(found, key=lambda each: each.began_at)
