"""Finding and fetching local-slack."""

import hashlib
import io
import os
import sys
import tarfile
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.demo import binary
from bot.demo.binary import BUILDS, NODE_LOCK, Build, build_for, find
from domain.errors import Misconfigured

EXECUTABLE = b"#!/bin/sh\necho local-slack\n"


def archive(folder: Path, content: bytes = EXECUTABLE, name: str = "package/bin/local-slack") -> Path:
    """What npm would bring."""
    path = folder / "local-slack-0.1.8.tgz"
    with tarfile.open(path, "w:gz") as files:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        files.addfile(info, io.BytesIO(content))
    return path


def digest(path: Path) -> str:
    return b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


class Registry:
    """Hands out one archive and counts how often it is asked."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.asked: list[str] = []

    def fetch(self, spec: str, folder: Path) -> Path:
        self.asked.append(spec)
        return Path(self.archive.rename(folder / self.archive.name))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(archive(tmp_path))


def build(registry: Registry) -> Build:
    return Build("local-slack-test", "0.1.8", digest(registry.archive))


def test_it_is_fetched_once_checked_and_made_executable(tmp_path: Path, registry: Registry) -> None:
    wanted, folder = build(registry), tmp_path / "kept"
    found = find(folder, wanted, registry.fetch)
    assert found.read_bytes() == EXECUTABLE
    assert os.access(found, os.X_OK)
    assert find(folder, wanted, registry.fetch) == found
    assert registry.asked == ["local-slack-test@0.1.8"]


def test_an_archive_with_another_digest_is_refused_and_nothing_is_kept(
    tmp_path: Path, registry: Registry
) -> None:
    wanted, folder = Build("local-slack-test", "0.1.8", b64encode(bytes(64)).decode()), tmp_path / "kept"
    with pytest.raises(Misconfigured, match="SHA-512 digest differs"):
        find(folder, wanted, registry.fetch)
    assert list(folder.iterdir()) == []


def test_another_version_is_fetched_beside_the_old_one(tmp_path: Path, registry: Registry) -> None:
    folder, old = tmp_path / "kept", build(registry)
    first = find(folder, old, registry.fetch)
    newer = Registry(archive(tmp_path, b"newer"))
    second = find(folder, Build("local-slack-test", "0.1.9", digest(newer.archive)), newer.fetch)
    assert (first.read_bytes(), second.read_bytes()) == (EXECUTABLE, b"newer")


@pytest.mark.parametrize("machine", sorted(BUILDS), ids="-".join)
def test_every_build_is_pinned_by_a_whole_digest(machine: tuple[str, str]) -> None:
    pinned = build_for(machine)
    assert pinned.package == f"local-slack-{'-'.join(machine)}"
    assert len(pinned.sha512) == 88
    assert pinned.spec.endswith("@" + pinned.version)


def test_a_platform_without_a_build_is_told_so_and_what_works_there() -> None:
    with pytest.raises(Misconfigured) as refused:
        build_for(("plan9", "mips"))
    assert "no build for plan9-mips; there is one for linux-x64" in refused.value.message
    assert "leadline ask" in refused.value.hint


def test_this_machine_is_named_in_npms_words() -> None:
    system, architecture = binary.this_machine()
    assert system == sys.platform.rstrip("0123456789")
    assert architecture not in {"x86_64", "amd64", "aarch64"}


def test_npm_packs_the_archive_into_the_folder(tmp_path: Path) -> None:
    commands: list[Sequence[str | Path]] = []

    def npm(command: Sequence[str | Path]) -> None:
        commands.append(command)
        archive(tmp_path)

    assert binary.fetch_by(Path("npm"), npm)("a@1", tmp_path) == tmp_path / "local-slack-0.1.8.tgz"
    assert commands == [[Path("npm"), "pack", "a@1", "--loglevel=error", "--pack-destination", tmp_path]]


def test_an_npm_that_brings_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="npm fetched nothing for a@1"):
        binary.fetch_by(Path("npm"), lambda _: None)("a@1", tmp_path)


def test_without_npm_one_is_installed_by_pip_from_the_pinned_lock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    commands: list[Sequence[str | Path]] = []
    npm = binary.npm(commands.append)
    assert npm.parent == Path(sys.executable).parent
    (command,) = commands
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert "--require-hashes" in command
    assert command[-1] == NODE_LOCK


def test_the_machines_npm_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binary.npm(lambda _: pytest.fail("nothing is installed")) == npm


def test_the_lock_of_node_pins_every_package_with_hashes() -> None:
    pinned = [line for line in NODE_LOCK.read_text().splitlines() if not line.lstrip().startswith(("-", "#"))]
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        pytest.param(["sh", "-c", "echo offline >&2; exit 1"], "sh said: offline", id="it fails"),
        pytest.param(
            ["sh", "-c", "printf 'warn a\\nnpm error code ENOTFOUND\\nsee log' >&2; exit 1"],
            "sh said: npm error code ENOTFOUND",
            id="the error stands among other words",
        ),
        pytest.param(["sh", "-c", "exit 1"], "sh said: nothing", id="it fails silently"),
        pytest.param(["/nowhere/npm"], "npm: ", id="it is not there"),
    ],
)
def test_offline_says_why_what_to_do_and_what_works_anyway(command: list[str], words: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        binary.run(command)
    assert words in refused.value.message
    assert "leadline ask" in refused.value.hint


def test_an_archive_without_the_executable_is_refused(tmp_path: Path) -> None:
    other = Registry(archive(tmp_path, name="package/README"))
    with pytest.raises(Misconfigured, match="holds no executable"):
        find(tmp_path / "kept", build(other), other.fetch)
