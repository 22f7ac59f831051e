"""What a Slack workspace remembers: people, channels, messages, views, files and one-time keys."""

import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import RLock
from time import monotonic

from tests.fakes.slack.blocks import Json

BOT = "UBOT"
TRIGGER_LIFE = 3.0
RESPONSE_LIFE = 1800.0
RESPONSE_USES = 5


@dataclass
class Call:
    """A Web API call or a response_url's use, as it arrived."""

    method: str
    arguments: Json
    at: float


@dataclass
class Message:
    """A message that somebody sees: everybody in a channel, or one person when it is ephemeral."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    only_for: str | None = None
    files: list[str] = field(default_factory=list)
    replaced: int = 0


@dataclass
class Fault:
    """What the next call of a method meets instead of an answer."""

    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    drop_after: bool = False
    hang: float = 0.0


@dataclass
class File:
    id: str
    name: str
    title: str
    ready_at: float | None = None
    content: bytes = b""


@dataclass
class ResponseUrl:
    channel: str
    user: str
    born: float
    original: Message | None
    uses: int = 0


@dataclass
class Workspace:
    """Everything is public, for tests look inside; times are seconds of `now`."""

    scopes: set[str]
    users: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, set[str]] = field(default_factory=dict)
    address: str = ""
    socket_address: str = ""
    takes_ephemeral_files: bool = True
    scan_seconds: float = 0.0
    now: Callable[[], float] = monotonic
    calls: list[Call] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    faults: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    triggers: dict[str, float] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def fresh(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers):06d}"

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method meet these, one each."""
        self.faults[method].extend(faults)

    def trigger(self) -> str:
        name = self.fresh("trigger.")
        self.triggers[name] = self.now()
        return name

    def take_trigger(self, name: str) -> str | None:
        """Use a trigger up; why not, when it cannot be."""
        born = self.triggers.get(name)
        if born is None:
            return "invalid_trigger_id"
        if born < 0:
            return "exchanged_trigger_id"
        self.triggers[name] = -1.0
        return "expired_trigger_id" if self.now() - born > TRIGGER_LIFE else None

    def response_path(self, channel: str, user: str, original: Message | None = None) -> str:
        name = self.fresh("R")
        self.response_urls[name] = ResponseUrl(channel, user, self.now(), original)
        return f"/response/{name}"

    def direct_messages(self, user: str) -> str:
        """The conversation of the bot with a person."""
        channel = f"D{user}"
        self.channels.setdefault(channel, {BOT, user})
        return channel

    def add(self, channel: str, text: str, blocks: list[Json], only_for: str | None = None) -> Message:
        message = Message(channel, f"{next(self.numbers)}.000100", text, blocks, only_for)
        self.messages.append(message)
        return message

    def called(self, method: str) -> list[Json]:
        """The arguments of every call of a method, oldest first."""
        return [call.arguments for call in self.calls if call.method == method]

    def seen_by(self, user: str) -> list[Message]:
        """The ephemeral messages somebody has on their screen."""
        return [message for message in self.messages if message.only_for == user]

    def said_in(self, channel: str) -> list[Message]:
        return [message for message in self.messages if message.channel == channel and not message.only_for]


def file_ids(blocks: list[Json]) -> list[str]:
    """The Slack files that blocks show."""
    return [block["slack_file"]["id"] for block in blocks if "slack_file" in block]


def image_urls(blocks: list[Json]) -> list[str]:
    return [block["image_url"] for block in blocks if "image_url" in block]


def ok(**fields: object) -> Json:
    return {"ok": True, **fields}


def error(word: str, **fields: object) -> Json:
    return {"ok": False, "error": word, **fields}
