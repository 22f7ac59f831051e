"""Deliveries of Bitbucket Data Center: signatures, and what the recorded ones are about."""

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
from integrations.bitbucket_server import PROVIDER
from integrations.bitbucket_server.webhook import EVENTS, WEBHOOK
from integrations.webhook import Call, Named

RECORDED = Path("/work/shared/data/webhooks/bitbucket_server")
FILES = sorted(RECORDED.glob("*.json")) if RECORDED.exists() else []
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def call(body: object, **headers: str) -> Call:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Call({"x-request-id": "5d2f", **headers}, raw, AT)


def repository(id_: object = 2) -> dict[str, Any]:
    return {"id": id_, "slug": "api"}


def test_a_pull_request_is_named_within_its_repository() -> None:
    body = {"eventKey": "pr:merged", "pullRequest": {"id": 7, "toRef": {"repository": repository()}}}
    found = WEBHOOK.read(call(body))
    assert (found.id, found.event) == ("5d2f", "pr:merged")
    assert found.named == (Named("pull_requests", "2/7", "2"),)


PUSHES = {
    "a branch": ([{"ref": {"type": "BRANCH"}, "type": "UPDATE"}], ["commits", "runs"]),
    "a new branch": ([{"ref": {"type": "BRANCH"}, "type": "ADD"}], ["commits", "runs"]),
    "a tag": ([{"ref": {"type": "TAG"}, "type": "ADD"}], []),
    "a branch deleted": ([{"ref": {"type": "BRANCH"}, "type": "DELETE"}], []),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("changes", "streams"), PUSHES.values(), ids=PUSHES)
def test_of_a_push_it_is_said_that_there_is_something_new(
    changes: list[dict[str, Any]], streams: list[str]
) -> None:
    found = WEBHOOK.read(call({"repository": repository(), "changes": changes}))
    assert found.named == tuple(Named(stream, "", "2") for stream in streams)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_recorded_delivery_is_read_and_names_the_right_thing(path: Path) -> None:
    body = json.loads(path.read_text())
    found = WEBHOOK.read(call(path.read_bytes()))
    assert found.event == body.get("eventKey", "")
    if "pullRequest" in body:
        place = str(body["pullRequest"]["toRef"]["repository"]["id"])
        assert found.named == (Named("pull_requests", f"{place}/{body['pullRequest']['id']}", place),)
    elif found.event == "repo:refs_changed":
        place = str(body["repository"]["id"])
        live = [one for one in body["changes"] if one["ref"]["type"] == "BRANCH" and one["type"] != "DELETE"]
        assert [named.stream for named in found.named] == (["commits", "runs"] if live else [])
        assert {named.place for named in found.named} <= {place}


@pytest.mark.skipif(not FILES, reason=f"the recorded deliveries are not at {RECORDED}")
def test_the_recording_is_whole_and_names_pull_requests_and_pushes() -> None:
    assert len(FILES) > 40
    streams = [named.stream for path in FILES for named in WEBHOOK.read(call(path.read_bytes())).named]
    assert {"pull_requests", "commits", "runs"} == set(streams)


BROKEN: dict[str, object] = {
    "no JSON": b"<html>",
    "a list": [],
    "a pull request without number": {"pullRequest": {"toRef": {"repository": repository()}}},
    "a pull request of no repository": {"pullRequest": {"id": 7}},
    "a number that is none": {"pullRequest": {"id": 7, "toRef": {"repository": repository("2")}}},
    "changes that are none": {"repository": repository(), "changes": 7},
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_makes_no_sense_is_rejected(body: object) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call(body))


KEYS = ("pullRequest", "toRef", "repository", "id", "changes", "ref", "type", "eventKey")


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner),
))  # fmt: skip
def test_nothing_else_is_ever_raised(body: object) -> None:
    with suppress(Rejected):
        assert WEBHOOK.read(call(body)).id == "5d2f"


def test_a_delivery_signed_with_one_of_the_secrets_is_taken_and_no_other() -> None:
    body = b'{"test": true}'
    signed = hmac.new(b"s3cret", body, "sha256").hexdigest()
    WEBHOOK.verify(call(body, **{"x-hub-signature": f"sha256={signed}"}), ["other", "s3cret"])
    for forged in (call(body), call(body + b" ", **{"x-hub-signature": f"sha256={signed}"})):
        with pytest.raises(Forbidden):
            WEBHOOK.verify(forged, ["s3cret"])


def test_the_provider_says_what_to_subscribe_to() -> None:
    assert PROVIDER.webhook is WEBHOOK
    assert {"pr:opened", "pr:merged", "pr:deleted", "repo:refs_changed"} <= set(EVENTS)
    assert "Secret" in WEBHOOK.secret_hint
