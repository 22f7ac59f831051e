"""GitHub's deliveries: signed, of whatever form, naming what they are about by the ids we go by."""

import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Forbidden, Rejected
from integrations.github.webhook import EVENTS, WEBHOOK
from integrations.webhook import Call, Named

RECORDED = Path("/work/shared/data/webhooks")
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
SECRET = "it is a secret to everybody"

PLACE = {"id": 1296269, "node_id": "R_pay", "default_branch": "main"}


def call(event: str, body: object, **headers: str) -> Call:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Call({"x-github-event": event, "x-github-delivery": "d-1", **headers}, content, NOW)


def signed(body: bytes, secret: str = SECRET) -> Call:
    """By an independent way of computing it."""
    digest = hmac.digest(secret.encode(), body, "sha256").hex()
    return Call({"x-hub-signature-256": f"sha256={digest}"}, body, NOW)


def test_githubs_own_example_is_verified() -> None:
    """From https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries."""
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    told = Call({"x-hub-signature-256": f"sha256={digest}"}, b"Hello, World!", NOW)
    WEBHOOK.verify(told, ["It's a Secret to Everybody"])


@given(st.binary(max_size=200), st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_what_is_signed_is_taken_and_what_was_changed_since_is_not(body: bytes, secret: str) -> None:
    WEBHOOK.verify(signed(body, secret), ["another", secret])
    tampered = Call(signed(body, secret).headers, body + b" ", NOW)
    with pytest.raises(Forbidden):
        WEBHOOK.verify(tampered, [secret])


@pytest.mark.parametrize("secrets", [[], [""], ["wrong"]], ids=["none", "empty", "wrong"])
def test_nobody_else_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Forbidden):
        WEBHOOK.verify(signed(b"{}"), secrets)


def test_a_call_that_is_not_signed_is_refused() -> None:
    with pytest.raises(Forbidden):
        WEBHOOK.verify(Call({"x-hub-signature": "sha1=00"}, b"{}", NOW), [SECRET])


PR = {"id": 5, "node_id": "PR_5"}
READ: dict[str, tuple[str, dict[str, Any], list[Named]]] = {
    "a pull request": ("pull_request", {"pull_request": PR}, [Named("pull_requests", "PR_5", "R_pay")]),
    "a review": ("pull_request_review", {"pull_request": PR}, [Named("pull_requests", "PR_5", "R_pay")]),
    "a comment on a pull request": (
        "issue_comment",
        {"issue": {"id": 9, "node_id": "PR_5", "pull_request": {}}},
        [Named("pull_requests", "PR_5", "R_pay")],
    ),
    "a comment on one whose id is missing": (
        "issue_comment",
        {"issue": {"id": 9, "pull_request": {}}},
        [Named("pull_requests", "", "R_pay")],
    ),
    "a comment on an issue": ("issue_comment", {"issue": {"id": 9, "node_id": "I_9"}}, []),
    "a push to the default branch": ("push", {"ref": "refs/heads/main"}, [Named("commits", "", "R_pay")]),
    "a push to another branch": ("push", {"ref": "refs/heads/fix"}, []),
    "a tag of that name": ("push", {"ref": "refs/tags/main"}, []),
    "a branch that is deleted": ("push", {"ref": "refs/heads/main", "deleted": True}, []),
    "a deployment": (
        "deployment",
        {"deployment": {"id": 7, "node_id": "DE_7"}},
        [Named("deployments", "DE_7", "R_pay")],
    ),
    "a state of a deployment": (
        "deployment_status",
        {"deployment": {"id": 7, "node_id": "DE_7"}, "deployment_status": {}},
        [Named("deployments", "DE_7", "R_pay")],
    ),
    "a release": (
        "release",
        {"release": {"id": 8, "node_id": "RE_8"}},
        [Named("deployments", "RE_8", "R_pay")],
    ),
    "a run": ("workflow_run", {"workflow_run": {"id": 4242424242}}, [Named("runs", "4242424242", "R_pay")]),
    "a repository that is renamed": ("repository", {"action": "renamed"}, [Named("repositories")]),
    "an app that sees other repositories": ("installation_repositories", {}, [Named("repositories")]),
    "a star": ("star", {}, []),
    "an event of next year": ("telepathy", {}, []),
}


@pytest.mark.parametrize(("event", "body", "named"), READ.values(), ids=READ)
def test_a_delivery_names_what_it_is_about(event: str, body: dict[str, Any], named: list[Named]) -> None:
    delivery = WEBHOOK.read(call(event, {"repository": PLACE, **body}))
    assert list(delivery.named) == named
    assert (delivery.id, delivery.records) == ("d-1", ())


def test_the_action_belongs_to_the_event() -> None:
    told = call("pull_request", {"action": "opened", "pull_request": PR, "repository": PLACE})
    assert WEBHOOK.read(told).event == "pull_request.opened"


def test_a_form_is_read_as_what_it_holds() -> None:
    body = urlencode({"payload": json.dumps({"pull_request": PR, "repository": PLACE})}).encode()
    told = call("pull_request", body, **{"content-type": "application/x-www-form-urlencoded"})
    assert WEBHOOK.read(told).named == (Named("pull_requests", "PR_5", "R_pay"),)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"7", b"\xff", b"[" * 100_000], ids=repr)
def test_what_is_no_object_is_rejected(body: bytes) -> None:
    with pytest.raises(Rejected):
        WEBHOOK.read(call("pull_request", body))


@pytest.mark.parametrize(
    "event", [event for event in EVENTS if event not in ("repository", "installation_repositories")]
)
def test_an_event_without_what_it_is_about_is_rejected(event: str) -> None:
    body = {"repository": {}, "ref": "refs/heads/None", "issue": {"pull_request": {}}}
    with pytest.raises(Rejected):
        WEBHOOK.read(call(event, body))


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["repository", "pull_request", "id", "node_id", "issue", "ref", "workflow_run", "deployment"]
    ), inner),
)  # fmt: skip


@given(st.sampled_from(EVENTS), junk)
def test_junk_is_read_or_rejected(event: str, body: object) -> None:
    try:
        WEBHOOK.read(call(event, body))
    except Rejected:
        return


recorded = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"the recordings of {RECORDED} are not on this machine"
)


@recorded
def test_every_recorded_delivery_is_read_and_names_its_own_object() -> None:
    seen: dict[str, int] = {}
    for line in (RECORDED / "manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["provider"] != "github":
            continue
        content = (RECORDED / row["file"]).read_bytes()
        body, event = json.loads(content), row["event"]
        if event not in {*EVENTS, "star", "check_run"}:
            WEBHOOK.read(call(event, content))
            continue
        named = WEBHOOK.read(call(event, content)).named
        for one in named:
            assert one.external_id == expected(one.stream, event, body)
            seen[one.stream] = seen.get(one.stream, 0) + 1
    assert seen.keys() == {"pull_requests", "commits", "deployments", "runs", "repositories"}
    assert seen["pull_requests"] >= 25


def expected(stream: str, event: str, body: dict[str, Any]) -> str:
    """By what stands in the payload itself, where it does in the new form."""
    key = {"pull_requests": "issue" if event == "issue_comment" else "pull_request", "runs": "workflow_run",
           "deployments": "release" if event == "release" else "deployment"}.get(stream, "")  # fmt: skip
    thing = body.get(key) or {}
    if stream == "runs":
        return str(thing["id"])
    told = thing.get("node_id", "")
    if not key or "_" in told:
        return str(told) if key else ""
    named = WEBHOOK.read(call(event, body)).named[0].external_id
    assert named.startswith(
        {"pull_requests": "PR_", "deployments": "RE_" if event == "release" else "DE_"}[stream]
    )
    return named
