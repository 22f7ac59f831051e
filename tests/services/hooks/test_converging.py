"""Whatever order deliveries come in, how often, and whichever are lost: it ends as a sync would have it."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.people import WorkingHours
from domain.records import Source
from integrations.github.client import GitHub
from integrations.provider import Connection
from services.facts import Facts
from services.hooks import Hooks
from services.sync import Sync
from storage.store import Store
from storage.vault import Vault, generate_key
from tests.conformance.bench import contents, difference
from tests.fakes.github import TOKEN, FakeGitHub, World
from tests.integrations.connecting import Memory, Time
from tests.services.hooks.sender import SECRET, SENDER, body, signed

SOURCE = Source("github", "github", "https://github.com", "GitHub")
KEY = generate_key()


class Office:
    """A fake GitHub on which things happen, and a store that hears of them."""

    def __init__(self, path: Path) -> None:
        self.world, self.time = World(), Time()
        self.place = self.world.add_repository("acme/pay")
        self.world.grow(self.place, 6)
        self.github = FakeGitHub(self.world, clock=self.time)
        self.store = Store.open(f"sqlite:///{path}", vault=Vault(KEY))
        self.store.upgrade()
        with self.store.write() as shelves:
            shelves.sources.save(SOURCE)
        facts = Facts(self.store, self.time, WorkingHours())
        self.sync = Sync(self.store, self._client, facts, self.time)
        self.hooks = Hooks(self.store, (SENDER,), self._client, sync=self.sync, facts=facts, clock=self.time)
        self.hooks.keep_secret("github", SECRET)
        self.sent: list[bytes] = []

    def _client(self, source: Source) -> GitHub:
        return GitHub(
            Connection(source, {"token": TOKEN}, Memory(), self.time, self.time.sleep, transport=self.github)
        )

    def happen(self, what: str, number: int) -> None:
        """One thing happens to a pull request, and a delivery about it is on its way."""
        self.time.now += timedelta(minutes=1)
        prs, at = self.place["pullRequests"], self.time.now
        pr = prs[number % len(prs)]
        if what == "open":
            pr = self.world.add_pull_request(self.place, at=at, number=100 + len(self.sent))
        elif what == "review":
            self.world.review(pr, at, "grace", "CHANGES_REQUESTED")
        elif what == "merge" and pr["mergedAt"] is None:
            self.world.merge(pr, at, "ada")
        elif what == "delete" and len(prs) > 1:
            self.world.delete(pr)
        else:
            self.world.touch(pr, at, title=f"Renamed at {at:%H:%M}")
        named = ("pull_requests", pr["id"], self.place["id"])
        self.sent.append(body(f"d{len(self.sent)}", named, event=what))

    def deliver(self, raw: bytes) -> None:
        self.hooks.receive("github", "github", *signed(raw))

    def close(self) -> None:
        self.store.close()


EVENTS = st.lists(
    st.tuples(st.sampled_from(["open", "review", "merge", "rename", "delete"]), st.integers(0, 9)),
    min_size=1, max_size=8,
)  # fmt: skip
"""What happens, and to which pull request."""


@given(events=EVENTS, data=st.data())
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_deliveries_in_any_order_and_number_come_to_what_a_sync_reads(
    events: list[tuple[str, int]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = Office(tmp_path_factory.mktemp("office") / "told.db")
    office.sync.run()
    for what, number in events:
        office.happen(what, number)
    repeated = data.draw(st.lists(st.sampled_from(office.sent), max_size=6))
    order = data.draw(st.permutations([*office.sent, *repeated]))
    pauses = data.draw(st.lists(st.booleans(), min_size=len(order), max_size=len(order)))
    for raw, is_pause in zip(order, pauses, strict=True):
        office.deliver(raw)
        if is_pause:
            office.hooks.apply()
    office.hooks.apply()
    told = contents(office.store)
    office.time.now += timedelta(minutes=10)
    office.sync.run(full=True)
    assert difference(told, contents(office.store)) == {}
    office.close()


@given(events=EVENTS, data=st.data())
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_whatever_is_lost_is_made_up_for_by_the_next_sync(
    events: list[tuple[str, int]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = Office(tmp_path_factory.mktemp("office") / "lost.db")
    office.sync.run()
    for what, number in events:
        office.happen("rename" if what == "delete" else what, number)
        if data.draw(st.booleans()):
            office.deliver(data.draw(st.sampled_from(office.sent)))
        if data.draw(st.booleans()):
            office.hooks.apply()
    office.time.now += timedelta(minutes=10)
    office.sync.run()
    office.hooks.apply()
    told = contents(office.store)
    office.sync.run(full=True)
    assert difference(told, contents(office.store)) == {}
    office.close()
