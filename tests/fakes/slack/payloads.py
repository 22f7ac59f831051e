"""The payloads Slack sends for what a person does, with fresh one-time keys from the workspace."""

from typing import Any

from tests.fakes.slack.blocks import Anything, Json, elements
from tests.fakes.slack.workspace import Message, Workspace

TEAM = {"id": "T1", "domain": "acme"}


def command(
    space: Workspace, text: str, *, user: str = "UANA", channel: str = "CPAY", name: str = "/metrics"
) -> Json:
    """Somebody types a slash command."""
    return {
        "command": name,
        "text": text,
        "user_id": user,
        "channel_id": channel,
        "team_id": "T1",
        "api_app_id": "A1",
        "trigger_id": space.trigger(),
        "response_url": space.address + space.response_path(channel, user),
    }


def click(
    space: Workspace, message: Message, action_id: str, *, user: str = "UANA", **chosen: Anything
) -> Json:
    """Somebody presses a button of a message, or picks `value` in one of its selects.

    Raises:
        LookupError: the message shows no such element.
    """
    return {
        **_interaction(space, "block_actions", user),
        "channel": {"id": message.channel, "name": "somewhere"},
        "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel},
        "message": {"ts": message.ts, "text": message.text},
        "response_url": space.address + space.response_path(message.channel, user, message),
        "actions": [_acted(message.blocks, action_id, chosen)],
    }


def click_in(space: Workspace, view: Json, action_id: str, *, user: str = "UANA", **chosen: Anything) -> Json:
    """Somebody presses a button of a modal or of App Home."""
    return {
        **_interaction(space, "block_actions", user),
        "view": dict(view),
        "container": {"type": "view", "view_id": view["id"]},
        "actions": [_acted(view["blocks"], action_id, chosen)],
    }


def submit(space: Workspace, view: Json, values: dict[str, Any], *, user: str = "UANA") -> Json:
    """Somebody submits a modal with these values by block id; what they leave alone keeps its first value."""
    state: Json = {block["block_id"]: {} for block, _ in elements(view["blocks"]) if block["type"] == "input"}
    for block, element in elements(view["blocks"]):
        if block["type"] == "input":
            state[block["block_id"]][element["action_id"]] = _typed(element, values.get(block["block_id"]))
    if unknown := set(values) - set(state):
        raise LookupError(f"the modal has no inputs {sorted(unknown)}")
    return {
        **_interaction(space, "view_submission", user),
        "view": {**view, "state": {"values": state}},
        "response_urls": [],
    }


def opened_home(*, user: str = "UANA", event_id: str = "Ev1", tab: str = "home") -> Json:
    """Somebody opens App Home."""
    event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": tab, "event_ts": "1.1"}
    return event_callback(event, event_id)


def event_callback(event: Json, event_id: str = "Ev1") -> Json:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": event_id,
        "event": event,
    }


def _interaction(space: Workspace, kind: str, user: str) -> Json:
    return {
        "type": kind,
        "user": {"id": user, "username": user.lower(), "team_id": "T1"},
        "team": TEAM,
        "api_app_id": "A1",
        "trigger_id": space.trigger(),
    }


def _acted(blocks: list[Json], action_id: str, chosen: Json) -> Json:
    for block, element in elements(blocks):
        if element["action_id"] == action_id:
            base = {"type": element["type"], "action_id": action_id, "block_id": block.get("block_id", "b1")}
            value = {"value": element["value"]} if "value" in element else {}
            return {**base, **value, **_typed(element, chosen.get("value")), "action_ts": "1.2"}
    raise LookupError(f"nothing to press is called {action_id}")


def _typed(element: Json, value: Anything) -> Json:
    """The state of one element after somebody typed or picked a value in it."""
    kind = element["type"]
    if kind == "button":
        return {}
    if kind in {"static_select", "radio_buttons", "overflow"}:
        option = _option(element, value) if value is not None else element.get("initial_option")
        return {"type": kind, "selected_option": option}
    if kind in {"checkboxes", "multi_static_select"}:
        picked = (
            [_option(element, each) for each in value]
            if value is not None
            else element.get("initial_options", [])
        )
        return {"type": kind, "selected_options": picked}
    if kind in SELECTED:
        plural, name = SELECTED[kind]
        first = element.get(f"initial_{name}")
        return {
            "type": kind,
            f"selected_{name}": value if value is not None else ([] if plural else None) or first,
        }
    return {"type": kind, "value": value if value is not None else element.get("initial_value")}


SELECTED = {
    "conversations_select": (False, "conversation"),
    "channels_select": (False, "channel"),
    "users_select": (False, "user"),
    "multi_users_select": (True, "users"),
    "timepicker": (False, "time"),
    "datepicker": (False, "date"),
}


def _option(element: Json, value: str) -> Json:
    for option in element.get("options", []):
        if option["value"] == value:
            return dict(option)
    raise LookupError(f"{element['action_id']} offers no {value}")
