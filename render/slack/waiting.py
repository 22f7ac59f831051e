"""What stands there while an answer is being worked out, and modals that only tell something."""

from render.message import Message, View
from render.slack.blocks import plain, section

WORKING = "Working it out…"


def working() -> Message:
    return Message(WORKING, [section(WORKING)])


def loading(title: str) -> View:
    """A modal to open within Slack's three seconds and fill afterwards."""
    return notice(title, Message("Loading…", [section("Loading…")]))


def notice(title: str, message: Message) -> View:
    """A message as a modal, such as an error while one was open."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "title": plain(title, 24),
        "close": plain("Close", 24),
        "blocks": message.blocks,
    }
