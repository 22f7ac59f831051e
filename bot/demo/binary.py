"""Finds or fetches local-slack, a Slack stand-in with a browser UI: from npm, checked by its digest."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.errors import Misconfigured

Fetch = Callable[[str, Path], Path]
"""Brings a package such as `name@1.2.3` into a folder and returns the archive."""

Run = Callable[[Sequence[str | Path]], None]

NODE_LOCK = Path(__file__).parents[2] / "requirements-node.lock"
WITHOUT_SLACK = 'In the terminal the same answers come without Slack: leadline ask "cycle-time payments 30d".'
LONGEST_FETCH = 600


@dataclass(frozen=True, slots=True)
class Build:
    """A prebuilt local-slack: its npm package and the digest that the package's archive must have."""

    package: str
    version: str
    sha512: str

    @property
    def spec(self) -> str:
        return f"{self.package}@{self.version}"


BUILDS = {
    ("linux", "x64"): Build(
        "local-slack-linux-x64",
        "0.1.8",
        "2BCTKxKajjZNWCSCj66Jq5VDScUDNpGZ1lA3281I8RvpDE4/ULCwC26TlcW6/4sPbSTs02Q3KjTiltJp3ZBEvg==",
    ),
}
_ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def this_machine() -> tuple[str, str]:
    """The platform and architecture, in npm's words."""
    machine = platform.machine().lower()
    return platform.system().lower(), _ARCHITECTURES.get(machine, machine)


def build_for(machine: tuple[str, str]) -> Build:
    """The build of a platform; Misconfigured where none is published and pinned."""
    if machine in BUILDS:
        return BUILDS[machine]
    have = ", ".join("-".join(known) for known in BUILDS)
    raise Misconfigured(
        f"local-slack, the demo's Slack, has no build for {'-'.join(machine)}; there is one for {have}.",
        hint=WITHOUT_SLACK,
    )


def find(folder: Path, build: Build, fetch: Fetch) -> Path:
    """The executable, fetched into `folder` the first time and reused from then on."""
    home = folder / f"{build.package}-{build.version}"
    executable = home / "local-slack"
    if executable.is_file():
        return executable
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch:
        archive = fetch(build.spec, Path(scratch))
        _check(archive, build)
        unpacked = _unpack(archive, Path(scratch) / "unpacked")
        home.mkdir(exist_ok=True)
        unpacked.replace(executable)
    return executable


def fetch_with_npm(spec: str, folder: Path) -> Path:
    """Fetch by the machine's npm, or by one that pip installs beside Leadline where there is none."""
    return fetch_by(npm(run), run)(spec, folder)


def npm(run: Run) -> Path:
    """The machine's npm, or Node's from PyPI, installed into this environment from its own lock."""
    found = shutil.which("npm")
    beside = Path(sys.executable).parent / ("npm.exe" if os.name == "nt" else "npm")
    if not found and not beside.is_file():
        pinned: Sequence[str | Path] = ("--require-hashes", "--requirement", NODE_LOCK)
        run([sys.executable, "-m", "pip", "install", "--quiet", *pinned])
    return Path(found) if found else beside


def fetch_by(client: Path, run: Run) -> Fetch:
    """How an npm client fetches a package's archive."""

    def fetch(spec: str, folder: Path) -> Path:
        run([client, "pack", spec, "--loglevel=error", "--pack-destination", folder])
        archives = sorted(folder.glob("*.tgz"))
        if not archives:
            raise Misconfigured(f"npm fetched nothing for {spec}.", hint=WITHOUT_SLACK)
        return archives[0]

    return fetch


def run(command: Sequence[str | Path]) -> None:
    """Run a package client; Misconfigured, with its last words, when it fails."""
    name = Path(command[0]).name
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST_FETCH)  # noqa: S603 - a fixed command, no shell
    except subprocess.CalledProcessError as error:
        raise _unreachable(f"{name} said: {_why(error.stderr or '')}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unreachable(f"{name}: {error}") from error


def _why(words: str) -> str:
    """The line that names the error, else the last one."""
    lines = words.strip().splitlines() or ["nothing"]
    return next((line for line in lines if line.lower().startswith(("npm error", "error"))), lines[-1])


def _unreachable(why: str) -> Misconfigured:
    return Misconfigured(
        f"local-slack, the demo's Slack, could not be fetched ({why}).",
        hint=f"Connect this machine to npm's packages and start the demo again. {WITHOUT_SLACK}",
    )


def _check(archive: Path, build: Build) -> None:
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if b64encode(digest).decode() != build.sha512:
        raise Misconfigured(
            f"The archive of {build.spec} is not the one that was reviewed: its SHA-512 digest differs.",
            hint=f"Nothing of it was run. {WITHOUT_SLACK}",
        )


def _unpack(archive: Path, target: Path) -> Path:
    with tarfile.open(archive) as files:
        member = next((file for file in files if file.name == "package/bin/local-slack"), None)
        executable = files.extractfile(member) if member else None
        if executable is None:
            raise Misconfigured("The archive of local-slack holds no executable.", hint=WITHOUT_SLACK)
        with target.open("wb") as out:
            shutil.copyfileobj(executable, out)
    target.chmod(0o755)
    return target
