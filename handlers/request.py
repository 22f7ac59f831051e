"""What somebody did in Slack, read from the payload of a command, click, submission or event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Payload = Mapping[str, Any]


class Kind(StrEnum):
    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class View:
    """A modal or home as it stood when somebody acted in it, or opened with their click."""

    id: str
    hash: str = ""
    title: str = ""
    callback_id: str = ""
    memory: Payload = field(default_factory=dict)
    state: Payload = field(default_factory=dict)

    @property
    def is_modal(self) -> bool:
        """Modals have titles, App Home has none."""
        return bool(self.title)

    @classmethod
    def of(cls, view: Payload) -> "View":
        """Read Slack's view; `memory` is what we wrote into its private metadata."""
        return cls(
            id=view["id"],
            hash=view.get("hash", ""),
            title=(view.get("title") or {}).get("text", ""),
            callback_id=view.get("callback_id", ""),
            memory=json.loads(view.get("private_metadata") or "{}"),
            state=view.get("state", {}).get("values", {}),
        )


@dataclass(frozen=True, slots=True)
class Request:
    """Who did what, where, and how to answer them.

    `key` is what stays the same when Slack delivers one thing twice; `text` is a command's text, the
    value of a pressed button or the chosen option.
    """

    kind: Kind
    key: str = field(repr=False)
    user: str
    channel: str | None = None
    text: str = ""
    response_url: str | None = field(default=None, repr=False)
    trigger_id: str = field(default="", repr=False)
    action_id: str = ""
    view: View | None = None

    @classmethod
    def of(cls, body: Payload) -> "Request":
        """Read any payload that our listeners receive."""
        if "command" in body:
            return _command(body)
        if "event" in body:
            return _event(body)
        return _submission(body) if body["type"] == "view_submission" else _action(body)


def _command(body: Payload) -> Request:
    return Request(
        kind=Kind.COMMAND,
        key=f"trigger:{body['trigger_id']}",
        user=body["user_id"],
        channel=body.get("channel_id"),
        text=body.get("text", "").strip(),
        response_url=body.get("response_url"),
        trigger_id=body["trigger_id"],
    )


def _event(body: Payload) -> Request:
    event = body["event"]
    return Request(
        kind=Kind.EVENT,
        key=f"event:{body.get('event_id', '')}",
        user=event.get("user", ""),
        channel=event.get("channel"),
        text=event.get("tab", ""),
    )


def _submission(body: Payload) -> Request:
    view = View.of(body["view"])
    return Request(
        kind=Kind.SUBMISSION,
        key=f"view:{view.id}:{view.hash}",
        user=body["user"]["id"],
        channel=view.memory.get("channel"),
        trigger_id=body.get("trigger_id", ""),
        view=view,
    )


def _action(body: Payload) -> Request:
    action = body["actions"][0]
    view = View.of(body["view"]) if body.get("view") else None
    return Request(
        kind=Kind.ACTION,
        key=f"action:{body.get('trigger_id', '')}:{action.get('action_ts', '')}",
        user=body["user"]["id"],
        channel=(body.get("channel") or {}).get("id") or (view.memory.get("channel") if view else None),
        text=_chosen(action),
        response_url=body.get("response_url"),
        trigger_id=body.get("trigger_id", ""),
        action_id=action["action_id"],
        view=view,
    )


def _chosen(action: Payload) -> str:
    """The value of a button, or of the option, conversation or user picked in a select."""
    option = action.get("selected_option") or {}
    picked = action.get("value") or option.get("value")
    return str(picked or action.get("selected_conversation") or action.get("selected_user") or "")
