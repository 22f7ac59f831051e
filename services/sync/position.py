"""How far a stream has been read, of one repository or of the whole source, kept as its cursor."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from domain.records import Repository
from integrations.pages import Page
from storage.shelves import Shelves

STREAM = "pull_requests"


@dataclass(frozen=True, slots=True)
class Spot:
    """What is read in one go: a stream of a repository, or of its source where there is none."""

    source: str
    stream: str
    repository: Repository | None = None

    @property
    def key(self) -> str:
        return str(self.repository.id) if self.repository else ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A pass over a stream that has not come to its end.

    It reads from `cursor` on what has changed since `until`, or everything; `token` is what the probe
    said when the scan began. `unsettled_since` is when the oldest of what it met and what is still under
    way began.
    """

    began_at: datetime
    until: datetime | None = None
    token: str | None = None
    cursor: str | None = None
    unsettled_since: datetime | None = None

    def behind(self, page: Page) -> "Scan":
        """The scan once the page is read."""
        met = [each for each in (self.unsettled_since, page.unsettled_since) if each]
        return replace(self, cursor=page.cursor, unsettled_since=min(met, default=None))


@dataclass(frozen=True, slots=True)
class Position:
    """`watermark` is when the last complete scan began: everything until then has been read.

    What changes during a scan is met by the next one, which reads back to the watermark, or further to
    what was `unsettled_since` then. `error` is why the last try to read it failed, empty once it has
    been read.
    """

    watermark: datetime | None = None
    token: str | None = None
    scan: Scan | None = None
    error: str = ""
    unsettled_since: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """How far back the next scan reads; nothing when it reads everything."""
        if self.watermark is None or self.unsettled_since is None:
            return self.watermark
        return min(self.watermark, self.unsettled_since)

    def reached(self, scan: Scan) -> "Position":
        """Within this scan."""
        return replace(self, scan=scan, error="")

    def completed(self, scan: Scan) -> "Position":
        """At the end of this scan."""
        return Position(scan.began_at, scan.token, unsettled_since=scan.unsettled_since)


def load(shelves: Shelves, repository: Repository) -> Position:
    """Where reading the repository's pull requests stands; nowhere, when it was never begun."""
    return load_at(shelves, Spot(repository.source, STREAM, repository))


def load_at(shelves: Shelves, spot: Spot) -> Position:
    """Where reading stands; nowhere, when it was never begun."""
    text = shelves.cursors.get(spot.source, spot.stream, spot.key)
    return Position() if text is None else _read(text)


def load_all(shelves: Shelves, source: str, stream: str = STREAM) -> dict[int, Position]:
    """Where reading a stream stands, by repository id, for those of a source that were ever begun."""
    return {int(key or 0): _read(text) for key, text in shelves.cursors.all(source, stream).items()}


def failing(shelves: Shelves, source: str) -> list[tuple[str, int, str]]:
    """What could not be read when that was tried last: stream, repository id (0 for none), and why."""
    stands = shelves.cursors.every(source).items()
    found = (
        (stream, int(key or 0), _error(text)) for (stream, key), text in stands if key.isdigit() or not key
    )
    return sorted(each for each in found if each[2])


def _error(text: str) -> str:
    raw = json.loads(text)
    return str(raw.get("error", "")) if isinstance(raw, dict) else ""


def save(shelves: Shelves, repository: Repository, position: Position) -> None:
    """Keep how far the repository's pull requests have been read."""
    save_at(shelves, Spot(repository.source, STREAM, repository), position)


def save_at(shelves: Shelves, spot: Spot, position: Position) -> None:
    scan = position.scan and {
        "began_at": position.scan.began_at.isoformat(),
        "until": _text(position.scan.until),
        "token": position.scan.token,
        "cursor": position.scan.cursor,
        "unsettled_since": _text(position.scan.unsettled_since),
    }
    raw = {
        "watermark": _text(position.watermark),
        "token": position.token,
        "scan": scan,
        "error": position.error,
        "unsettled_since": _text(position.unsettled_since),
    }
    shelves.cursors.save(spot.source, spot.stream, spot.key, json.dumps(raw))


def _read(text: str) -> Position:
    raw = json.loads(text)
    scan = raw["scan"]
    return Position(
        watermark=_moment(raw["watermark"]),
        token=raw["token"],
        error=raw["error"],
        unsettled_since=_moment(raw.get("unsettled_since")),
        scan=scan
        and Scan(
            datetime.fromisoformat(scan["began_at"]),
            _moment(scan["until"]),
            scan["token"],
            scan["cursor"],
            _moment(scan.get("unsettled_since")),
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
