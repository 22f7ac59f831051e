"""What a provider is: a frozen declaration, what it needs to connect, and the client it connects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

import httpx

from domain.clock import Clock
from domain.health import Check
from domain.records import Repository, Source
from integrations.pages import Page, RepositoryPage
from integrations.webhook import Webhook


@dataclass(frozen=True, slots=True)
class Credential:
    """Something `leadline connect` asks for, under the `name` it has in `Connection.secrets`.

    Credentials of one `way` belong together and are an alternative to those of another way, such as
    a token or an app; `secret` ones are read without echo and kept encrypted. One of several lines comes in a
    file, which the option `from_file` takes.
    """

    name: str
    prompt: str
    secret: bool = True
    required: bool = True
    way: str = ""
    from_file: str = ""


class LimitMemory(Protocol):
    """Where a source's rate-limit reset times outlive the process; storage's shelf of limits fits."""

    def get(self, source: str) -> Mapping[str, Any] | None: ...

    def put(self, source: str, value: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """What is synced: repositories, or of trackers projects and of incident tools services.

    `repositories` and `exclude` are full names or patterns such as `acme/pay-*`; one without a slash
    is about the name alone. `organisation` is the vendor's own outermost place: an organisation, group or
    workspace. Nothing chosen means everything that the credentials may see. `options` are the provider's
    own settings, under the names that `config.json` gives them, in snake_case.
    """

    organisation: str = ""
    repositories: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


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


class Per(StrEnum):
    """What a stream is read by: one repository after another, or the whole source at once."""

    REPOSITORY = "repository"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Stream:
    """A kind of records that is read page by page, and how far it is read remembered.

    `name` is one of its records' kind in the plural, such as `pull_requests`; `title` says it to people.
    A stream whose change no probe tells is looked at in every sync, or where `every` is set, no more
    often than that; one that a probe tells of is looked at so often even though nothing was told.
    `is_found_by_id` says that an id alone finds one of its records, without its repository.
    """

    name: str
    title: str
    per: Per = Per.REPOSITORY
    every: timedelta | None = None
    is_found_by_id: bool = False


PULL_REQUESTS = Stream("pull_requests", "pull requests", is_found_by_id=True)


class Client(Protocol):
    """Reads one source, and is the only place that speaks with it.

    Every method raises `Retryable` (perhaps with `after` seconds) when the provider is down or wants
    a rest, and `Misconfigured` when credentials or permissions must change first. Its `streams` are read in
    their order, those of the whole source before those of its repositories.
    """

    usage: Usage

    @property
    def streams(self) -> tuple[Stream, ...]:
        """What it reads, by these credentials and settings."""
        ...

    def check(self) -> tuple[Check, ...]:
        """Who am I, what may I read, what do I see; never raises for what it can report instead."""
        ...

    def repositories(self) -> Iterator[RepositoryPage]:
        """The chosen repositories, archived ones too, under the names they have now; trackers have none."""
        ...

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """By repository id and stream, a token that differs from the last one when something has changed.

        A repository that is missing from the answer was deleted, or is out of sight by now. A stream
        that is missing cannot be told of, and is read.
        """
        ...

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        """What has changed in the stream since `until`, or all of it, page by page, resumed at `cursor`.

        `until` is when the last complete reading began; the client reads a little further back than
        that. What changes while it reads may come or not: the next reading begins before it. Raises
        `Unknown` when the repository is gone, and `Rejected` when the cursor is taken no more.
        """
        ...

    def hydrate(
        self, stream: str, external_ids: Sequence[str], repository: Repository | None = None
    ) -> Iterator[Page]:
        """The records of these ids, as they are now, and in `gone` those that are not."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Provider:
    """One vendor. `connect` does no I/O; it raises `Misconfigured` for credentials it cannot use.

    `address_hint` is an example of an address where there is no usual one, whose `base_url` is empty then.
    """

    slug: str
    title: str
    base_url: str
    credentials: tuple[Credential, ...]
    connect: Callable[[Connection], Client]
    webhook: Webhook | None = None
    address_hint: str = ""
