"""Deliveries of Bitbucket Cloud: signatures, and what the recorded ones are about."""

import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Forbidden, Rejected
from integrations.bitbucket import PROVIDER
from integrations.bitbucket.webhook import EVENTS, WEBHOOK
from integrations.webhook import Call, Delivery, Named

RECORDED = Path("/work/shared/data/webhooks/bitbucket")
FILES = sorted(RECORDED.glob("*.json")) if RECORDED.exists() else []
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
UUID = "{r}"


def call(body: object, event: str = "", **headers: str) -> Call:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = {"x-event-key": event, "x-request-uuid": "7f1e", **headers}
    return Call(told, raw, AT)


def read(body: dict[str, Any], event: str = "") -> Delivery:
    return WEBHOOK.read(call({"repository": {"uuid": UUID}, **body}, event))


def test_a_pull_request_is_named_within_its_repository() -> None:
    found = read({"pullrequest": {"id": 7}}, "pullrequest:approved")
    assert found == Delivery("7f1e", "pullrequest:approved", (Named("pull_requests", f"{UUID}/7", UUID),))


STATUS = {"url": "https://bitbucket.org/acme/pay/pipelines/results/4", "state": "SUCCESSFUL"}

CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a branch pushed": ({"push": {"changes": [{"new": {"type": "branch", "name": "main"}}]}}, ["commits"]),
    "a tag pushed": ({"push": {"changes": [{"new": {"type": "tag", "name": "v1"}}]}}, []),
    "a branch deleted": ({"push": {"changes": [{"old": {"type": "branch"}, "new": None}]}}, []),
    "nothing pushed": ({"push": {"changes": []}}, []),
    "a pipeline ended": ({"commit_status": STATUS}, ["runs", "deployments"]),
    "a pipeline began": ({"commit_status": STATUS | {"state": "INPROGRESS"}}, ["runs"]),
    "somebody else's build": ({"commit_status": STATUS | {"url": "https://ci.test/4"}}, []),
    "an issue": ({"issue": {"id": 4}}, []),
}


@pytest.mark.parametrize(("body", "streams"), CASES.values(), ids=CASES)
def test_of_everything_else_it_is_said_that_there_is_something_new(
    body: dict[str, Any], streams: list[str]
) -> None:
    assert read(body).named == tuple(Named(stream, "", UUID) for stream in streams)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_recorded_delivery_is_read_and_names_the_right_thing(path: Path) -> None:
    body = json.loads(path.read_text())
    found = WEBHOOK.read(call(path.read_bytes(), "some:event"))
    place = body["repository"]["uuid"]
    assert {named.place for named in found.named} <= {place}
    if "pullrequest" in body:
        assert found.named == (Named("pull_requests", f"{place}/{body['pullrequest']['id']}", place),)
    elif "push" in body:
        branches = [
            change
            for change in body["push"]["changes"]
            if change["new"] and change["new"]["type"] == "branch"
        ]
        assert [named.stream for named in found.named] == (["commits"] if branches else [])
    elif "pipelines" in body.get("commit_status", {}).get("url", ""):
        assert [named.stream for named in found.named] == ["runs", "deployments"]
    else:
        assert found.named == ()


@pytest.mark.skipif(not FILES, reason=f"the recorded deliveries are not at {RECORDED}")
def test_the_recording_is_whole() -> None:
    assert len(FILES) == 50


KEYS = ("pullrequest", "push", "commit_status", "repository", "id", "uuid", "changes", "url")

BROKEN: dict[str, object] = {
    "no JSON": b"<html>",
    "a list": [],
    "a pull request without number": {"repository": {"uuid": UUID}, "pullrequest": {"title": "x"}},
    "no repository": {"pullrequest": {"id": 7}},
    "a repository without id": {"repository": {}, "pullrequest": {"id": 7}},
    "changes that are none": {"repository": {"uuid": UUID}, "push": []},
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_makes_no_sense_is_rejected(body: object) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call(body))


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner)
    | st.dictionaries(st.sampled_from(KEYS), inner),
))  # fmt: skip
def test_nothing_else_is_ever_raised(body: object) -> None:
    with suppress(Rejected):
        assert WEBHOOK.read(call(body)).id == "7f1e"


def test_a_delivery_signed_with_one_of_the_secrets_is_taken_and_no_other() -> None:
    body = b'{"pullrequest": {"id": 7}}'
    signed = hmac.new(b"s3cret", body, "sha256").hexdigest()
    good = call(body, **{"x-hub-signature": f"sha256={signed}"})
    WEBHOOK.verify(good, ["other", "s3cret"])
    for forged in (call(body), call(body + b" ", **{"x-hub-signature": f"sha256={signed}"})):
        with pytest.raises(Forbidden):
            WEBHOOK.verify(forged, ["s3cret"])


def test_the_signature_of_a_real_delivery_is_taken() -> None:
    """The example of Atlassian's page on managing webhooks."""
    told = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    WEBHOOK.verify(call(b"Hello World!", **{"x-hub-signature": told}), ["It's a Secret to Everybody"])


def test_the_provider_says_what_to_subscribe_to() -> None:
    assert PROVIDER.webhook is WEBHOOK
    assert {"repo:push", "pullrequest:fulfilled", "repo:commit_status_updated"} <= set(EVENTS)
    assert "Secret" in WEBHOOK.secret_hint
