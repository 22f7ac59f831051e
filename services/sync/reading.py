"""Reads one repository's pull requests: page by page, each saved together with how far that is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from domain.clock import Clock
from domain.errors import Rejected, Retryable, Unknown
from domain.records import Repository
from integrations.pages import PullRequestPage
from integrations.provider import Client
from services.facts import Roster
from services.sync import position
from services.sync.intake import Intake
from services.sync.lease import Lease
from services.sync.position import Position, Scan
from services.sync.roll import Entry
from storage.shelves import Shelves
from storage.store import Store

Heard = Callable[[PullRequestPage], None]
"""Hears of every page once it is saved, and may raise to stop there."""


class Reading:
    """Reads repositories of one source, one after another."""

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
            at = self._finish(entry.repository, at, at.scan)
        if since or at.watermark is None or at.error or at.token != entry.token:
            scan = Scan(self._clock(), until=since or at.watermark, token=entry.token)
            self._finish(entry.repository, at, scan)

    def read_all(self, entry: Entry) -> None:
        """Read everything again, then look again at the open ones that did not show up: they may be gone."""
        at = entry.position
        cut_off = at.scan if at.scan and at.scan.until is None else None
        scan = cut_off or Scan(self._clock(), token=entry.token)
        seen = {pr.id for page in self._pages(entry.repository, at, scan) for pr in page.pull_requests}
        with self._store.read() as shelves:
            still_open = shelves.pull_requests.open([entry.repository.id])
        self.look_again([pr.external_id for pr in still_open if pr.id not in seen])

    def look_again(self, external_ids: list[str]) -> None:
        """Read these pull requests as they are now."""
        for page in self._client.hydrate(external_ids) if external_ids else ():
            with self._store.write() as shelves:
                self._save(shelves, page)
            self._heard(page)

    def _finish(self, repository: Repository, at: Position, scan: Scan) -> Position:
        for _ in self._pages(repository, at, scan):
            pass  # each page is saved as it comes
        return at.completed(scan)

    def _pages(self, repository: Repository, at: Position, scan: Scan) -> Iterator[PullRequestPage]:
        """Save every page of the scan together with the position behind it, then hand it on."""
        passed: set[str] = set()
        behind = at.reached(scan)
        try:
            for page in self._client.pull_requests(repository, cursor=scan.cursor, until=scan.until):
                scan = _onward(scan, page, passed)
                behind = at.completed(scan) if page.cursor is None else at.reached(scan)
                with self._store.write() as shelves:
                    self._save(shelves, page)
                    position.save(shelves, repository, behind)
                self._heard(page)
                yield page
        except Rejected as error:
            self._forget(repository, at, error)
            raise
        if behind.scan:
            with self._store.write() as shelves:
                position.save(shelves, repository, at.completed(scan))

    def _save(self, shelves: Shelves, page: PullRequestPage) -> None:
        self._intake.pull_requests(shelves, page, self._roster)
        self._lease.renew(shelves)

    def _forget(self, repository: Repository, at: Position, error: Rejected) -> None:
        """A cursor that the provider takes no more is not tried again; the next sync begins anew."""
        if not isinstance(error, Unknown):
            with self._store.write() as shelves:
                position.save(shelves, repository, replace(at, scan=None))


def _onward(scan: Scan, page: PullRequestPage, passed: set[str]) -> Scan:
    """The scan behind this page; a provider whose cursors go in circles would never come to an end."""
    if scan.cursor is not None:
        passed.add(scan.cursor)
    if page.cursor in passed:
        raise Retryable("The provider gave the same page twice, so this list has no end.")
    return replace(scan, cursor=page.cursor)
