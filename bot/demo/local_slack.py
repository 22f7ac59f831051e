"""Runs local-slack as a child: started, waited for until it answers, and stopped with us."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from domain.errors import Misconfigured

READY_WITHIN = 20.0
STOPS_WITHIN = 5.0


@contextmanager
def running(executable: Path, workspace: dict[str, Any], *, folder: Path, port: int) -> Iterator[str]:
    """Its address while the block runs; Misconfigured, with the log's last lines, when it does not start."""
    folder.mkdir(parents=True, exist_ok=True)
    config, log = folder / "workspace.json", folder / "local-slack.log"
    config.write_text(json.dumps(workspace, indent=2))
    address = f"http://127.0.0.1:{port}"
    command = [
        str(executable.resolve()),
        "--config",
        str(config),
        "--port",
        str(port),
        "--base-host",
        "127.0.0.1",
    ]
    with log.open("wb") as out:
        # Its own session: Ctrl-C reaches the bot first, which drains while its Slack still listens.
        child = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)  # noqa: S603 - our own file, no shell
    try:
        _wait_until_ready(child, address, log)
        yield address
    finally:
        _stop(child)


def _wait_until_ready(child: subprocess.Popen[bytes], address: str, log: Path) -> None:
    patience = time.monotonic() + READY_WITHIN
    while child.poll() is None and time.monotonic() < patience:
        if _answers(address):
            return
        time.sleep(0.05)
    words = " ".join(log.read_text(errors="replace").split())[-300:]
    raise Misconfigured(f"local-slack, the demo's Slack, did not start: {words or 'it said nothing'}.")


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/_control/state", timeout=1.0).is_success
    except httpx.TransportError:
        return False


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
