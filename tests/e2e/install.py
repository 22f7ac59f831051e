"""Installs what the tests at the doors need: Debian's Chromium with its driver, local-slack, and a Jira."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.demo.binary import build_for, fetch_with_npm, find, run, this_machine
from domain.errors import Misconfigured

PACKAGES = ("chromium", "chromium-driver", "fonts-liberation", "fonts-noto-color-emoji")
LOCAL_SLACK = Path(".leadline/local-slack")
PEERS = Path(".leadline/peers")
PEERS_LOCK = Path("requirements-peers.lock")


def main() -> int:
    """Install what is missing; 0 when everything is there."""
    try:
        _browser()
        executable = find(LOCAL_SLACK, build_for(this_machine()), fetch_with_npm)
        _peers()
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return 1
    say(f"Browser: {shutil.which('chromium')}. Slack: {executable}.")
    return 0


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _browser() -> None:
    if shutil.which("chromium"):
        return
    if not shutil.which("apt-get"):
        raise Misconfigured(
            "The browser's tests need /usr/bin/chromium, and this machine has no apt-get to install it.",
            hint="Install Chromium by the machine's own means.",
        )
    say("Installing Chromium from Debian's packages (once, about a minute)")
    _as_root("apt-get", "update", "--quiet")
    _as_root("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *PACKAGES)


def _peers() -> None:
    """Stand-ins that strangers wrote, in a folder of their own."""
    into: Sequence[str | Path] = ("--no-deps", "--upgrade", "--target", PEERS)
    locked: Sequence[str | Path] = ("--require-hashes", "--requirement", PEERS_LOCK)
    run([sys.executable, "-m", "pip", "install", "--quiet", *into, *locked])


def _as_root(*command: str) -> None:
    sudo: Sequence[str] = () if os.geteuid() == 0 else ("sudo", "--non-interactive")
    silent = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run([*sudo, *command], check=True, stdout=subprocess.PIPE, env={**os.environ, **silent})
    except (OSError, subprocess.CalledProcessError) as error:
        raise Misconfigured(
            f"Chromium could not be installed: {' '.join(command)} failed.",
            hint=f"As root, run: apt-get update && apt-get install {' '.join(PACKAGES)}",
        ) from error


if __name__ == "__main__":
    sys.exit(main())
