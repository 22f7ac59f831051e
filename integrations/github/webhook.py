"""What GitHub calls us with: signed with SHA-256, and about something that has an id."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from domain.errors import Rejected
from integrations.github.builds import count_of
from integrations.github.nodes import node_id
from integrations.reading import Node, Unreadable
from integrations.signatures import assert_signed
from integrations.webhook import Call, Delivery, Named, Webhook

SIGNATURE = "x-hub-signature-256"

EVENTS = (
    "pull_request", "pull_request_review", "pull_request_review_comment", "pull_request_review_thread",
    "issue_comment", "push", "deployment", "deployment_status", "release", "workflow_run", "repository",
    "installation_repositories",
)  # fmt: skip
"""Those that tell of something we read. Jobs are read with their run, whose end `workflow_run` tells."""


def verify(call: Call, secrets: Sequence[str]) -> None:
    """Raises `Forbidden` unless one of the secrets signed the body."""
    assert_signed(call, secrets, SIGNATURE)


def read(call: Call) -> Delivery:
    """What a delivery is about, named by the ids that GraphQL goes by; other events name nothing.

    Raises:
        Rejected: it makes no sense.
    """
    body = _json(call)
    event = call.headers.get("x-github-event", "")
    action = body.get("action")
    told = f"{event}.{action}" if isinstance(action, str) and action else event
    try:
        named = _READERS[event](body) if event in _READERS else ()
    except Unreadable as error:
        raise Rejected(f"GitHub's delivery of `{told}` cannot be read: {error}.") from None
    return Delivery(call.headers.get("x-github-delivery", ""), told, tuple(named))


def _json(call: Call) -> Node:
    """The body, which is a form with JSON in it where the webhook was set up so."""
    content = call.body
    if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = parse_qs(content.decode("utf-8", "replace"))
        content = form.get("payload", [""])[0].encode()
    try:
        body: Any = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Rejected("GitHub's delivery is no JSON object.")
    return body


def _place(body: Node) -> str:
    return node_id(_object(body, "repository"), "Repository")


def _object(body: Node, key: str) -> Node:
    value = body.get(key)
    if not isinstance(value, dict):
        raise Unreadable(key, "expected an object")
    return value


def _pull_request(body: Node) -> list[Named]:
    pr = node_id(_object(body, "pull_request"), "PullRequest", _object(body, "repository"))
    return [Named("pull_requests", pr, _place(body))]


def _comment(body: Node) -> list[Named]:
    """A pull request's is told as an issue's, whose number is another; its id is the pull request's, though.

    Where that is missing, whatever has changed in the repository is read.
    """
    issue = _object(body, "issue")
    if not isinstance(issue.get("pull_request"), dict):
        return []
    known = {"node_id": issue.get("node_id")}
    try:
        pr = node_id(known, "PullRequest", _object(body, "repository"))
    except Unreadable:
        pr = ""
    return [Named("pull_requests", pr, _place(body))]


def _push(body: Node) -> list[Named]:
    """Only what is on the default branch is of interest."""
    branch = _object(body, "repository").get("default_branch")
    if body.get("ref") != f"refs/heads/{branch}" or body.get("deleted") is True:
        return []
    return [Named("commits", "", _place(body))]


def _deployment(body: Node) -> list[Named]:
    deployment = node_id(_object(body, "deployment"), "Deployment", _object(body, "repository"))
    return [Named("deployments", deployment, _place(body))]


def _release(body: Node) -> list[Named]:
    release = node_id(_object(body, "release"), "Release", _object(body, "repository"))
    return [Named("deployments", release, _place(body))]


def _run(body: Node) -> list[Named]:
    return [Named("runs", str(count_of(_object(body, "workflow_run"), "id")), _place(body))]


def _repositories(_: Node) -> list[Named]:
    """Which there are, and what they are called, is listed anew."""
    return [Named("repositories")]


_READERS: dict[str, Callable[[Node], list[Named]]] = {
    "pull_request": _pull_request,
    "pull_request_review": _pull_request,
    "pull_request_review_comment": _pull_request,
    "pull_request_review_thread": _pull_request,
    "issue_comment": _comment,
    "push": _push,
    "deployment": _deployment,
    "deployment_status": _deployment,
    "release": _release,
    "workflow_run": _run,
    "repository": _repositories,
    "installation_repositories": _repositories,
}

WEBHOOK = Webhook(
    verify=verify,
    read=read,
    events=EVENTS,
    secret_hint="the webhook's page in the settings of the organisation, repository or app",  # noqa: S106 - no secret
)
