"""Reads one stream at a time: page by page, each saved together with how far that is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from domain.clock import Clock
from domain.errors import Rejected, Retryable, Unknown
from domain.records import PullRequest, Repository
from integrations.pages import Page
from integrations.provider import Client
from services.facts import Roster
from services.sync import position
from services.sync.intake import Intake
from services.sync.lease import Lease
from services.sync.position import STREAM, Position, Scan, Spot
from services.sync.roll import Entry
from storage.shelves import Shelves
from storage.store import Store

Heard = Callable[[str, Page], None]
"""Hears of every page of a stream once it is saved, and may raise to stop there."""


class Reading:
    """Reads streams of one source, one after another."""

    def __init__(
        self,
        store: Store,
        client: Client,
        *,
        intake: Intake,
        roster: Roster,
        lease: Lease,
        clock: Clock,
        heard: Heard,
    ) -> None:
        self._store = store
        self._client = client
        self._intake = intake
        self._roster = roster
        self._lease = lease
        self._clock = clock
        self._heard = heard

    def catch_up(self, entry: Entry, since: datetime | None = None) -> None:
        """End the scan that was cut off, if any, then read what is new: back to the watermark, or to `since`.

        Raises:
            Unknown: the repository is gone.
            LeadlineError: it could not be read to the end; what was saved stays, and reading resumes there.
        """
        at = entry.position
        if at.scan:
            at = self._finish(entry.spot, at, at.scan)
        if since or at.error or entry.is_due(at):
            scan = Scan(self._clock(), until=since or at.until, token=entry.token)
            self._finish(entry.spot, at, scan)

    def read_all(self, entry: Entry) -> None:
        """Read everything again; open pull requests that did not show up may be gone, and are looked at."""
        at = entry.position
        cut_off = at.scan if at.scan and at.scan.until is None else None
        scan = cut_off or Scan(self._clock(), token=entry.token)
        seen = {pr.id for page in self._pages(entry.spot, at, scan) for pr in page.of(PullRequest)}
        repository = entry.spot.repository
        if entry.spot.stream != STREAM or repository is None:
            return
        with self._store.read() as shelves:
            still_open = shelves.pull_requests.open([repository.id])
        self.look_again(STREAM, [pr.external_id for pr in still_open if pr.id not in seen], repository)

    def look_again(
        self, stream: str, external_ids: Sequence[str], repository: Repository | None = None
    ) -> None:
        """Read these records as they are now."""
        for page in self._client.hydrate(stream, external_ids, repository) if external_ids else ():
            with self._store.write() as shelves:
                self._save(shelves, stream, page)
            self._heard(stream, page)

    def _finish(self, spot: Spot, at: Position, scan: Scan) -> Position:
        """Where reading stands once the scan has come to its end; each page is saved as it comes."""
        for page in self._pages(spot, at, scan):
            scan = scan.behind(page)
        return at.completed(scan)

    def _pages(self, spot: Spot, at: Position, scan: Scan) -> Iterator[Page]:
        """Save every page of the scan together with the position behind it, then hand it on."""
        passed: set[str] = set()
        behind = at.reached(scan)
        pages = self._client.read(spot.stream, spot.repository, cursor=scan.cursor, until=scan.until)
        try:
            for page in pages:
                scan = _onward(scan, page, passed)
                behind = at.completed(scan) if page.cursor is None else at.reached(scan)
                with self._store.write() as shelves:
                    self._save(shelves, spot.stream, page)
                    position.save_at(shelves, spot, behind)
                self._heard(spot.stream, page)
                yield page
        except Rejected as error:
            self._forget(spot, at, error)
            raise
        if behind.scan:
            with self._store.write() as shelves:
                position.save_at(shelves, spot, at.completed(scan))

    def _save(self, shelves: Shelves, stream: str, page: Page) -> None:
        self._intake.page(shelves, stream, page, self._roster)
        self._lease.renew(shelves)

    def _forget(self, spot: Spot, at: Position, error: Rejected) -> None:
        """A cursor that the provider takes no more is not tried again; the next sync begins anew."""
        if not isinstance(error, Unknown):
            with self._store.write() as shelves:
                position.save_at(shelves, spot, replace(at, scan=None))


def _onward(scan: Scan, page: Page, passed: set[str]) -> Scan:
    """The scan behind this page; a provider whose cursors go in circles would never come to an end."""
    if scan.cursor is not None:
        passed.add(scan.cursor)
    if page.cursor in passed:
        raise Retryable("The provider gave the same page twice, so this list has no end.")
    return scan.behind(page)
