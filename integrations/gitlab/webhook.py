"""What GitLab calls us with: its secret token or signature, and what the call is about."""

import hmac
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from domain.errors import Rejected
from integrations.answers import LAST_RESET, whole_number
from integrations.gitlab.accounts import number
from integrations.gitlab.mapping import reference
from integrations.reading import Unreadable
from integrations.webhook import Call, Delivery, Named, Webhook, refused

STALE = timedelta(minutes=5)
"""An older signature may be somebody's who repeats what they overheard."""

KEY = "whsec_"

HINT = "the webhook's Secret token, or its signing token that begins with whsec_"

EVENTS = (
    "Push events", "Merge request events", "Comments", "Job events", "Pipeline events", "Deployment events",
)  # fmt: skip

Body = dict[str, Any]


def verify(call: Call, secrets: Sequence[str]) -> None:
    """By the signature where there is one (https://www.standardwebhooks.com), else by the secret token.

    Raises:
        Forbidden: none of the secrets fits, or the signature is not of now.
    """
    usable = [secret for secret in secrets if secret]
    if "webhook-signature" in call.headers:
        _assert_signed(call, usable)
        return
    told = call.headers.get("x-gitlab-token", "").encode()
    # Every secret is tried, so that the time tells nothing of which one fits.
    fits = [hmac.compare_digest(told, secret.encode()) for secret in usable]
    if not any(fits):
        raise refused("none of the secrets is its `X-Gitlab-Token`")


def _assert_signed(call: Call, secrets: Sequence[str]) -> None:
    id_, moment = call.headers.get("webhook-id", ""), call.headers.get("webhook-timestamp", "")
    seconds = whole_number(moment)
    if seconds is None or seconds > LAST_RESET:
        raise refused("it has no `webhook-timestamp`")
    if abs(call.at - datetime.fromtimestamp(seconds, UTC)) > STALE:
        raise refused("its signature is not of now")
    told = [each.removeprefix("v1,").encode() for each in call.headers["webhook-signature"].split()]
    content = f"{id_}.{moment}.".encode() + call.body
    made = [b64encode(hmac.digest(_key(secret), content, "sha256")) for secret in secrets]
    fits = [hmac.compare_digest(one, other) for one in made for other in told]
    if not any(fits):
        raise refused("none of the secrets fits its signature")


def _key(secret: str) -> bytes:
    """The bytes behind a `whsec_` key; any other secret is taken as it is."""
    if not secret.startswith(KEY):
        return secret.encode()
    try:
        return b64decode(secret.removeprefix(KEY), validate=True)
    except (NotBase64, ValueError):
        return secret.encode()


def read(call: Call) -> Delivery:
    """What a verified call tells.

    Raises:
        Rejected: it is no JSON object.
    """
    try:
        body = json.loads(call.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Rejected("GitLab's call holds no JSON object.")
    kind = body.get("object_kind") or body.get("event_name")
    event = kind if isinstance(kind, str) and kind.isprintable() else "unknown"
    try:
        named = _READERS.get(event, _nothing)(body)
    except Unreadable:
        named = ()
    return Delivery(_id(call), event[:100], named)


def _id(call: Call) -> str:
    """What a repetition has in common with the first try.

    See https://docs.gitlab.com/user/project/integrations/webhooks/#delivery-headers.
    """
    for header in ("idempotency-key", "webhook-id", "x-gitlab-event-uuid"):
        if found := call.headers.get(header):
            return found[:200]
    return sha256(call.body).hexdigest()


def _pull_request(body: Body) -> tuple[Named, ...]:
    return _of_pull_request(_inner(body, "object_attributes"))


def _note(body: Body) -> tuple[Named, ...]:
    """A comment on something else is nothing to us."""
    is_ours = _inner(body, "object_attributes").get("noteable_type") == "MergeRequest"
    return _of_pull_request(_inner(body, "merge_request")) if is_ours else ()


def _of_pull_request(attributes: Body) -> tuple[Named, ...]:
    project = number(attributes, "target_project_id")
    return (Named("pull_requests", reference(project, number(attributes, "iid")), project),)


def _pipeline(body: Body) -> tuple[Named, ...]:
    """Old servers do not say of which project it is."""
    id_ = number(_inner(body, "object_attributes"), "id")
    return (Named("runs", id_, _project(body)),)


def _job(body: Body) -> tuple[Named, ...]:
    """The run that it belongs to; older servers tell its number as that of the commit."""
    is_told = body.get("pipeline_id") is not None
    id_ = number(body, "pipeline_id") if is_told else number(_inner(body, "commit"), "id")
    return (Named("runs", id_, _project(body)),)


def _deployment(body: Body) -> tuple[Named, ...]:
    """Old servers name its job alone: what is new is read then."""
    id_ = number(body, "deployment_id") if body.get("deployment_id") is not None else ""
    return (Named("deployments", id_, _project(body)),)


def _push(body: Body) -> tuple[Named, ...]:
    """What reached the default branch; where that is not told, any branch may be it."""
    ref = body.get("ref")
    branch = ref.removeprefix("refs/heads/") if isinstance(ref, str) else ""
    default = _inner(body, "project").get("default_branch")
    if isinstance(default, str) and default and branch != default:
        return ()
    return (Named("commits", "", _project(body)),)


def _nothing(_: Body) -> tuple[Named, ...]:
    return ()


_READERS: dict[str, Callable[[Body], tuple[Named, ...]]] = {
    "merge_request": _pull_request,
    "note": _note,
    "pipeline": _pipeline,
    "build": _job,
    "deployment": _deployment,
    "push": _push,
}


def _inner(body: Body, key: str) -> Body:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _project(body: Body) -> str:
    """The number of the project, wherever the event tells it; empty where it does not."""
    if body.get("project_id") is not None:
        return number(body, "project_id")
    project = _inner(body, "project")
    return number(project, "id") if project.get("id") is not None else ""


WEBHOOK = Webhook(
    verify=verify,
    read=read,
    events=EVENTS,
    secret_hint=HINT,
)
