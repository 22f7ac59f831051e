"""What Bitbucket Cloud calls us with: signed where the webhook has a secret, told apart by what it holds."""

import json
from collections.abc import Iterator, Sequence

from domain.errors import Rejected
from integrations.bitbucket.story import key
from integrations.reading import Node, Unreadable, each, inside, name, whole
from integrations.signatures import assert_signed
from integrations.webhook import Call, Delivery, Named, Webhook

EVENTS = (
    "pullrequest:created", "pullrequest:updated", "pullrequest:push", "pullrequest:approved",
    "pullrequest:unapproved", "pullrequest:changes_request_created", "pullrequest:changes_request_removed",
    "pullrequest:fulfilled", "pullrequest:rejected", "pullrequest:comment_created",
    "pullrequest:comment_updated", "pullrequest:comment_deleted", "repo:push", "repo:commit_status_created",
    "repo:commit_status_updated",
)  # fmt: skip


def verify(call: Call, secrets: Sequence[str]) -> None:
    """Raises `Forbidden` unless one of the secrets signed the body."""
    assert_signed(call, secrets, "x-hub-signature")


def read(call: Call) -> Delivery:
    """What the delivery is about.

    Raises:
        Rejected: it holds no JSON object, or not what its kind must hold.
    """
    try:
        body = json.loads(call.body)
    except (ValueError, RecursionError):
        raise Rejected("Bitbucket's delivery is not JSON.") from None
    try:
        named = tuple(_named(whole(body)))
    except Unreadable as error:
        raise Rejected(f"Bitbucket's delivery makes no sense: {error}.") from None
    return Delivery(call.headers.get("x-request-uuid", ""), call.headers.get("x-event-key", ""), named)


def _named(body: Node) -> Iterator[Named]:
    """A pull request is named by itself; of the rest, that there is something new."""
    if body.get("pullrequest") is not None:
        uuid = inside(body, "repository", _uuid)
        number = inside(body, "pullrequest", lambda pr: key(pr, "id"))
        yield Named("pull_requests", f"{uuid}/{number}", uuid)
    elif body.get("commit_status") is not None:
        yield from _of_status(body)
    elif body.get("push") is not None and _has_branch(body):
        yield Named("commits", place=inside(body, "repository", _uuid))


def _of_status(body: Node) -> Iterator[Named]:
    """Pipelines tell how they go as a status of their commit; others do that too, and mean nothing here."""
    status = inside(body, "commit_status", whole)
    if "/pipelines/" not in str(status.get("url")):
        return
    uuid = inside(body, "repository", _uuid)
    yield Named("runs", place=uuid)
    if status.get("state") != "INPROGRESS":
        yield Named("deployments", place=uuid)


def _has_branch(body: Node) -> bool:
    """Whether a branch was pushed, and not only tags, and not only deleted."""
    after = inside(body, "push", lambda push: each(push, "changes", lambda change: change.get("new")))
    return any(isinstance(new, dict) and new.get("type", "branch") != "tag" for new in after)


def _uuid(repository: Node) -> str:
    return name(repository, "uuid")


_TYPED_AT = "Repository settings, Webhooks, Add webhook, Secret"

WEBHOOK = Webhook(verify, read, EVENTS, _TYPED_AT)
