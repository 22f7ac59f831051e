"""PagerDuty's calls: its own signature on the raw bytes, and every recorded delivery."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Forbidden, Rejected
from integrations.pagerduty.webhook import EVENTS, WEBHOOK
from integrations.webhook import Call, Named

RECORDED = Path("/work/shared/data/webhooks/pagerduty")
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET, OTHER = "mNz+3Q==secret", "another-secret"
BODY = json.dumps({"event": {"id": "E1", "event_type": "incident.triggered",
                             "data": {"id": "Q1", "type": "incident"}}}).encode()  # fmt: skip

NAMED = {
    "zulip__acknowledge.json": ("incident.assign", ["PO1XIJ5"]),
    "zulip__acknowledge_v2.json": ("incident.acknowledge", ["PRORDTY"]),
    "zulip__acknowledged_v3.json": ("incident.acknowledged", ["PQ1K5C8"]),
    "zulip__assign_v2.json": ("incident.assign", ["PRORDTY"]),
    "zulip__auto_resolved.json": ("incident.resolve", ["PX7K9J2"]),
    "zulip__resolve_v2.json": ("incident.resolve", ["PRORDTY"]),
    "zulip__resolved_v3.json": ("incident.resolved", ["PCPZE64"]),
    "zulip__trigger.json": ("incident.trigger", ["P140S4Y"]),
    "zulip__trigger_v2.json": ("incident.trigger", ["PRORDTY"]),
    "zulip__trigger_without_assignee_v2.json": ("incident.trigger", ["PRORDTY"]),
    "zulip__unacknowledged_v3.json": ("incident.unacknowledged", ["PQ1K5C8"]),
}


def signed(secret: str, body: bytes = BODY) -> str:
    """As PagerDuty signs: written here once more, on its own."""
    key = secret.encode()
    block = key.ljust(64, b"\0") if len(key) <= 64 else hashlib.sha256(key).digest().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + body).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()


def call(signature: str | None, body: bytes = BODY) -> Call:
    return Call({} if signature is None else {"x-pagerduty-signature": signature}, body, AT)


def event(**fields: Any) -> bytes:  # noqa: ANN401 - JSON
    return json.dumps({"event": fields}).encode()


def test_the_independent_signature_is_an_hmac() -> None:
    assert signed(SECRET) == hmac.new(SECRET.encode(), BODY, "sha256").hexdigest()


@pytest.mark.parametrize(
    "signature",
    [
        f"v1={signed(SECRET)}",
        f"v1={signed(OTHER)},v1={signed(SECRET)}",
        f"v2=0000, v1={signed(SECRET)}",
        f"v1={signed(SECRET).upper()}",
    ],
    ids=["one", "the second of two", "beside a later version", "in capitals"],
)
def test_a_call_that_one_secret_signed_is_taken(signature: str) -> None:
    WEBHOOK.verify(call(signature), ["", "old-secret", SECRET])


@pytest.mark.parametrize(
    ("signature", "secrets"),
    [
        (None, [SECRET]),
        ("", [SECRET]),
        (signed(SECRET), [SECRET]),
        (f"v2={signed(SECRET)}", [SECRET]),
        (f"v1={signed(OTHER)}", [SECRET]),
        (f"v1={signed(SECRET)}", []),
        (f"v1={signed('')}", [""]),
        ("v1=", [SECRET]),
        ("v1=é", [SECRET]),
        (f"v1={signed(SECRET)[:-1]}", [SECRET]),
        (f"v1={signed(SECRET, BODY + b' ')}", [SECRET]),
    ],
    ids=["nothing", "empty", "without version", "another version", "another secret", "no secret known",
         "signed with nothing", "no signature", "no hex", "cut", "another body"],
)  # fmt: skip
def test_any_other_call_is_forbidden_and_told_nothing(signature: str | None, secrets: list[str]) -> None:
    with pytest.raises(Forbidden) as refusal:
        WEBHOOK.verify(call(signature), secrets)
    assert signed(SECRET) not in str(refusal.value)


@pytest.mark.skipif(not RECORDED.exists(), reason=f"{RECORDED} is not on this machine")
@pytest.mark.parametrize("file", NAMED)
def test_a_recorded_delivery_names_its_incident(file: str) -> None:
    body = (RECORDED / file).read_bytes()
    delivery = WEBHOOK.read(call(None, body))
    kind, ids = NAMED[file]
    assert delivery.event == kind
    assert delivery.named == tuple(Named("incidents", id_) for id_ in ids)
    assert delivery.id
    assert delivery.records == ()


@pytest.mark.skipif(not RECORDED.exists(), reason=f"{RECORDED} is not on this machine")
def test_no_recorded_delivery_is_left_out() -> None:
    assert {path.name for path in RECORDED.glob("*.json")} == set(NAMED)


def test_the_event_id_tells_a_repetition() -> None:
    assert WEBHOOK.read(call(None)).id == "E1"


def test_a_delivery_without_an_id_goes_by_its_bytes() -> None:
    body = event(event_type="incident.resolved", data={"id": "Q1", "type": "incident"})
    assert WEBHOOK.read(call(None, body)).id == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_that_is_subscribed_to_names_the_incident(kind: str) -> None:
    body = event(id="E2", event_type=kind, data={"id": "Q1", "type": "incident"})
    assert WEBHOOK.read(call(None, body)).named == (Named("incidents", "Q1"),)


def test_what_belongs_to_an_incident_names_that() -> None:
    note = {"id": "N1", "type": "incident_note", "incident": {"id": "Q9", "type": "incident_reference"}}
    body = event(id="E3", event_type="incident.annotated", data=note)
    assert WEBHOOK.read(call(None, body)).named == (Named("incidents", "Q9"),)


@pytest.mark.parametrize("kind", ["pagey.ping", "service.updated"])
def test_what_is_about_no_incident_names_nothing(kind: str) -> None:
    body = event(id="E4", event_type=kind, data={"type": "ping", "message": "Hello"})
    delivery = WEBHOOK.read(call(None, body))
    assert (delivery.event, delivery.named) == (kind, ())


def test_several_messages_name_each_incident_once() -> None:
    messages = [{"id": f"M{n}", "event": "incident.trigger", "incident": {"id": id_}}
                for n, id_ in enumerate(("Q1", "Q2", "Q1"))]  # fmt: skip
    delivery = WEBHOOK.read(call(None, json.dumps({"messages": messages}).encode()))
    assert (delivery.id, [each.external_id for each in delivery.named]) == ("M0", ["Q1", "Q2"])


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"<html>", b'{"event": 7}', b'{"event": {}}', b'{"messages": []}',
     b'{"messages": [7]}', event(id="E", event_type="incident.triggered", data={"type": "incident"}),
     event(id=7, event_type="incident.triggered", data={"id": "Q", "type": "incident"})],
    ids=["nothing", "a list", "no event", "HTML", "a number", "an empty event", "no messages",
         "a message that is none", "an incident without id", "an id that is none"],
)  # fmt: skip
def test_a_call_that_makes_no_sense_is_rejected(body: bytes) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call(None, body))
