"""Webhooks: what senders deliver is verified, kept at once, and applied by reading what it is about."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from threading import Lock

from domain.arrivals import Arrival, Standing
from domain.clock import Clock
from domain.errors import LeadlineError, Rejected, Unknown
from domain.health import Check, Light
from domain.records import Source
from integrations.provider import Client, Provider
from integrations.webhook import Call, Delivery, Headers, Webhook, refused
from services.facts import Facts
from services.hooks.applying import Applying
from services.sync import Stopped, Sync
from storage.store import Store

__all__ = ["Hook", "Hooks"]

KEPT_FOR = timedelta(days=7)
"""How long a delivery is remembered: senders repeat theirs within days."""

LATE = timedelta(minutes=15)
"""What waits for longer is told."""

AT_ONCE = 200
"""Deliveries applied together, so that what several are about is read once."""

_SECRET, _BEFORE = "webhook_secret", "webhook_secret_before"
_LONGEST_ID = 200
_SHORTEST_SECRET = 16

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where and how a source's sender calls, and how that goes. `address` is a path where ours is not set."""

    source: Source
    address: str
    events: tuple[str, ...]
    secret_hint: str
    has_secret: bool
    standing: Standing


class Hooks:
    """Takes in deliveries, and applies them; whoever calls `wake` to life is told when there are some.

    A secret is kept as `<source>.webhook_secret`. The one before it counts too, until it is replaced again.
    """

    def __init__(
        self,
        store: Store,
        providers: Sequence[Provider],
        clients: Callable[[Source], Client],
        *,
        sync: Sync,
        facts: Facts,
        clock: Clock,
        bots: Sequence[str] = (),
        base_url: str | None = None,
    ) -> None:
        """`base_url` is where senders reach us; `bots` are patterns of logins, as the sync has them."""
        self.wake: Callable[[], None] = _nobody
        self._store = store
        self._providers = {provider.slug: provider for provider in providers}
        self._clients = clients
        self._sync = sync
        self._clock = clock
        self._base_url = (base_url or "").rstrip("/")
        self._applying = Applying(store, facts, clock, bots)
        self._turns: dict[str, Lock] = {}

    def receive(self, provider: str, key: str, headers: Headers, body: bytes) -> bool:
        """Keep what was delivered to this source, durably; whether it was new.

        Raises:
            Unknown: there is no such source, or it is never called.
            Forbidden: it is not signed with one of the secrets.
            Rejected: it is, but makes no sense.
        """
        source = self._source(key)
        if source.provider != provider:
            raise Unknown(f"{source.name} is not of `{provider}`.")
        call = Call(headers, body, self._clock())
        hook, secrets = self._webhook(source), self._secrets(key)
        if not secrets:
            raise refused("no secret is kept for it")
        hook.verify(call, secrets)
        arrival = _arrival(source, hook.read(call), call)
        with self._store.write() as shelves:
            is_new = shelves.deliveries.add(arrival) or shelves.deliveries.revive(key, arrival.id, call.at)
        if is_new and arrival.due_at:
            self.wake()
        return is_new

    def apply(self) -> int:
        """Apply what is due, each source by itself; how many deliveries were."""
        applied = 0
        while n := self._some():
            applied += n
        return applied

    def prune(self) -> None:
        """Forget deliveries that were applied, or given up, long enough ago."""
        with self._store.write() as shelves:
            shelves.deliveries.prune(self._clock() - KEPT_FOR)

    def new_secret(self, key: str) -> str:
        """A secret to be typed in at the sender; the one before counts until there is another."""
        secret = token_hex(32)
        self.keep_secret(key, secret)
        return secret

    def keep_secret(self, key: str, secret: str) -> None:
        """Keep a secret that the sender made up, or somebody else.

        Raises:
            Rejected: anybody could guess it.
            Unknown: there is no such source, or it is never called.
        """
        self._webhook(self._source(key))
        if len(secret) < _SHORTEST_SECRET:
            raise Rejected(
                f"That secret has {len(secret)} characters.", hint=f"Take {_SHORTEST_SECRET} or more."
            )
        with self._store.write() as shelves:
            current = shelves.secrets.get(f"{key}.{_SECRET}")
            if current == secret:
                return
            if current:
                shelves.secrets.put(f"{key}.{_BEFORE}", current)
            shelves.secrets.put(f"{key}.{_SECRET}", secret)

    def all(self) -> tuple[Hook, ...]:
        """Of every source that is called."""
        with self._store.read() as shelves:
            sources, kept = shelves.sources.all(), shelves.secrets.names()
            standing = {source.key: shelves.deliveries.standing(source.key) for source in sources}
        return tuple(
            Hook(
                source,
                f"{self._base_url}/hooks/{source.provider}/{source.key}",
                hook.events,
                hook.secret_hint,
                f"{source.key}.{_SECRET}" in kept,
                standing[source.key],
            )
            for source in sources
            if (hook := self._providers[source.provider].webhook)
        )

    def hook(self, key: str) -> Hook:
        """Raises `Unknown` when there is no such source, or it is never called."""
        self._webhook(self._source(key))
        return next(hook for hook in self.all() if hook.source.key == key)

    def check(self, key: str) -> Check | None:
        """How the source's deliveries are; None where it is never called."""
        found = next((hook for hook in self.all() if hook.source.key == key), None)
        return _check(found, self._clock()) if found else None

    def _some(self) -> int:
        """Apply some of what is due; sources that are being seen to already are left alone."""
        with self._store.read() as shelves:
            due = shelves.deliveries.due(self._clock(), AT_ONCE)
        by_source: dict[str, list[Arrival]] = {}
        for arrival in due:
            by_source.setdefault(arrival.source, []).append(arrival)
        if not by_source:
            return 0
        with ThreadPoolExecutor(len(by_source), thread_name_prefix="hooks") as pool:
            applied = sum(pool.map(self._in_turn, by_source, by_source.values()))
        if applied:
            self._sync.settle(next(iter(by_source)))
        return applied

    def _in_turn(self, key: str, arrivals: Sequence[Arrival]) -> int:
        turn = self._turns.setdefault(key, Lock())
        if not turn.acquire(blocking=False):
            return 0
        try:
            return self._of_source(key, arrivals)
        except Stopped:
            return 0
        finally:
            turn.release()

    def _of_source(self, key: str, arrivals: Sequence[Arrival]) -> int:
        """How many were applied; where the source is not well, the rest is left for later."""
        source = self._source(key)
        try:
            client = self._clients(source)
        except LeadlineError as error:
            log.warning("The deliveries of %s cannot be applied: %s", key, error)
            self._applying.give_back(source, arrivals, error)
            return 0
        try:
            return self._applying.run(source, client, arrivals)
        finally:
            client.close()

    def _source(self, key: str) -> Source:
        with self._store.read() as shelves:
            found = next((source for source in shelves.sources.all() if source.key == key), None)
        if found is None:
            raise Unknown(f"There is no source `{key}`.", hint="Run `leadline connect` first.")
        return found

    def _webhook(self, source: Source) -> Webhook:
        provider = self._providers.get(source.provider)
        if provider is None or provider.webhook is None:
            raise Unknown(f"{source.name} is not called by webhooks.")
        return provider.webhook

    def _secrets(self, key: str) -> list[str]:
        with self._store.read() as shelves:
            kept = [shelves.secrets.get(f"{key}.{name}") for name in (_SECRET, _BEFORE)]
        return [secret for secret in kept if secret]


def _arrival(source: Source, delivery: Delivery, call: Call) -> Arrival:
    """What is kept of a delivery; one that is about nothing has been applied by that."""
    named = tuple((each.stream, each.external_id, each.place) for each in delivery.named)
    means_something = bool(named or delivery.records)
    id_ = delivery.id if 0 < len(delivery.id) <= _LONGEST_ID and delivery.id.isprintable() else ""
    return Arrival(
        source=source.key,
        id=id_ or sha256(call.body).hexdigest(),
        event=delivery.event[:_LONGEST_ID],
        named=named,
        records=delivery.records,
        received_at=call.at,
        due_at=call.at if means_something else None,
        applied_at=None if means_something else call.at,
    )


def _check(hook: Hook, now: datetime) -> Check:
    label, standing = "Webhooks", hook.standing
    how = f"Run `leadline hooks {hook.source.key}`."
    if not hook.has_secret:
        return Check(label, Light.GREEN, "none set up; what is new is seen with the next sync")
    if standing.last_at is None:
        return Check(label, Light.YELLOW, "set up, but nothing has come yet", how)
    if standing.waiting_since and now - standing.waiting_since > LATE:
        told = f"{standing.waiting} wait since {standing.waiting_since:%Y-%m-%d %H:%M} UTC"
        return Check(label, Light.YELLOW, told, "See that `leadline serve` is running.")
    if standing.dead:
        told = f"{standing.dead} could not be applied: {standing.note}"
        return Check(label, Light.YELLOW, told, "The next sync reads what they were about.")
    return Check(label, Light.GREEN, f"the last one came at {standing.last_at:%Y-%m-%d %H:%M} UTC")


def _nobody() -> None:
    """Nobody waits for deliveries; the job that applies them comes by itself."""
