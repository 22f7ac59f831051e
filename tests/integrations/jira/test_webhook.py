"""Jira's deliveries: signed by a secret of ours, and what each of the recorded ones is about."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Forbidden, Rejected
from integrations.jira.webhook import EVENTS, WEBHOOK
from integrations.webhook import Call, Named

RECORDED = Path("/work/shared/data/webhooks/jira")
FILES = sorted(RECORDED.glob("*.json")) if RECORDED.exists() else []
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "It's a Secret to Everybody"


def call(body: object, **headers: str) -> Call:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Call({name.replace("_", "-"): value for name, value in headers.items()}, content, NOW)


def signed(body: bytes, secret: str = SECRET) -> str:
    """By hand, as RFC 2104 has it: no HMAC of a library."""
    key = secret.encode()
    key = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + body).digest()
    return "sha256=" + hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()


def test_the_vendors_own_vector_is_taken() -> None:
    body = b"Hello World!"
    digest = "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    assert signed(body) == f"sha256={digest}"
    WEBHOOK.verify(call(body, x_hub_signature=f"sha256={digest}"), [SECRET])


@pytest.mark.parametrize(
    "secrets", [[SECRET], ["old", SECRET], [SECRET, "new"]], ids=["one", "last", "first"]
)
def test_any_of_our_secrets_will_do_while_they_are_exchanged(secrets: list[str]) -> None:
    body = '{"webhookEvent": "jira:issue_updated", "x": "é"}'.encode()
    WEBHOOK.verify(call(body, x_hub_signature=signed(body)), secrets)


@pytest.mark.parametrize(
    ("signature", "secrets"),
    [
        ("", [SECRET]),
        ("sha256=", [SECRET]),
        ("sha256=" + "0" * 64, [SECRET]),
        (signed(b"{}")[7:], [SECRET]),
        ("sha1=" + hmac.new(SECRET.encode(), b"{}", "sha1").hexdigest(), [SECRET]),
        (signed(b"{}", "another"), [SECRET]),
        (signed(b"{} "), [SECRET]),
        (signed(b"{}"), []),
        (signed(b"{}", ""), [""]),
        ("sha256=é", [SECRET]),
    ],
    ids=[
        "none", "empty", "zeros", "without its method", "of SHA-1", "another secret", "another body",
        "no secret of ours", "an empty secret", "no hexadecimal",
    ],
)  # fmt: skip
def test_what_is_not_signed_by_us_is_refused(signature: str, secrets: list[str]) -> None:
    with pytest.raises(Forbidden) as refused:
        WEBHOOK.verify(call(b"{}", x_hub_signature=signature), secrets)
    assert SECRET not in str(refused.value)


@pytest.mark.skipif(not FILES, reason=f"the recorded deliveries of {RECORDED} are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_recorded_delivery_names_its_issue_or_nothing(path: Path) -> None:
    body = path.read_bytes()
    told: dict[str, Any] = json.loads(body)
    delivery = WEBHOOK.read(call(body, x_atlassian_webhook_identifier="id-1"))
    assert (delivery.id, delivery.event) == ("id-1", told["webhookEvent"])
    is_comment = told["webhookEvent"].startswith("comment_")
    assert delivery.named == (() if is_comment else (Named("issues", told["issue"]["id"]),))
    assert delivery.records == ()


@pytest.mark.parametrize(
    ("event", "body", "named"),
    [
        ("jira:issue_created", {"issue": {"id": "10001"}}, (Named("issues", "10001"),)),
        ("jira:issue_deleted", {"issue": {"id": 10001}}, (Named("issues", "10001"),)),
        ("jira:issue_updated", {}, (Named("issues"),)),
        ("sprint_started", {"sprint": {"id": 7}}, (Named("sprints", "7"),)),
        ("sprint_deleted", {"sprint": {"id": 7}}, (Named("sprints", "7"),)),
        ("board_created", {"board": {"id": 7}}, (Named("sprints"),)),
        ("project_updated", {"project": {"id": 10003}}, (Named("projects", "10003"),)),
        ("project_updated", {"project": {"id": "../10003"}}, (Named("projects"),)),
        ("worklog_updated", {"worklog": {"issueId": "1"}}, ()),
        ("jira:version_released", {"version": {"id": "1"}}, ()),
        ("user_created", {}, ()),
        ("something_of_next_year", {"issue": {"id": "1"}}, ()),
    ],
)
def test_an_event_names_what_it_is_about(event: str, body: dict[str, Any], named: tuple[Named, ...]) -> None:
    assert WEBHOOK.read(call({"webhookEvent": event, **body})).named == named


def test_every_event_to_subscribe_to_names_something() -> None:
    things = {key: {"id": "1"} for key in ("issue", "sprint", "board", "project")}
    assert all(WEBHOOK.read(call({"webhookEvent": event, **things})).named for event in EVENTS)


def test_a_repetition_is_known_by_its_identifier_else_by_what_it_says() -> None:
    body = {"webhookEvent": "jira:issue_updated", "issue": {"id": "1"}}
    one, same, other = (WEBHOOK.read(call({**body, "timestamp": at})).id for at in (1, 1, 2))
    assert one == same != other
    assert WEBHOOK.read(call(body, x_atlassian_webhook_identifier=" x ")).id == "x"


@pytest.mark.parametrize(
    "body", [b"", b"x", b"7", b"[]", b"{}", b'{"webhookEvent": 7}', b"[" * 10_000, b"\xff"]
)
def test_what_is_no_event_is_rejected(body: bytes) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call(body))


@given(
    thing=st.none() | st.integers() | st.text() | st.dictionaries(st.just("id"), st.integers() | st.text()),
    event=st.sampled_from(EVENTS),
)
def test_whatever_a_delivery_holds_it_names_an_id_or_none(thing: object, event: str) -> None:
    body = {"webhookEvent": event, **dict.fromkeys(("issue", "sprint", "project", "board"), thing)}
    (named,) = WEBHOOK.read(call(body)).named
    assert named.external_id == "" or named.external_id.isdigit()
