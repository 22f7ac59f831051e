"""The doors of one Leadline over Harbour: the Slack app in front of a strict Slack, and the command line."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bot.app import Leadline, build
from bot.cli import main
from bot.cli.session import Session
from bot.demo.configuration import configure
from bot.demo.seeding import settle
from bot.settings import Settings
from bot.slack.app import build_app
from domain.people import Asker
from render.slack.limits import message_problems, view_problems
from services.pictures import Pictures
from tests.bot.slack.house import House, Pencil
from tests.bot.slack.space import workspace
from tests.fakes.slack.blocks import Json, elements, strings
from tests.fakes.slack.server import serving
from tests.fakes.slack.workspace import Message

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEED, NOWHERE = 7, "http://127.0.0.1:9"


def now() -> datetime:
    """It is always the same Tuesday noon."""
    return NOW


def settings(folder: Path) -> Settings:
    """Those of the demo, whose Slack is nowhere."""
    return configure(folder, seed=SEED, port=9, slack=NOWHERE)


def seed(folder: Path) -> None:
    """Tell half a year of Harbour into the database of the folder."""
    leadline = build(settings(folder), clock=now)
    settle(leadline.store, leadline.services.facts, now, seed=SEED, progress=lambda _done: None)
    leadline.close()


class Kept(Leadline):
    """It stays open after a command line, for the next one."""

    def close(self) -> None:
        """Nothing is let go of."""


@dataclass(frozen=True)
class Doors:
    """What somebody of Harbour does at either door; whatever Slack is shown keeps to its limits."""

    house: House
    leadline: Leadline
    folder: Path

    @property
    def asker(self) -> Asker:
        """Somebody whom Leadline knows nothing of."""
        return self.leadline.services.identity.asker(None)

    def types(self, text: str) -> Message:
        """`/metrics text` in a channel without a team; what only they see then."""
        said_before = len(self.house.space.messages)
        message = self.house.types(text, channel="CRANDOM")[-1]
        assert len(self.house.space.messages) == said_before + 1, "one message answers"
        assert message_problems(message.text, message.blocks) == [], text
        return message

    def clicks(self, message: Message, action_id: str) -> Message:
        """A button of the message; what they see then."""
        self.house.clicks(message, action_id)
        seen = self.house.space.seen_by("UANA")[-1]
        assert message_problems(seen.text, seen.blocks) == []
        return seen

    def opens(self, message: Message, action_id: str) -> Json:
        """A button that opens a modal; the modal, filled."""
        self.house.clicks(message, action_id)
        view = self.house.view
        assert view_problems(view) == []
        return view

    def csv(self, message: Message) -> list[dict[str, str]]:
        """The rows of the file that the button brings."""
        self.house.clicks(message, "answer.csv")
        file = list(self.house.space.files.values())[-1]
        assert file.name.endswith(".csv")
        return list(csv.DictReader(StringIO(file.content.decode(), newline="")))

    def asks(self, *words: str) -> Result:
        """`leadline ask words`, which succeeds."""
        outcome = CliRunner().invoke(
            main,
            ["--config", str(self.folder / "config.json"), "ask", *words],
            obj=Session(build=lambda _settings: self.leadline),
            env={"COLUMNS": "200"},
            catch_exceptions=False,
        )
        assert outcome.exit_code == 0, outcome.output
        return outcome

    def json(self, question: str) -> dict[str, Any]:
        """What `leadline ask question --json` prints: JSON and nothing else."""
        told: dict[str, Any] = json.loads(self.asks(question, "--json").stdout)
        return told


@contextmanager
def open_doors(folder: Path) -> Iterator[Doors]:
    """Leadline over the folder's database; pictures are drawn by nobody and shown as Slack's own files."""
    built = build(settings(folder), clock=now)
    leadline = Kept(built.settings, built.store, built.services, built.drawing)
    pencil, space = Pencil(), workspace()
    pictures = Pictures(leadline.store, pencil, base_url=None, secret=b"test", clock=now)
    services = replace(leadline.services, pictures=pictures)
    with serving(space) as api_url:
        slack = build_app(services, token="xoxb-test", api_url=api_url, acks=1, workers=4)
        yield Doors(House(space, slack, services, pencil), leadline, folder)
        slack.close()
    built.close()


def words(blocks: list[Json]) -> str:
    """Everything that is written in the blocks."""
    return "\n".join(strings(blocks))


def buttons(blocks: list[Json]) -> dict[str, Json]:
    """What can be pressed, by its action."""
    return {element["action_id"]: element for _, element in elements(blocks)}
