"""What a provider is: a frozen declaration, what it needs to connect, and the client it connects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import httpx

from domain.clock import Clock
from domain.health import Check
from domain.records import Repository, Source
from integrations.pages import PullRequestPage, RepositoryPage


@dataclass(frozen=True, slots=True)
class Credential:
    """Something `leadline connect` asks for, under the `name` it has in `Connection.secrets`.

    Credentials of one `way` belong together and are an alternative to those of another way, such as
    a token or an app; `secret` ones are read without echo and kept encrypted.
    """

    name: str
    prompt: str
    secret: bool = True
    required: bool = True
    way: str = ""


class LimitMemory(Protocol):
    """Where a source's rate-limit reset times outlive the process; storage's shelf of limits fits."""

    def get(self, source: str) -> Mapping[str, Any] | None: ...

    def put(self, source: str, value: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which repositories are synced.

    `repositories` and `exclude` are full names or patterns such as `acme/pay-*`; one without a slash
    is about the name alone. Nothing chosen means everything that the credentials may see.
    """

    organisation: str = ""
    repositories: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """All that a client is handed; `transport` stands in for the network, in tests and behind proxies."""

    source: Source
    secrets: Mapping[str, str] = field(repr=False)
    limits: LimitMemory
    clock: Clock
    sleep: Callable[[float], None]
    selection: Selection = Selection()
    transport: httpx.BaseTransport | None = None


@dataclass(slots=True)
class Usage:
    """What a client has spent since it was connected; `not_modified` answers were free."""

    requests: int = 0
    points: int = 0
    not_modified: int = 0


class Client(Protocol):
    """Reads one source, and is the only place that speaks with it.

    Every method raises `Retryable` (perhaps with `after` seconds) when the provider is down or wants
    a rest, and `Misconfigured` when credentials or permissions must change first.
    """

    usage: Usage

    def check(self) -> tuple[Check, ...]:
        """Who am I, what may I read, what do I see; never raises for what it can report instead."""
        ...

    def repositories(self) -> Iterator[RepositoryPage]:
        """The chosen repositories, archived ones too, under the names they have now."""
        ...

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, str]:
        """By repository id, a token that differs from the last one seen when something has changed.

        A repository that is missing from the answer was deleted, or is out of sight by now.
        """
        ...

    def pull_requests(
        self, repository: Repository, *, cursor: str | None = None, until: datetime | None = None
    ) -> Iterator[PullRequestPage]:
        """Pages by latest activity, newest first, resumed at `cursor`, back to `until` or the beginning.

        `until` is when the last complete scan began; the client reads a little further back than that.
        Raises `Unknown` when the repository is gone.
        """
        ...

    def hydrate(self, external_ids: Sequence[str]) -> Iterator[PullRequestPage]:
        """The pull requests of these ids, as they are now, and in `gone` those that are not."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Provider:
    """One vendor. `connect` does no I/O; it raises `Misconfigured` for credentials it cannot use."""

    slug: str
    title: str
    base_url: str
    credentials: tuple[Credential, ...]
    connect: Callable[[Connection], Client]
