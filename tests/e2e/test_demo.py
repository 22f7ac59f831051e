"""The demo as a program: it starts beside another one, says what to type, and ends when it is told to."""

import signal
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import ARTIFACTS
from tests.e2e.demo import Demo


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a service manager"])
def test_it_ends_cleanly_and_takes_its_slack_with_it(demo: Demo, folder: Path, by: signal.Signals) -> None:
    with Demo.started(folder, log=ARTIFACTS / f"demo-{by.name}.log") as second:
        assert second.slack != demo.slack
        assert httpx.get(f"{second.slack}/_control/state").is_success
        assert second.stop(by) == 0
        assert "Traceback" not in second.words
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{second.slack}/_control/state")
    assert httpx.get(f"{demo.slack}/_control/state").is_success


def test_it_says_what_to_open_and_what_to_type(demo: Demo) -> None:
    assert "/metrics cycle-time payments" in demo.words
    assert "Ctrl-C" in demo.words
