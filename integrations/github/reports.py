"""Reads test reports: the artifacts of runs, as JUnit XML in zip files, bounded in every direction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from domain.clock import Clock
from domain.errors import Misconfigured, Unmappable
from domain.records import Repository, Run, TestCase
from integrations import junit
from integrations.github.api import Api
from integrations.http import TooMuch
from integrations.reading import Node, Unreadable, moment, name, truth
from integrations.sifting import unmappable

PATTERNS = ("*junit*", "*test-results*", "*test-reports*")
"""The artifacts that are read, unless the settings say otherwise."""

KEPT = timedelta(days=30)
"""Reports of older runs are not read: what is flaky is told by the latest fourteen days."""

LARGEST_ZIP = 16 * 2**20
LARGEST_FILE = 32 * 2**20
LARGEST_SUM = 128 * 2**20
MOST_FILES = 2_000
PAGE = 100


@dataclass(frozen=True, slots=True)
class _Artifact:
    id: int
    name: str
    run: str
    size: int
    created_at: datetime


class Reports:
    """The reports of one repository at a time, whose artifacts are listed once, as far as needed."""

    def __init__(self, api: Api, source: str, clock: Clock, patterns: Sequence[str] = PATTERNS) -> None:
        self._api = api
        self._source = source
        self._clock = clock
        self._patterns = tuple(pattern.lower() for pattern in patterns)
        self._rest: Iterator[_Artifact] = iter(())
        self._met: list[_Artifact] = []

    def begin(self, repository: Repository) -> None:
        """From here on it is about this repository."""
        self._rest = self._listed(repository)
        self._met = []

    def of(self, repository: Repository, runs: Sequence[Run]) -> tuple[list[TestCase], list[Unmappable]]:
        """The test cases of these attempts, and the reports that could not be read."""
        earliest = self._clock() - KEPT
        recent = [run for run in runs if run.created_at > earliest and run.outcome is not None]
        if not recent or not self._patterns:
            return [], []
        attempts: dict[str, list[Run]] = {}
        for run in sorted(recent, key=lambda run: run.attempt):
            attempts.setdefault(run.external_id, []).append(run)
        self._meet(min(run.created_at for run in recent))
        found: dict[int, TestCase] = {}
        aside: list[Unmappable] = []
        for artifact in self._met:
            if artifact.run in attempts:
                run = _made_by(attempts[artifact.run], artifact.created_at)
                try:
                    cases = junit.cases(run.id, self._read(repository, artifact), artifact.name)
                except Unreadable as error:
                    node = {"id": f"artifact {artifact.id}", "run": artifact.run, "name": artifact.name}
                    aside.append(unmappable(self._source, "runs", node, error))
                else:
                    found |= {case.id: case for case in cases}
        return list(found.values()), aside

    def _meet(self, earliest: datetime) -> None:
        """Go on through the list until everything behind is older."""
        while not self._met or self._met[-1].created_at >= earliest:
            artifact = next(self._rest, None)
            if artifact is None:
                return
            self._met.append(artifact)

    def _listed(self, repository: Repository) -> Iterator[_Artifact]:
        """Those that may hold reports, the latest first."""
        number, seen, total = 1, 0, 1
        while seen < total:
            path = f"/repos/{repository.full_name}/actions/artifacts?per_page={PAGE}&page={number}"
            body = self._api.found(path).body
            nodes = body.get("artifacts") if isinstance(body, dict) else None
            if not isinstance(nodes, list) or not nodes:
                return
            total = body["total_count"] if type(body.get("total_count")) is int else 0
            seen += len(nodes)
            number += 1
            yield from filter(None, map(self._artifact, nodes))

    def _artifact(self, node: Any) -> _Artifact | None:  # noqa: ANN401 - JSON
        """One whose name is one of those; what cannot be read is no report."""
        try:
            found = _Artifact(_id(node), name(node, "name"), str(_id(node["workflow_run"])), _size(node),
                              moment(node, "created_at"))  # fmt: skip
            is_gone = truth(node, "expired")
        except (Unreadable, KeyError, TypeError):
            return None
        wanted = any(fnmatchcase(found.name.lower(), pattern) for pattern in self._patterns)
        return found if wanted and not is_gone and found.size <= LARGEST_ZIP else None

    def _read(self, repository: Repository, artifact: _Artifact) -> list[junit.Result]:
        path = f"/repos/{repository.full_name}/actions/artifacts/{artifact.id}/zip"
        try:
            content = self._api.download(path)
        except (TooMuch, Misconfigured) as error:
            raise Unreadable("artifact", error.message) from None
        return [] if content is None else results(content)


def results(content: bytes) -> list[junit.Result]:
    """What all reports in a zip file say; other files in it are no reports, also if they are XML.

    Raises:
        Unreadable: it is no zip file, or would fill the memory.
    """
    found: list[junit.Result] = []
    left = LARGEST_SUM
    try:
        with ZipFile(BytesIO(content)) as archive:
            files = [info for info in archive.infolist() if info.filename.lower().endswith(".xml")]
            if len(files) > MOST_FILES:
                raise Unreadable("artifact", f"expected at most {MOST_FILES} reports, found {len(files)}")
            for info in files:
                xml = _unpacked(archive, info, min(LARGEST_FILE, left))
                left -= len(xml)
                found += _results(xml)
    except (BadZipFile, RuntimeError, EOFError, OSError, ZlibError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            "artifact", f"expected a zip file, found something else ({type(error).__name__})"
        ) from None
    return found


def _unpacked(archive: ZipFile, info: ZipInfo, most: int) -> bytes:
    """Counted as it is unpacked, for a zip file may lie about its sizes."""
    with archive.open(info) as file:
        xml = file.read(most + 1)
    if len(xml) > most:
        raise Unreadable("artifact", f"expected at most {LARGEST_SUM // 2**20} MB of reports, found more")
    return xml


def _results(xml: bytes) -> list[junit.Result]:
    try:
        return junit.results(xml)
    except Unreadable:
        return []


def _made_by(attempts: Sequence[Run], at: datetime) -> Run:
    """The attempt during which it was uploaded: the last one that had begun by then."""
    begun = [run for run in attempts if (run.started_at or run.created_at) <= at]
    return begun[-1] if begun else attempts[0]


def _id(node: Node) -> int:
    value = node["id"]
    if type(value) is not int:
        raise Unreadable("id", "expected a number")
    return value


def _size(node: Node) -> int:
    value = node.get("size_in_bytes")
    return value if type(value) is int else LARGEST_ZIP + 1
