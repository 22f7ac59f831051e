"""What the handlers ask of Slack; `bot.slack.calls` speaks it to the Web API."""

from dataclasses import dataclass
from typing import Protocol

from handlers.request import Request
from render.message import Message, View
from services.identity import SlackProfile


@dataclass(frozen=True, slots=True)
class Opened:
    """A view that Slack shows, and the hash that tells whether it changed since."""

    id: str
    hash: str


class Slack(Protocol):
    """Every refusal of Slack's is a `LeadlineError` that says what to do, or a crash."""

    def answer(
        self, request: Request, message: Message, *, replace: bool = False, plain: bool = True
    ) -> bool:
        """Show a message to the one who asked and nobody else.

        `replace` puts it in the place of the message that carried the button. A message whose
        blocks Slack refuses is sent again as its text, unless `plain` is off: then False is returned.
        """
        ...

    def post(self, channel: str, message: Message) -> str:
        """Say something where everybody sees it, or to a person by their id; returns the conversation."""
        ...

    def open_view(self, request: Request, view: View) -> Opened:
        """Open a modal; the trigger of a click lives three seconds."""
        ...

    def update_view(self, opened: Opened, view: View) -> Opened:
        """Draw an open modal anew, unless a later click has done so meanwhile."""
        ...

    def publish_home(self, user: str, view: View) -> None: ...

    def profile(self, user: str) -> SlackProfile | None:
        """Who the user is, remembered for an hour; None where Slack does not tell."""
        ...

    def upload(self, content: bytes, *, filename: str, title: str, channel: str | None = None) -> str:
        """Give Slack a file, private to the bot unless a channel is named; returns its id."""
        ...

    def is_ready(self, file_id: str) -> bool:
        """Whether Slack has looked a file through, so that it can be shown."""
        ...
