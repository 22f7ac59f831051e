"""Linear's calls: signed over the raw bytes and the time in them, and every recorded delivery."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Forbidden, Rejected
from integrations.linear.webhook import FRESH, WEBHOOK
from integrations.webhook import Call, Named

RECORDED = Path("/work/shared/data/webhooks/linear")
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "lin_wh_0123456789abcdef"

ISSUE_44, ISSUE_46 = "3443a709-f2b5-46f2-a136-a0445fd432be", "f9a37fcf-eb52-44be-a52c-0477f70e9952"
EVENTS = {
    "zulip__comment_create.json": "Comment.create",
    "zulip__comment_remove.json": "Comment.remove",
    "zulip__issue_create_complex.json": "Issue.create",
    "zulip__issue_create_simple.json": "Issue.create",
    "zulip__issue_create_simple_without_description.json": "Issue.create",
    "zulip__issue_remove.json": "Issue.remove",
    "zulip__issue_sub_issue_remove.json": "Issue.remove",
    "zulip__issue_sub_issue_update.json": "Issue.update",
}


def body(at: datetime | None = AT, **fields: Any) -> bytes:  # noqa: ANN401 - JSON
    sent = {} if at is None else {"webhookTimestamp": int(at.timestamp() * 1000)}
    told = {"action": "update", "type": "Issue", "data": {"id": "I_1"}, **fields, **sent}
    return json.dumps(told).encode()


def signed(secret: str, content: bytes) -> str:
    """As Linear signs: written here once more, on its own."""
    block = secret.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + content).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()


def call(content: bytes, signature: str | None = None, **headers: str) -> Call:
    told = signed(SECRET, content) if signature is None else signature
    return Call({"linear-signature": told, **headers}, content, AT)


def test_the_independent_signature_is_an_hmac() -> None:
    assert signed(SECRET, b"x") == hmac.new(SECRET.encode(), b"x", "sha256").hexdigest()


@pytest.mark.parametrize("ago", [timedelta(), FRESH, -FRESH], ids=["now", "a minute ago", "a minute ahead"])
def test_a_call_that_one_secret_signed_just_now_is_taken(ago: timedelta) -> None:
    content = body(AT - ago)
    WEBHOOK.verify(call(content), ["old-secret", "", SECRET])
    WEBHOOK.verify(call(content, signed(SECRET, content).upper()), [SECRET])


@pytest.mark.parametrize(
    ("signature", "secrets"),
    [
        ("", [SECRET]),
        (signed("another", body()), [SECRET]),
        (signed(SECRET, body() + b" "), [SECRET]),
        (signed(SECRET, body())[:-1], [SECRET]),
        (f"sha256={signed(SECRET, body())}", [SECRET]),
        (signed("", body()), [""]),
        (signed(SECRET, body()), []),
        ("é" * 64, [SECRET]),
    ],
    ids=["nothing", "another secret", "another body", "cut", "another form", "signed with nothing",
         "no secret known", "no hex"],
)  # fmt: skip
def test_any_other_call_is_forbidden(signature: str, secrets: list[str]) -> None:
    with pytest.raises(Forbidden) as refusal:
        WEBHOOK.verify(call(body(), signature), secrets)
    assert signed(SECRET, body()) not in str(refusal.value)


def test_a_call_without_a_signature_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        WEBHOOK.verify(Call({}, body(), AT), [SECRET])


@pytest.mark.parametrize(
    "content",
    [
        body(AT - FRESH - timedelta(seconds=1)),
        body(AT + FRESH + timedelta(seconds=1)),
        body(None),
        body(None, webhookTimestamp="now"),
        body(None, webhookTimestamp=True),
        body(None, webhookTimestamp=-1),
        body(None, webhookTimestamp=10**18),
    ],
    ids=["older", "from the future", "without a time", "a word", "true", "below zero", "no year there is"],
)
def test_a_call_that_was_not_sent_just_now_is_forbidden(content: bytes) -> None:
    with pytest.raises(Forbidden):
        WEBHOOK.verify(call(content), [SECRET])


@pytest.mark.skipif(not RECORDED.exists(), reason=f"{RECORDED} is not on this machine")
@pytest.mark.parametrize("file", EVENTS)
def test_a_recorded_delivery_names_its_issue(file: str) -> None:
    content = (RECORDED / file).read_bytes()
    told = json.loads(content)
    delivery = WEBHOOK.read(call(content))
    issue = told["data"]["issueId"] if told["type"] == "Comment" else told["data"]["id"]
    assert delivery.event == EVENTS[file]
    assert delivery.named == (Named("issues", issue),)


@pytest.mark.skipif(not RECORDED.exists(), reason=f"{RECORDED} is not on this machine")
def test_the_recorded_deliveries_are_about_the_issues_we_know() -> None:
    assert {path.name for path in RECORDED.glob("*.json")} == set(EVENTS)
    read = {name: WEBHOOK.read(call((RECORDED / name).read_bytes())).named[0].external_id for name in EVENTS}
    assert read["zulip__issue_create_complex.json"] == read["zulip__issue_remove.json"] == ISSUE_44
    assert read["zulip__comment_create.json"] == ISSUE_46


@pytest.mark.parametrize(
    ("kind", "data", "named"),
    [
        ("Issue", {"id": "I_1"}, (Named("issues", "I_1"),)),
        ("Cycle", {"id": "C_1"}, (Named("sprints", "C_1"),)),
        ("Attachment", {"id": "A_1", "issueId": "I_2"}, (Named("issues", "I_2"),)),
        ("Comment", {"id": "K_1", "issueId": "I_2"}, (Named("issues", "I_2"),)),
        ("Comment", {"id": "K_1", "projectUpdateId": "P_1"}, ()),
        ("Team", {"id": "T_1"}, (Named("projects"),)),
        ("IssueLabel", {"id": "L_1"}, ()),
        ("Project", {"id": "P_1"}, ()),
        ("OfNextYear", None, ()),
    ],
    ids=["an issue", "a cycle", "an attachment", "a comment", "a comment on something else", "a team",
         "a label", "a project, which is none of ours", "what is new"],
)  # fmt: skip
def test_a_call_names_what_it_is_about(kind: str, data: object, named: tuple[Named, ...]) -> None:
    delivery = WEBHOOK.read(call(body(type=kind, data=data)))
    assert (delivery.event, delivery.named) == (f"{kind}.update", named)


def test_a_repetition_is_told_by_its_header_or_its_bytes() -> None:
    content = body()
    assert WEBHOOK.read(call(content, **{"linear-delivery": "D-1"})).id == "D-1"
    assert WEBHOOK.read(call(content)).id == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", body(type=None), body(action=7), body(data=None), body(data={"id": 7}),
     body(type="Comment", data={"issueId": 7})],
    ids=["nothing", "a list", "empty", "no type", "no action", "no data", "no id", "no issue"],
)  # fmt: skip
def test_a_call_that_makes_no_sense_is_rejected(content: bytes) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call(content))
