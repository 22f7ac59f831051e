"""The composition root: read this file first. It puts the parts together, and knows them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from secrets import token_hex
from threading import Event

import httpx

from bot import keys
from bot.settings import Settings, hours, people, teams, tracking, wanted
from bot.settings import services as configured_services
from domain.clock import Clock, system_clock
from domain.errors import Misconfigured
from integrations import BUILTIN as PROVIDERS
from integrations.provider import Provider
from metrics import BUILTIN as METRICS
from services import Services
from services.answers import Answers
from services.connections import Connections
from services.corrections import Corrections
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.drawing import Drawing
from services.facts import Facts
from services.health import Health
from services.home import Home
from services.hooks import Hooks
from services.identity import Identity
from services.pictures import Pictures
from services.points import Points
from services.service_catalogue import ServiceCatalogue
from services.sought import Sought
from services.sync import Stopped, Sync
from services.teams import Teams
from services.tracking import keep
from storage.store import Store

PICTURE_SECRET = "leadline.pictures"  # noqa: S105 - the name of a secret, not one


@dataclass(frozen=True, slots=True)
class Leadline:
    """The whole app: what it can do, on which store, by which settings."""

    settings: Settings
    store: Store
    services: Services
    drawing: Drawing

    def is_readable(self) -> bool:
        """Whether the store answers.

        Raises:
            Misconfigured or Retryable: it does not.
        """
        with self.store.read() as shelves:
            return shelves.sources.all() is not None

    def close(self) -> None:
        """Let go of processes and connections."""
        self.drawing.close()
        self.store.close()


def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    sleep: Callable[[float], None] | None = None,
    transport: httpx.BaseTransport | None = None,
    providers: Sequence[Provider] = PROVIDERS,
) -> Leadline:
    """Put Leadline together on its store, which is brought up to date first.

    `transport` stands in for the network to the providers, in tests and behind proxies.

    Raises:
        Misconfigured: the database cannot be used, or the key cannot be read.
    """
    store = Store.open(settings.database_url, vault=keys.vault(settings))
    store.upgrade()
    drawing = Drawing()
    stopping = Event()
    rest = sleep or _resting(stopping)
    connections = Connections(store, providers, clock, rest, wanted=wanted(settings), transport=transport)
    services = _services(settings, store, drawing, connections, clock=clock, stopping=stopping)
    services.teams.sync_config(teams(settings))
    keep(tracking(settings), store)
    ServiceCatalogue(store).sync_config(configured_services(settings), settings.deployments.production)
    return Leadline(settings, store, services, drawing)


def _services(
    settings: Settings,
    store: Store,
    drawing: Drawing,
    connections: Connections,
    *,
    clock: Clock,
    stopping: Event,
) -> Services:
    every, zone = settings.sync.every, settings.time_zone
    facts = Facts(store, clock, hours(settings))
    answers = Answers(store, clock, METRICS, zone, every, facts=facts)
    health = Health(store, clock, every, version("leadline"))
    derivations = Derivations(store, clock, facts, DERIVATIONS)
    sync = _sync(settings, store, connections, derivations, facts=facts, clock=clock, stopping=stopping)
    return Services(
        answers=answers,
        teams=Teams(store, clock),
        identity=Identity(store, clock),
        home=Home(store, clock, answers=answers, health=health, facts=facts, zone=zone),
        health=health,
        sync=sync,
        hooks=_hooks(settings, store, connections, sync=sync, facts=facts, clock=clock),
        connections=connections,
        pictures=_pictures(settings, store, drawing, clock),
        facts=facts,
        derivations=derivations,
        corrections=Corrections(store, clock, answers=answers, facts=facts, derivations=derivations),
        sought=Sought(store),
        points=Points(store, clock, answers),
        store=store,
        clock=clock,
    )


def _sync(
    settings: Settings,
    store: Store,
    connections: Connections,
    derivations: Derivations,
    *,
    facts: Facts,
    clock: Clock,
    stopping: Event,
) -> Sync:
    return Sync(
        store,
        connections.client,
        facts,
        clock,
        derivations=derivations,
        bots=settings.bots,
        people=people(settings),
        stopping=stopping,
    )


def _hooks(
    settings: Settings, store: Store, connections: Connections, *, sync: Sync, facts: Facts, clock: Clock
) -> Hooks:
    hooks = Hooks(
        store,
        connections.providers,
        connections.client,
        sync=sync,
        facts=facts,
        clock=clock,
        bots=settings.bots,
        base_url=settings.public_url,
    )
    connections.webhooks = hooks.check
    return hooks


def _pictures(settings: Settings, store: Store, drawing: Drawing, clock: Clock) -> Pictures:
    secret = _picture_secret(store)
    return Pictures(store, drawing, base_url=settings.public_url, secret=secret, clock=clock)


def _resting(stopping: Event) -> Callable[[float], None]:
    """Sleep, as providers ask for it, that ends the sync at hand when the process is asked to end."""

    def rest(seconds: float) -> None:
        if stopping.wait(seconds):
            raise Stopped

    return rest


def _picture_secret(store: Store) -> bytes:
    """What signs the links to pictures: drawn once, shared by all processes on this store.

    It is drawn anew where the key that sealed it is lost: links to pictures expire soon anyway, and
    whoever lost a key must be able to start, and connect again.
    """
    try:
        known = _kept_picture_secret(store)
    except Misconfigured:
        known = None
        with store.write() as shelves:
            shelves.secrets.delete(PICTURE_SECRET)
    if known is None:
        with store.write() as shelves:
            shelves.secrets.add(PICTURE_SECRET, token_hex(32))
        known = _kept_picture_secret(store)
    return bytes.fromhex(known or "")


def _kept_picture_secret(store: Store) -> str | None:
    with store.read() as shelves:
        return shelves.secrets.get(PICTURE_SECRET)
