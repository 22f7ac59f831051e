"""Clients of a subject over a faulty network, and its syncs into real stores that are compared whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from domain.errors import LeadlineError
from domain.people import WorkingHours
from domain.records import Repository, RepositoryState, Source
from integrations.pages import Page
from integrations.provider import Client, Connection, Per, Stream
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN
from services.facts import Facts
from services.sync import Progress, Sync, SyncReport
from storage.shelves import Shelves
from storage.store import Store
from storage.tables import metadata
from tests.conformance.faulty import Faulty, Killed
from tests.conformance.subject import Subject
from tests.integrations.connecting import Memory, Time

OWN_WORK = {
    "alembic_version", "cursors", "deliveries", "dirty_cells", "due_slots", "limits", "notes", "outdated",
    "quarantine", "secrets", "segments", "sync_runs",
}  # fmt: skip
"""Tables that tell how the work was done, rather than what came of it."""

Place = tuple[Stream, Repository | None]

_LONGEST: dict[str, list[Place]] = {}
"""By subject, for a fake is always filled alike."""

_USUAL: dict[tuple[str, str, int], list[str]] = {}
"""By subject, stream and repository."""


class Bench:
    """One subject with its world, its network and its time."""

    def __init__(self, subject: Subject, fake: Any = None) -> None:  # noqa: ANN401 - every fake is of its own kind
        self.subject = subject
        self.fake = fake or subject.fake()
        self.time = Time()
        self.fake.clock = self.time
        self.network = Faulty(self.fake)
        base_url = subject.base_url or subject.provider.base_url
        slug = subject.provider.slug
        self.source = Source(slug, slug, base_url, subject.provider.title)

    def client(self) -> Client:
        """Each is what a newly started process has."""
        return self.subject.provider.connect(
            Connection(
                source=self.source,
                secrets=self.subject.secrets,
                limits=Memory(),
                clock=self.time,
                sleep=self.time.sleep,
                selection=self.subject.selection,
                transport=self.network,
            )
        )

    def repositories(self) -> list[Repository]:
        found = [one for page in self.client().repositories() for one in page.repositories]
        return [one for one in found if one.state is RepositoryState.ACTIVE]

    def places(self) -> list[Place]:
        """All there is to read."""
        repositories = self.repositories()
        found: list[Place] = []
        for stream in self.client().streams:
            found += [(stream, None)] if stream.per is Per.SOURCE else [(stream, one) for one in repositories]
        return found

    def pages(self, place: Place, cursor: str | None = None) -> list[Page]:
        stream, repository = place
        return list(self.client().read(stream.name, repository, cursor=cursor))

    def longest(self) -> list[Place]:
        """Of every stream the place with most pages, as it is in a world that nothing has happened in."""
        if self.subject.name not in _LONGEST:
            _LONGEST[self.subject.name] = Bench(self.subject).measured()
        return _LONGEST[self.subject.name]

    def measured(self) -> list[Place]:
        """The same, found by reading everything."""
        most: dict[str, tuple[int, Place]] = {}
        for place in self.places():
            n = len(self.pages(place))
            if n > most.get(place[0].name, (-1, place))[0]:
                most[place[0].name] = n, place
        return [place for _, place in most.values()]

    def usual(self, place: Place) -> list[str]:
        """The records that reading the place brings when nothing goes wrong."""
        key = (self.subject.name, place[0].name, place[1].id if place[1] else 0)
        if key not in _USUAL:
            _USUAL[key] = records(Bench(self.subject).pages(place))
        return _USUAL[key]

    def touch(self) -> None:
        """Something changes in every stream."""
        for stream in self.client().streams:
            self.subject.touch(self.fake, stream.name)

    def sync(
        self, store: Store, *, full: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> SyncReport:
        """What a newly started process does."""
        with store.write() as shelves:
            shelves.sources.save(self.source)
        facts = Facts(store, self.time, WorkingHours())
        derivations = Derivations(store, self.time, facts, BUILTIN)
        sync = Sync(store, lambda _: self.client(), facts, self.time, derivations=derivations)
        (report,) = sync.run(full=full, progress=progress)
        return report

    def clean_sync(self, store: Store, *, full: bool = False) -> SyncReport:
        """One in which nothing goes wrong."""
        report = self.sync(store, full=full)
        assert [failure for failure in report.failures if failure.what != ""] == []
        assert (report.outcome, report.failures) == ("succeeded", ())
        return report

    def later(self, **by: float) -> None:
        self.time.now += timedelta(**by)


def records(pages: list[Page]) -> list[str]:
    """What the pages brought, whatever their size and order."""
    return sorted({repr(record) for page in pages for record in page.records})


def error_of(act: Callable[[], object]) -> LeadlineError | None:
    """What it raises; only an error that can be explained to people may leave a client."""
    try:
        act()
    except LeadlineError as error:
        return error
    return None


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that answers are made of."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with store._reading.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name not in OWN_WORK:
                rows = connection.execute(select(table)).all()
                found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def difference(
    one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]
) -> dict[str, Any]:
    """By table the rows that only one of two stores has: empty when they are the same."""
    return {
        name: [row for row in one[name] + other[name] if (row in one[name]) is not (row in other[name])][:6]
        for name in one
        if one[name] != other[name]
    }


class Mortal(Store):
    """A store whose process may be killed: nothing is written any more from then on."""

    is_dead = False

    @contextmanager
    def write(self) -> Iterator[Shelves]:
        if self.is_dead:
            raise Killed
        with super().write() as shelves:
            yield shelves
            if self.is_dead:
                raise Killed
