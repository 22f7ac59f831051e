"""What Jira calls us with: signed by a secret of ours, and about an issue, a sprint or a project."""

import json
from collections.abc import Sequence
from hashlib import sha256

from domain.errors import Rejected
from integrations.reading import Node
from integrations.signatures import assert_signed
from integrations.webhook import Call, Delivery, Named, Webhook

EVENTS = (
    "jira:issue_created", "jira:issue_updated", "jira:issue_deleted",
    "sprint_created", "sprint_updated", "sprint_started", "sprint_closed", "sprint_deleted",
    "board_created", "board_updated", "board_deleted",
    "project_created", "project_updated", "project_deleted",
)  # fmt: skip
"""Comments, worklogs and versions change nothing that we keep."""

_KINDS = {
    "jira:issue": ("issues", "issue"),
    "sprint": ("sprints", "sprint"),
    "project": ("projects", "project"),
}
"""By how an event's name begins: the stream it is about, and where it tells which one."""

_LONGEST_ID = 200


def verify(call: Call, secrets: Sequence[str]) -> None:
    """By the secret that the webhook was made with; Jira sends no signature where it was made without.

    It signs no time: a delivery that comes again, or late, is read as things are then.
    """
    assert_signed(call, secrets, "x-hub-signature")


def read(call: Call) -> Delivery:
    """Raises `Rejected` for what is no event of Jira's."""
    body = _body(call)
    event = body.get("webhookEvent")
    if not isinstance(event, str) or not event:
        raise Rejected("This delivery does not say what happened: it has no `webhookEvent`.")
    given = call.headers.get("x-atlassian-webhook-identifier", "").strip()
    id_ = given[:_LONGEST_ID] or sha256(call.body).hexdigest()
    return Delivery(id_, event[:_LONGEST_ID], _named(event, body))


def _named(event: str, body: Node) -> tuple[Named, ...]:
    """By an id; of something without one, such as a board, that its stream has something new."""
    if event.startswith("board_"):
        return (Named("sprints"),)
    for beginning, (stream, key) in _KINDS.items():
        if event.startswith(f"{beginning}_"):
            return (Named(stream, _id(body.get(key))),)
    return ()


def _id(thing: object) -> str:
    id_ = thing.get("id") if isinstance(thing, dict) else None
    if isinstance(id_, bool) or not isinstance(id_, str | int):
        return ""
    return str(id_) if str(id_).isdigit() and len(str(id_)) <= _LONGEST_ID else ""


def _body(call: Call) -> Node:
    try:
        body = json.loads(call.body)
    except (ValueError, RecursionError):
        raise Rejected("This delivery is not JSON.") from None
    if not isinstance(body, dict):
        raise Rejected("This delivery is no object.")
    return body


WEBHOOK = Webhook(
    verify=verify,
    read=read,
    events=EVENTS,
    secret_hint="Jira settings, System, WebHooks: the field Secret.",  # noqa: S106 - where it is typed
)
