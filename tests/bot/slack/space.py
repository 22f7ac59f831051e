"""A workspace for tests: two people, three channels, and the bot in two of them."""

from collections.abc import Callable
from time import monotonic, sleep

from tests.fakes.slack.blocks import Json
from tests.fakes.slack.workspace import BOT, Workspace

ALL_SCOPES = frozenset(
    {"chat:write", "commands", "files:read", "files:write", "users:read", "users:read.email"}
)


def member(key: str, name: str, zone: str = "Europe/Berlin") -> Json:
    """A Slack user whose e-mail is made of their first name."""
    return {
        "id": key,
        "name": name.lower(),
        "tz": zone,
        "profile": {"real_name": name, "email": f"{name.lower()}@acme.example"},
    }


def workspace(*, without: frozenset[str] = frozenset()) -> Workspace:
    """Ana and Raj in #payments and #random with the bot, and in #secret without it."""
    people = {"UANA": member("UANA", "Alice"), "URAJ": member("URAJ", "Bob")}
    everybody = {*people, BOT}
    channels = {"CPAY": set(everybody), "CRANDOM": set(everybody), "CSECRET": set(people)}
    return Workspace(scopes=set(ALL_SCOPES - without), users=people, channels=channels)


def eventually(true: Callable[[], bool], *, within: float = 5.0) -> bool:
    """Whether something becomes true soon."""
    until = monotonic() + within
    while not true():
        if monotonic() > until:
            return False
        sleep(0.005)
    return True
