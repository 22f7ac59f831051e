"""Alive is not yet ready: readiness names what is missing."""

import httpx
import pytest
from fastapi import FastAPI

from tests.web.serving import served
from web.health import health


def asked(path: str, **found: bool) -> httpx.Response:
    app = FastAPI()
    app.include_router(health(lambda: found))
    with served(app) as client:
        return client.get(path)


def test_it_is_alive_even_when_nothing_is_reachable() -> None:
    answer = asked("/healthz", slack=False, store=False)
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.parametrize(
    ("found", "status", "word"),
    [
        ({"slack": True, "store": True}, 200, "ready"),
        ({"slack": False, "store": True}, 503, "not ready"),
        ({}, 200, "ready"),
    ],
    ids=["everything", "slack is away", "nothing needed"],
)
def test_ready_is_what_reaches_everything(found: dict[str, bool], status: int, word: str) -> None:
    answer = asked("/readyz", **found)
    assert answer.status_code == status
    assert answer.json() == {"status": word, **found}
