"""HTTP's edge: a mistake of ours is logged, and told without saying what it was."""

import logging

import pytest
from fastapi import FastAPI

from tests.web.serving import served
from web.errors import guarded


def test_a_crash_is_told_by_reference_only(caplog: pytest.LogCaptureFixture) -> None:
    app = guarded(FastAPI())

    @app.get("/broken")
    def broken() -> None:
        raise ValueError("the password is hunter2")

    with caplog.at_level(logging.ERROR, logger="leadline.web"), served(app) as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert answer.json()["reference"] in caplog.text
