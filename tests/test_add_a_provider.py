"""The page on how to add a provider, followed word by word on a copy of the house."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.test_add_a_metric import PACKAGES, ROOT, replaced

PAGE = (ROOT / "docs" / "how-to" / "add-a-provider.md").read_text()
BLOCK = re.compile(r"<!-- (create|replace): (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
SAID = json.loads(re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0])
TOKEN = "readyfile-token-0123456789"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house with what the page says done to it."""
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "fixtures", "goldens")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for what, file, text in BLOCK.findall(PAGE):
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if what == "create" else replaced(path.read_text(), text))
    return folder


class Vendor(BaseHTTPRequestHandler):
    """Readyfile, for whoever has the token."""

    def do_GET(self) -> None:
        is_known = self.headers["Authorization"] == f"Bearer {TOKEN}"
        status = 401 if not is_known else 200 if self.path == "/issues.json" else 404
        body = json.dumps(SAID if status == 200 else {}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(copy: Path, folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A command line in the copy."""
    environment = {"PYTHONPATH": str(copy), "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder, env=environment, input=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_page_says_what_to_do_where() -> None:
    assert [(what, file) for what, file, _ in BLOCK.findall(PAGE)] == [
        ("create", "integrations/readyfile/mapping.py"),
        ("create", "integrations/readyfile/client.py"),
        ("create", "integrations/readyfile/__init__.py"),
        ("replace", "integrations/__init__.py"),
    ]


def test_the_new_provider_is_connected_synced_and_asked(copy: Path, tmp_path: Path, address: str) -> None:
    connected = run(copy, tmp_path, "connect", "readyfile", "--url", address, typed=TOKEN)
    assert connected.returncode == 0, connected
    assert f"1 issues at {address}" in connected.stdout
    assert TOKEN not in connected.stdout + connected.stderr
    synced = run(copy, tmp_path, "sync")
    assert "readyfile: succeeded; 1 project, 1 issue, 1 request" in synced.stdout, synced
    told = run(copy, tmp_path, "ask", "flow", "RDY-1", "--json")
    assert json.loads(told.stdout)["title"] == "Retry payments", told
    assert json.loads(told.stdout)["url"] == f"{address}/issues/RDY-1"


def test_a_token_that_the_new_provider_refuses_is_told(copy: Path, tmp_path: Path, address: str) -> None:
    refused = run(copy, tmp_path, "connect", "readyfile", "--url", address, typed="wrong-token-0123456789")
    assert refused.returncode == 1
    assert "FAIL" in refused.stdout


def test_the_new_provider_says_how_to_connect_it(copy: Path, tmp_path: Path) -> None:
    told = run(copy, tmp_path, "check", "readyfile")
    assert "Run `leadline connect readyfile`." in told.stdout
    assert "Connect Readyfile." in run(copy, tmp_path, "connect", "--help").stdout


def test_what_the_page_writes_is_tidy(copy: Path) -> None:
    """But for what a client with a single stream need not look at."""
    files = [file for _, file, _ in BLOCK.findall(PAGE) if "readyfile" in file]
    for tool in (["ruff", "check", "-q", "--extend-ignore", "ARG002"], ["ruff", "format", "--check", "-q"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, *files], cwd=copy, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
