"""What Bitbucket Data Center calls us with: signed by its secret, told apart by what it holds."""

import json
from collections.abc import Iterator, Sequence

from domain.errors import Rejected
from integrations.bitbucket_server.reading import key
from integrations.reading import Node, Unreadable, each, inside, whole
from integrations.signatures import assert_signed
from integrations.webhook import Call, Delivery, Named, Webhook

EVENTS = (
    "pr:opened", "pr:from_ref_updated", "pr:modified", "pr:reviewer:updated", "pr:reviewer:approved",
    "pr:reviewer:unapproved", "pr:reviewer:needs_work", "pr:reviewer:changes_requested", "pr:comment:added",
    "pr:comment:edited", "pr:comment:deleted", "pr:merged", "pr:declined", "pr:deleted", "repo:refs_changed",
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
        raise Rejected("Bitbucket Data Center's delivery is not JSON.") from None
    try:
        named = tuple(_named(whole(body)))
    except Unreadable as error:
        raise Rejected(f"Bitbucket Data Center's delivery makes no sense: {error}.") from None
    told = call.headers.get("x-event-key") or str(body.get("eventKey") or "")
    return Delivery(call.headers.get("x-request-id", ""), told, named)


def _named(body: Node) -> Iterator[Named]:
    """A pull request is named by itself; of a push, that there are new commits."""
    if body.get("pullRequest") is not None:
        place = inside(body, "pullRequest", lambda pr: inside(pr, "toRef", _place))
        number = inside(body, "pullRequest", lambda pr: key(pr, "id"))
        yield Named("pull_requests", f"{place}/{number}", place)
    elif body.get("changes") is not None and body.get("repository") is not None:
        place = _place(body)
        if any(each(body, "changes", _is_of_branch)):
            yield Named("commits", place=place)
            yield Named("runs", place=place)


def _place(holder: Node) -> str:
    return inside(holder, "repository", lambda repository: key(repository, "id"))


def _is_of_branch(change: Node) -> bool:
    """Whether a branch was pushed, and not a tag, and not only deleted."""
    ref = change.get("ref")
    kind = ref.get("type") if isinstance(ref, dict) else None
    return kind == "BRANCH" and change.get("type") != "DELETE"


_TYPED_AT = "Repository settings, Webhooks, Create webhook, Secret"

WEBHOOK = Webhook(verify, read, EVENTS, _TYPED_AT)
