"""How far a repository's pull requests have been read, kept as its cursor."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from domain.records import Repository
from storage.shelves import Shelves

STREAM = "pull_requests"


@dataclass(frozen=True, slots=True)
class Scan:
    """A pass over the pull requests by latest activity, newest first, that has not come to its end.

    It reads from `cursor` back to `until`, or to the beginning; `token` is what the probe said when
    the scan began.
    """

    began_at: datetime
    until: datetime | None = None
    token: str | None = None
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """`watermark` is when the last complete scan began: everything until then has been read.

    A pull request that moves to the front during a scan is met by the next one, which reads back to
    the watermark. `error` is why the last try to read it failed, empty once it has been read.
    """

    watermark: datetime | None = None
    token: str | None = None
    scan: Scan | None = None
    error: str = ""

    def reached(self, scan: Scan) -> "Position":
        """Within this scan."""
        return replace(self, scan=scan, error="")

    def completed(self, scan: Scan) -> "Position":
        """At the end of this scan."""
        return Position(watermark=scan.began_at, token=scan.token)


def load(shelves: Shelves, repository: Repository) -> Position:
    """Where reading the repository stands; nowhere, when it was never begun."""
    text = shelves.cursors.get(repository.source, STREAM, str(repository.id))
    return Position() if text is None else _read(text)


def load_all(shelves: Shelves, source: str) -> dict[int, Position]:
    """Where reading stands, by repository id, for those of a source that were ever begun."""
    return {int(key): _read(text) for key, text in shelves.cursors.all(source, STREAM).items()}


def save(shelves: Shelves, repository: Repository, position: Position) -> None:
    scan = position.scan and {
        "began_at": position.scan.began_at.isoformat(),
        "until": _text(position.scan.until),
        "token": position.scan.token,
        "cursor": position.scan.cursor,
    }
    raw = {
        "watermark": _text(position.watermark),
        "token": position.token,
        "scan": scan,
        "error": position.error,
    }
    shelves.cursors.save(repository.source, STREAM, str(repository.id), json.dumps(raw))


def _read(text: str) -> Position:
    raw = json.loads(text)
    scan = raw["scan"]
    return Position(
        watermark=_moment(raw["watermark"]),
        token=raw["token"],
        error=raw["error"],
        scan=scan
        and Scan(
            datetime.fromisoformat(scan["began_at"]), _moment(scan["until"]), scan["token"], scan["cursor"]
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
