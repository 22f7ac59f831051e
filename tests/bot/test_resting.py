"""A wait that a provider asked for does not outlive the process that was asked to end."""

from pathlib import Path
from threading import Thread
from time import monotonic

import httpx
import pytest

from bot.app import build
from bot.settings import Settings
from domain.records import Source
from domain.runs import RunOutcome
from services.sync import SyncReport
from tests.fakes.github.fake import TOKEN, FakeGitHub
from tests.fakes.github.world import World


class Resting(httpx.BaseTransport):
    """A GitHub that wants to be left alone for ten minutes once it was asked anything."""

    def handle_request(self, _: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"retry-after": "600"}, json={"message": "slow down"})


@pytest.mark.parametrize("asleep", [0.3], ids=["in the middle of the wait"])
def test_a_sync_that_waits_out_a_limit_ends_when_it_is_stopped(tmp_path: Path, asleep: float) -> None:
    leadline = build(
        Settings(home=tmp_path / ".leadline", database=f"sqlite:///{tmp_path}/x.db"), transport=Resting()
    )
    source = Source("github", "github", "https://api.github.com", "GitHub")
    leadline.services.connections.save(source, {"token": TOKEN})
    reports: list[SyncReport] = []
    sync = Thread(target=lambda: reports.extend(leadline.services.sync.run()))
    sync.start()
    sync.join(asleep)
    assert sync.is_alive(), "it waits"
    began = monotonic()
    leadline.services.sync.stop()
    sync.join(10)
    leadline.close()
    assert monotonic() - began < 5
    assert [report.outcome for report in reports] == [RunOutcome.INTERRUPTED]


def test_without_a_limit_nothing_is_waited_for(tmp_path: Path) -> None:
    world = World()
    world.grow(world.add_repository("acme/pay"), 3)
    settings = Settings(home=tmp_path / ".leadline", database=f"sqlite:///{tmp_path}/x.db")
    leadline = build(settings, transport=FakeGitHub(world))
    source = Source("github", "github", "https://api.github.com", "GitHub")
    leadline.services.connections.save(source, {"token": TOKEN})
    (report,) = leadline.services.sync.run()
    leadline.close()
    assert (report.outcome, report.records) == (RunOutcome.SUCCEEDED, {"pull request": 3})
