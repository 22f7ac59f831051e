"""`leadline demo` as a person starts it: a process, its words, and its end."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_WITHIN = 120.0
STOPS_WITHIN = 30.0
ADDRESS = re.compile(r"Open\s+(http://\S+)")


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo; `slack` is the address it told to open."""

    process: subprocess.Popen[bytes]
    log: Path
    slack: str

    @classmethod
    @contextmanager
    def started(cls, folder: Path, *, log: Path) -> Iterator["Demo"]:
        """Run it in a folder until the block ends; its output is kept in `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        command = [str(Path(sys.executable).with_name("leadline").absolute()), "demo"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "120"}
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        try:
            yield cls(process, log, _address(process, log))
        finally:
            process.terminate()
            process.wait(STOPS_WITHIN)

    @property
    def words(self) -> str:
        return self.log.read_text(errors="replace")

    def stop(self, with_signal: signal.Signals) -> int:
        """Press Ctrl-C, or be stopped by a service manager; returns the exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(STOPS_WITHIN)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    patience = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < patience:
        if found := ADDRESS.search(log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"the demo did not start:\n{log.read_text(errors='replace')[-3000:]}")
