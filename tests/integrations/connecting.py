"""A clock that sleep moves on, a memory for limits, and clients connected to the fake GitHub."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.records import Source
from integrations.github.client import GitHub
from integrations.provider import Connection, Selection
from tests.fakes.github.fake import NOW, TOKEN, FakeGitHub

SOURCE = Source("github", "github", "https://github.com", "GitHub")


class Time:
    """A clock that only sleeping moves; `slept` are the seconds of each sleep."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class Memory:
    """What is remembered of limits, by source."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def get(self, source: str) -> Mapping[str, Any] | None:
        return self.kept.get(source)

    def put(self, source: str, value: dict[str, Any]) -> None:
        self.kept[source] = dict(value)


def connected(
    github: FakeGitHub,
    *,
    time: Time | None = None,
    memory: Memory | None = None,
    secrets: Mapping[str, str] | None = None,
    selection: Selection | None = None,
    source: Source = SOURCE,
) -> GitHub:
    """A client whose network is the fake and whose clock is the fake's."""
    time = time or Time()
    github.clock = time
    return GitHub(
        Connection(
            source=source,
            secrets=secrets or {"token": TOKEN},
            limits=memory or Memory(),
            clock=time,
            sleep=time.sleep,
            selection=selection or Selection(),
            transport=github,
        )
    )
