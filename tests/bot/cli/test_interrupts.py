"""Ctrl-C, full disks and closed pipes: what a shell and a person see of them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.bot.cli.conftest import Leadline
from tests.bot.filled import configure, fill
from tests.fakes.github import TOKEN, FakeGitHub
from tests.fakes.github.fake import Proceed

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "bot"]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_ctrl_c_ends_a_sync_with_the_shell_s_code_and_it_goes_on_later(
    leadline: Leadline, folder: Path, address: str, github: FakeGitHub
) -> None:
    assert leadline("connect", "github", "--url", address, typed=TOKEN).code == 0
    process = subprocess.Popen(
        [*COMMAND, "sync"],
        cwd=folder,
        env=environment(),
        text=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def interrupt(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        return proceed()

    github.always = interrupt
    out, err = process.communicate(timeout=30)
    github.always = None
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert "38 pull requests" in leadline("sync").out


def test_a_reader_that_has_seen_enough_is_no_crash(folder: Path) -> None:
    configure(folder)
    fill(folder / ".leadline/leadline.db")
    reader, writer = os.pipe()
    os.close(reader)
    outcome = subprocess.run(
        [*COMMAND, "ask", "cycle-time", "--json"],
        cwd=folder,
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert outcome.returncode == 1
    assert b"Traceback" not in outcome.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to offer")
def test_a_full_disk_is_told(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        outcome = subprocess.run(
            [*COMMAND, "ask", "list"],
            cwd=folder,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert outcome.returncode == 1
    assert b"This machine refuses: No space left on device." in outcome.stderr
    assert b"Traceback" not in outcome.stderr


def test_a_home_that_is_no_folder_is_told(leadline: Leadline, folder: Path) -> None:
    (folder / ".leadline").write_text("a file")
    outcome = leadline("health")
    assert outcome.code == 1
    assert ".leadline" in outcome.err
    assert "Traceback" not in outcome.err
