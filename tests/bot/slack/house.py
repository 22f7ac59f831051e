"""The whole Slack app over a real store with a small organisation in it, in front of a strict Slack."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from bot.slack.app import SlackApp, build_app
from domain.clock import Clock
from domain.people import Team, WorkingHours
from domain.records import PullRequest
from domain.rulings import facts
from metrics import BUILTIN
from render.charts.drawn import Drawn
from services import Services
from services.answers import Answers
from services.connections import Connections
from services.corrections import Corrections
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.drawing import Draw
from services.facts import Facts
from services.health import Health
from services.home import Home
from services.hooks import Hooks
from services.identity import Identity
from services.pictures import Pictures
from services.points import Points
from services.sought import Sought
from services.sync import Sync
from services.teams import Teams
from storage.store import Store
from tests.bot.slack.space import eventually, workspace
from tests.builders import GITHUB, NOW, account, commit, person, pull_request, repository, review, team
from tests.fakes.slack import payloads
from tests.fakes.slack.blocks import Anything, Json
from tests.fakes.slack.server import serving
from tests.fakes.slack.workspace import Message, Workspace

PNG = b"\x89PNG\r\n\x1a\n"
PAY, WEB = repository("acme/pay-api"), repository("acme/web-shop")
ALICE, BOB = account("alice", email="alice@acme.example"), account("bob", email="bob@acme.example")
PAYMENTS = team(
    "payments", repositories=("acme/pay-api",), channel="CPAY", hours=WorkingHours("Europe/Berlin")
)
HOSTILE = "<!channel> *look* <https://evil.example|bank> & <@URAJ>"


@dataclass
class Pencil:
    """Draws a picture of nothing, or dies of it."""

    drawn: int = 0
    error: Exception | None = None

    def __call__(self, _result: Drawn, _theme: str) -> bytes:
        self.drawn += 1
        if self.error:
            raise self.error
        return PNG


@dataclass
class House:
    """What a test does in Slack, and what came of it."""

    space: Workspace
    slack: SlackApp
    services: Services
    pencil: Pencil
    answers: list[BoltResponse] = field(default_factory=list)

    def types(self, text: str, **who: str) -> list[Message]:
        """Somebody types `/metrics text`; what they see then."""
        self.send(payloads.command(self.space, text, **who))
        return self.space.seen_by(who.get("user", "UANA"))

    def clicks(self, message: Message, action_id: str, **chosen: Anything) -> None:
        self.send(payloads.click(self.space, message, action_id, **chosen))

    def clicks_in(self, view: Json, action_id: str, **chosen: Anything) -> None:
        self.send(payloads.click_in(self.space, view, action_id, **chosen))

    def submits(self, view: Json, values: dict[str, Any]) -> BoltResponse:
        return self.send(payloads.submit(self.space, view, values))

    def send(self, body: Json) -> BoltResponse:
        """Dispatch a payload as Socket Mode does, and wait for the work it makes."""
        answer = self.slack.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        self.answers.append(answer)
        assert answer.status == 200
        self.slack.ack_pool.submit(int).result(10)  # events are acknowledged before their listener runs
        assert eventually(lambda: self.slack.guard.waiting == 0, within=10)
        return answer

    @property
    def view(self) -> Json:
        """The modal that was opened last."""
        return list(self.space.views.values())[-1]


@contextmanager
def house(
    tmp_path: Path,
    *,
    space: Workspace | None = None,
    public_url: str | None = None,
    merged: Sequence[PullRequest] | None = None,
    teams: Sequence[Team] = (PAYMENTS,),
    command: str = "/metrics",
    known: bool = True,
    acks: int = 1,
    workers: int = 4,
    draw: Draw | None = None,
) -> Iterator[House]:
    """Build it over a fresh store.

    `public_url` is where pictures would be reached; unless `known`, nobody's logins are theirs yet.
    """
    store = Store.open(f"sqlite:///{tmp_path / 'leadline.db'}")
    store.upgrade()
    fill(store, twelve() if merged is None else merged, teams)
    if known:
        introduce(store)
    pencil = Pencil()
    services = serve(store, draw or pencil, public_url)
    space = space or workspace()
    with serving(space) as api_url:
        slack = build_app(
            services, token="xoxb-test", command=command, api_url=api_url, acks=acks, workers=workers
        )
        yield House(space, slack, services, pencil)
        slack.close()
    store.close()


def twelve() -> list[PullRequest]:
    """A merged pull request of payments every two days, each a little slower than the one before."""
    return [merged(number) for number in range(1, 13)]


def merged(number: int, title: str = "", *, at: timedelta | None = None) -> PullRequest:
    """Opened by alice, reviewed by bob, merged `at` before now."""
    done = NOW - (at or timedelta(days=2 * number))
    began = done - timedelta(hours=40 - number)
    return pull_request(
        number,
        repository=PAY,
        title=title or f"Charge the card once, try {number}",
        created_at=began,
        merged_at=done,
        commits=(commit(f"sha{number}", began - timedelta(hours=2)),),
        reviews=(review(f"r{number}", BOB, done - timedelta(hours=3)),),
    )


def fill(store: Store, prs: Sequence[PullRequest], teams: Sequence[Team]) -> None:
    """Save an organisation of two people and two repositories."""
    people = {each.id: each for each in (ALICE, BOB)}
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save([PAY, WEB])
        shelves.people.save_accounts([ALICE, BOB])
        shelves.teams.replace(list(teams))
        shelves.pull_requests.save(prs, [facts(pr, people, {}, WorkingHours(), "main") for pr in prs])


def introduce(store: Store) -> None:
    """Tell whose logins they are."""
    with store.write() as shelves:
        for key, owned in (("alice", ALICE), ("bob", BOB)):
            shelves.people.save(person(key))
            shelves.people.link(owned.id, person(key).id)


def serve(store: Store, draw: Draw, public_url: str | None) -> Services:
    """The real services over the store; nothing outside this machine is spoken to."""
    zone, every = "Europe/Berlin", timedelta(minutes=10)
    answers = Answers(store, today, BUILTIN, zone, every)
    health = Health(store, today, every=every, version="0.1.0")
    found = Facts(store, today, WorkingHours(zone))
    connections = Connections(store, (), today, no_waiting)
    derivations = Derivations(store, today, found, DERIVATIONS)
    sync = Sync(store, connections.client, found, today)
    return Services(
        answers=answers,
        teams=Teams(store, today),
        identity=Identity(store, today),
        home=Home(store, today, answers=answers, health=health, facts=found, zone=zone),
        health=health,
        sync=sync,
        hooks=Hooks(store, (), connections.client, sync=sync, facts=found, clock=today),
        connections=connections,
        pictures=Pictures(store, draw, base_url=public_url, secret=b"test", clock=today),
        facts=found,
        derivations=derivations,
        corrections=Corrections(store, ticking(), answers=answers, facts=found, derivations=derivations),
        sought=Sought(store),
        points=Points(store, today, answers),
        store=store,
        clock=today,
    )


def today() -> datetime:
    """It is always the same Tuesday noon."""
    return NOW


def ticking() -> Clock:
    """A second passes whenever it is looked at, for no two corrections are made at once."""
    seconds = count()
    return lambda: NOW + timedelta(seconds=next(seconds))


def no_waiting(_seconds: float) -> None:
    """Tests do not sleep."""
