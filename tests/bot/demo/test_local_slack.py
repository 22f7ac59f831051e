"""Running local-slack as a child; a small server stands in for it."""

import json
import os
import socket
import sys
from pathlib import Path

import httpx
import pytest

from bot.demo import local_slack
from bot.demo.workspace import workspace
from domain.errors import Misconfigured

SERVER = """#!{python}
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

config, port = sys.argv[2], int(sys.argv[4])
class State(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(Path(config).read_bytes())
Path(config).with_name("pid").write_text(str(__import__("os").getpid()))
HTTPServer(("127.0.0.1", port), State).serve_forever()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def script(folder: Path, text: str) -> Path:
    path = folder / "local-slack"
    path.write_text(text.format(python=sys.executable))
    path.chmod(0o755)
    return path


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_answers_inside_the_block_and_is_gone_after_it(tmp_path: Path, port: int) -> None:
    executable = script(tmp_path, SERVER)
    with local_slack.running(executable, workspace(), folder=tmp_path / "run", port=port) as address:
        assert address == f"http://127.0.0.1:{port}"
        assert httpx.get(f"{address}/_control/state").json()["workspace"]["name"] == "Harbour"
        pid = int((tmp_path / "run" / "pid").read_text())
        assert alive(pid)
    assert not alive(pid)


def test_it_is_stopped_also_when_the_block_fails(tmp_path: Path, port: int) -> None:
    executable = script(tmp_path, SERVER)
    with pytest.raises(KeyboardInterrupt), local_slack.running(executable, {}, folder=tmp_path, port=port):
        raise KeyboardInterrupt
    assert not alive(int((tmp_path / "pid").read_text()))


def test_one_that_does_not_start_says_why(tmp_path: Path, port: int) -> None:
    executable = script(tmp_path, "#!/bin/sh\necho 'port in use'\nexit 1\n")
    with (
        pytest.raises(Misconfigured, match="did not start: port in use"),
        local_slack.running(executable, {}, folder=tmp_path, port=port),
    ):
        pytest.fail("it never ran")


def test_the_workspace_lies_beside_its_log_for_people_to_read(tmp_path: Path, port: int) -> None:
    executable = script(tmp_path, SERVER)
    with local_slack.running(executable, workspace(), folder=tmp_path, port=port):
        pass
    assert json.loads((tmp_path / "workspace.json").read_text()) == workspace()
    assert (tmp_path / "local-slack.log").exists()
