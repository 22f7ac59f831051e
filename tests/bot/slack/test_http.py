"""Slack calling us: only what Slack signed, lately and for this app, reaches a listener."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.slack.http import Door, Headers

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BODY = urlencode({"command": "/metrics", "text": "list", "user_id": "U1", "team_id": "T1", "trigger_id": "1"})


def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-test")


@dataclass
class House:
    """A door to an app that counts who came in."""

    heard: list[str] = field(default_factory=list)

    def door(self) -> Door:
        app = App(
            client=WebClient(), authorize=authorize, signing_secret="", request_verification_enabled=False
        )

        @app.command("/metrics")
        def metrics(ack: Ack, body: dict[str, Any]) -> None:
            self.heard.append(body["text"])
            ack("Working on it.")

        return Door(app, SECRET)


@pytest.fixture
def house() -> House:
    return House()


def signed(body: str = BODY, *, at: float | None = None, secret: str = SECRET) -> list[tuple[str, str]]:
    timestamp = str(int(time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-slack-request-timestamp", timestamp),
        ("x-slack-signature", str(signature)),
    ]


def test_a_signed_command_is_heard_and_answered(house: House) -> None:
    reply = house.door()(BODY.encode(), signed())
    assert (reply.status, reply.body) == (200, "Working on it.")
    assert house.heard == ["list"]


def test_slack_is_told_that_the_address_is_ours(house: House) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
    headers = [("content-type", "application/json"), *signed(body)[1:]]
    reply = house.door()(body.encode(), headers)
    assert (reply.status, json.loads(reply.body)) == (200, {"challenge": "abc"})
    assert reply.content_type.startswith("application/json")


def changed(name: str, value: str) -> Callable[[], Headers]:
    return lambda: [(key, value if key == name else old) for key, old in signed()]


FORGERIES: dict[str, Callable[[], Headers]] = {
    "a wrong signature": changed("x-slack-signature", "v0=" + "0" * 64),
    "a signature of another version": changed("x-slack-signature", "v1=" + "0" * 64),
    "no signature at all": lambda: signed()[:2],
    "no timestamp": lambda: [signed()[0], signed()[2]],
    "a timestamp that is no number": changed("x-slack-request-timestamp", "now"),
    "a timestamp beyond all time": changed("x-slack-request-timestamp", "9" * 400),
    "a timestamp longer than any number": changed("x-slack-request-timestamp", "9" * 5_000),
    "a signature that is no ASCII": changed("x-slack-signature", "v0=\xe9"),
    "another timestamp than was signed": changed("x-slack-request-timestamp", str(int(time()) - 1)),
    "a signature five minutes old": lambda: signed(at=time() - 302),
    "a signature from the future": lambda: signed(at=time() + 302),
    "the signature of another app": lambda: signed(secret="another app's secret"),
    "the signature of another body": lambda: signed(BODY + "&more=1"),
    "two signatures": lambda: [*signed(), signed()[2]],
    "two timestamps": lambda: [*signed(), signed()[1]],
}


@pytest.mark.parametrize("headers", FORGERIES.values(), ids=FORGERIES)
def test_what_slack_did_not_sign_is_refused_unheard(house: House, headers: Callable[[], Headers]) -> None:
    reply = house.door()(BODY.encode(), headers())
    assert (reply.status, reply.body) == (401, "")
    assert house.heard == []


def test_a_body_that_is_no_text_is_refused(house: House) -> None:
    assert house.door()(b"\xff\xfe", signed()).status == 401


def test_a_body_encoded_anew_is_not_what_was_signed(house: House) -> None:
    assert house.door()(BODY.replace("%2F", "/").encode(), signed()).status == 401
