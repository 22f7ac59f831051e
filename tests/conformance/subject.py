"""What the conformance suite needs to know of a provider; each has a `tests/integrations/<slug>/subject.py`.

SUBJECT = Subject(
    provider=PROVIDER,
    secrets={"token": TOKEN},
    fake=filled,                        # a strict fake with at least three pages of every stream
    touch=touch,                        # touch(fake, "pull_requests"): one of them changes, at fake.clock()
    spoil=spoil,                        # spoil(fake, "pull_requests"): one is unreadable; gives what mends it
    readers={"pull_request": lambda nodes: pull_request_page("github", nodes)},
    words={"pull_request": ("state", "reviews.nodes.*.state")},
    budgets=(Budget("a first load of pull requests", "pull_requests", PullRequest, 1_000, 45, thousand),),
)

A folder that holds several variants of a provider, such as a cloud and a server, has `SUBJECTS` instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import httpx

from integrations import BUILTIN
from integrations.pages import Page
from integrations.provider import Provider, Selection

INTEGRATIONS = Path(__file__).parent.parent / "integrations"


class Fake(Protocol):
    """A vendor's protocol in process: an `httpx.BaseTransport` whose time is told by `clock`."""

    clock: Callable[[], datetime]

    def handle_request(self, request: httpx.Request) -> httpx.Response: ...

    def close(self) -> None: ...


def mends_itself(_fake: Any, _stream: str) -> None:  # noqa: ANN401 - every fake is of its own kind
    """For streams of which nothing can be spoiled."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many requests reading so many records of a stream may take, from nothing.

    `stocked` makes a fake that holds exactly so many; `beforehand` requests, such as asking which server it
    is, come on top and are paid once.
    """

    title: str
    stream: str
    record: type
    items: int
    requests: int
    stocked: Callable[[], Any]
    beforehand: int = 0


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A provider to be put through the suite.

    `fake` makes a filled fake, always with the same content: at least three pages of every stream, and
    nothing in it that cannot be read. `touch` changes one thing of a stream as of `fake.clock()`; `spoil`
    makes one thing of it unreadable without it being touched, gives what mends it again, and gives None
    where nothing of the stream can be. `readers` read nodes of a kind, as the files
    `fixtures/<kind>.<case>.json` beside the subject hold them; `words` are by kind the places of
    enumerations in them, with `*` for every item of a list.
    """

    provider: Provider
    secrets: Mapping[str, str]
    fake: Callable[[], Any]
    touch: Callable[[Any, str], None]
    spoil: Callable[[Any, str], Callable[[], None] | None] = mends_itself
    readers: Mapping[str, Callable[[Sequence[Any]], Page]]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    budgets: tuple[Budget, ...] = ()
    base_url: str = ""
    selection: Selection = field(default_factory=Selection)
    variant: str = ""
    short: tuple[str, ...] = ("owners", "projects")
    """Streams that are no list, or never long enough for a second page."""
    approximate: tuple[str, ...] = ()
    """Fields that a list leaves to be worked out, and that are told where a record is read by its id."""
    fixtures: Path | None = None
    """Where its fixtures lie, unless in the folder of its slug."""

    @property
    def name(self) -> str:
        return f"{self.provider.slug} {self.variant}".strip()

    @property
    def folder(self) -> Path:
        return self.fixtures or INTEGRATIONS / self.provider.slug / "fixtures"


def subjects() -> list[Subject]:
    """Those of every folder that has some."""
    found: list[Subject] = []
    for path in sorted(INTEGRATIONS.glob("*/subject.py")):
        module = import_module(f"tests.integrations.{path.parent.name}.subject")
        found += getattr(module, "SUBJECTS", None) or [module.SUBJECT]
    return found


def without_subject() -> list[str]:
    """Providers that nobody puts through the suite."""
    return sorted({provider.slug for provider in BUILTIN} - {each.provider.slug for each in subjects()})
