"""What GitLab calls us with: every recorded delivery, and who may sign."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Forbidden, Rejected
from integrations.gitlab.webhook import WEBHOOK
from integrations.webhook import Call, Named

RECORDED = Path("/work/shared/data/webhooks/gitlab")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "correct horse"
KEY = "whsec_" + b64encode(b"a key of thirty-two bytes, really").decode()


def call(body: object, **headers: str) -> Call:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Call({name.replace("_", "-"): value for name, value in headers.items()}, raw, NOW)


def signed(body: bytes, key: str = KEY, at: datetime = NOW, id_: str = "msg_1") -> Call:
    """By the book of Standard Webhooks, independently of the code."""
    moment = str(int(at.timestamp()))
    content = id_.encode() + b"." + moment.encode() + b"." + body
    mac = hmac.new(b64decode(key[6:]), content, hashlib.sha256).digest()
    signature = "v1," + b64encode(mac).decode()
    return call(body, webhook_id=id_, webhook_timestamp=moment, webhook_signature=signature)


def wanted(body: dict[str, Any]) -> tuple[Named, ...]:  # noqa: PLR0911 - one for each kind of event
    """What a recorded delivery is about, told by another reading of it than the code's."""
    project = body.get("project") or {}
    place = str(body.get("project_id") or project.get("id") or "")
    attributes = body.get("object_attributes") or {}
    match body.get("object_kind") or body.get("event_name"):
        case "merge_request" if "target_project_id" in attributes:
            home = attributes["target_project_id"]
            return (Named("pull_requests", f"{home}!{attributes['iid']}", str(home)),)
        case "note" if attributes["noteable_type"] == "MergeRequest":
            pr = body["merge_request"]
            home = pr["target_project_id"]
            return (Named("pull_requests", f"{home}!{pr['iid']}", str(home)),)
        case "pipeline":
            return (Named("runs", str(attributes["id"]), place),)
        case "build":
            return (Named("runs", str(body.get("pipeline_id") or body["commit"]["id"]), place),)
        case "deployment":
            return (Named("deployments", str(body.get("deployment_id", "")), place),)
        case "push":
            default = project.get("default_branch") or body["ref"].removeprefix("refs/heads/")
            return (Named("commits", "", place),) if body["ref"] == f"refs/heads/{default}" else ()
    return ()


@pytest.mark.skipif(not RECORDED.exists(), reason=f"the recorded deliveries of {RECORDED} are not here")
def test_every_recorded_delivery_names_what_it_is_about() -> None:
    files = sorted(RECORDED.glob("*.json"))
    assert len(files) > 80
    named = 0
    for file in files:
        raw = file.read_bytes()
        found = WEBHOOK.read(call(raw, x_gitlab_event_uuid=file.stem))
        assert found.named == wanted(json.loads(raw)), file.name
        assert (found.id, found.records) == (file.stem, ())
        named += bool(found.named)
    assert named > 35


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (
            {"object_kind": "merge_request", "object_attributes": {"iid": 12, "target_project_id": 44}},
            Named("pull_requests", "44!12", "44"),
        ),
        (
            {"object_kind": "pipeline", "object_attributes": {"id": 500}, "project": {"id": 44}},
            Named("runs", "500", "44"),
        ),
        ({"object_kind": "build", "pipeline_id": 500, "project_id": 44}, Named("runs", "500", "44")),
        (
            {"object_kind": "deployment", "deployment_id": 7, "project": {"id": 44}},
            Named("deployments", "7", "44"),
        ),
        ({"object_kind": "deployment", "project": {"id": 44}}, Named("deployments", "", "44")),
        (
            {
                "object_kind": "push",
                "ref": "refs/heads/main",
                "project": {"id": 44, "default_branch": "main"},
            },
            Named("commits", "", "44"),
        ),
        ({"object_kind": "push", "ref": "refs/heads/x", "project_id": 44}, Named("commits", "", "44")),
    ],
    ids=["pull request", "pipeline", "job", "deployment", "deployment of old", "push", "push of old"],
)
def test_a_delivery_names_what_it_is_about(body: dict[str, Any], named: Named) -> None:
    assert WEBHOOK.read(call(body)).named == (named,)


@pytest.mark.parametrize(
    "body",
    [
        {"object_kind": "push", "ref": "refs/heads/x", "project": {"id": 44, "default_branch": "main"}},
        {"object_kind": "note", "object_attributes": {"noteable_type": "Issue"}, "project_id": 44},
        {"object_kind": "merge_request", "object_attributes": {"iid": "twelve"}},
        {"object_kind": "telepathy"},
        {"event_name": "project_rename", "project_id": 44},
        {},
    ],
    ids=["another branch", "an issue's note", "no number", "unheard of", "a system hook", "nothing"],
)
def test_what_means_nothing_to_us_names_nothing(body: dict[str, Any]) -> None:
    assert WEBHOOK.read(call(body)).named == ()


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"{", b"\xff", b"[" * 100_000], ids=range(6))
def test_what_is_no_json_object_is_rejected(body: bytes) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call(body))


@pytest.mark.parametrize(
    ("headers", "id_"),
    [
        ({"idempotency_key": "k", "webhook_id": "m", "x_gitlab_event_uuid": "u"}, "k"),
        ({"webhook_id": "m", "x_gitlab_event_uuid": "u"}, "m"),
        ({"x_gitlab_event_uuid": "u"}, "u"),
        ({}, hashlib.sha256(b"{}").hexdigest()),
    ],
    ids=["its key", "its message", "its event", "its own bytes"],
)
def test_a_repetition_has_the_same_id(headers: dict[str, str], id_: str) -> None:
    assert WEBHOOK.read(call(b"{}", **headers)).id == id_


@pytest.mark.parametrize(
    "secrets", [[SECRET], ["new", SECRET], ["", SECRET]], ids=["one", "rotated", "empty"]
)
def test_the_secret_token_is_enough(secrets: list[str]) -> None:
    WEBHOOK.verify(call(b"{}", x_gitlab_token=SECRET), secrets)


@pytest.mark.parametrize(
    "secrets", [[KEY], ["whsec_bmV3", KEY], [SECRET, KEY]], ids=["one", "rotated", "mixed"]
)
def test_a_signature_of_now_is_enough(secrets: list[str]) -> None:
    WEBHOOK.verify(signed(b'{"a": 1}'), secrets)


def test_one_of_several_signatures_is_enough() -> None:
    one = signed(b"{}")
    several = {**one.headers, "webhook-signature": "v1,bm9uZQ== " + one.headers["webhook-signature"]}
    WEBHOOK.verify(Call(several, one.body, NOW), [KEY])


@pytest.mark.parametrize(
    ("forged", "secrets"),
    [
        (call(b"{}"), [SECRET]),
        (call(b"{}", x_gitlab_token=""), ["", SECRET]),
        (call(b"{}", x_gitlab_token=""), []),
        (call(b"{}", x_gitlab_token="wrong"), [SECRET]),
        (signed(b"{}", KEY), ["whsec_" + b64encode(b"another").decode()]),
        (signed(b"{}", at=NOW - timedelta(minutes=6)), [KEY]),
        (signed(b"{}", at=NOW + timedelta(minutes=6)), [KEY]),
        (Call(signed(b"{}").headers, b"{} ", NOW), [KEY]),
        (Call({**signed(b"{}").headers, "webhook-id": "msg_2"}, b"{}", NOW), [KEY]),
        (Call({**signed(b"{}").headers, "webhook-timestamp": "soon"}, b"{}", NOW), [KEY]),
        (Call({**signed(b"{}").headers, "webhook-timestamp": "9" * 15}, b"{}", NOW), [KEY]),
        (Call({"webhook-signature": "", "x-gitlab-token": SECRET}, b"{}", NOW), [SECRET]),
        (signed(b"{}"), ["whsec_not base64"]),
    ],
    ids=[
        "no token", "empty token", "no secrets", "wrong token", "another key", "stale", "of tomorrow",
        "another body", "another id", "no moment", "no such moment", "an empty signature", "a broken key",
    ],
)  # fmt: skip
def test_a_forgery_is_refused(forged: Call, secrets: list[str]) -> None:
    with pytest.raises(Forbidden) as refusal:
        WEBHOOK.verify(forged, secrets)
    assert not any(secret and secret in str(refusal.value) for secret in secrets)


@given(body=st.binary(max_size=200))
def test_whatever_the_bytes_their_signature_holds(body: bytes) -> None:
    WEBHOOK.verify(signed(body), [KEY])


json_ = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    kind=st.sampled_from(["merge_request", "note", "pipeline", "build", "deployment", "push"]),
    inner=st.dictionaries(
        st.sampled_from(["object_attributes", "project", "project_id", "merge_request", "ref", "commit"]),
        json_,
    ),
)
def test_no_delivery_however_odd_raises(kind: str, inner: dict[str, Any]) -> None:
    assert len(WEBHOOK.read(call({**inner, "object_kind": kind})).named) <= 1
