"""The desk that every handler works at: what the app can do, how Slack is reached, and who does the work."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack

from domain.people import Asker
from handlers.request import Request, View
from handlers.slack import Opened, Slack
from render.message import View as Drawn
from render.slack.waiting import loading
from services import Services
from services.delivery import Delivery
from services.recall import Recall

Later = Callable[[Callable[[Request], None], Request], None]
Listener = Callable[[Ack, dict[str, Any]], None]


@dataclass(frozen=True)
class Desk:
    """Handed to every handler; `later` runs work in the work pool, under the guard of `bot.slack`."""

    services: Services
    slack: Slack
    delivery: Delivery
    recall: Recall
    later: Later
    command: str = "/metrics"

    def asker(self, request: Request) -> Asker:
        """The one who asks, with the account and time zone that we know of them."""
        profile = self.slack.profile(request.user)
        return self.services.identity.asker(request.user, request.channel, profile)

    def hand_over(self, work: "Handler") -> Listener:
        """A listener that acknowledges at once and leaves the work to the work pool."""

        def acknowledge(ack: Ack, body: dict[str, Any]) -> None:
            ack()
            self.later(lambda request: work(self, request), Request.of(body))

        return acknowledge

    def open_modal(self, title: str, fill: "Handler") -> Listener:
        """A listener that opens an empty modal while the trigger lives, and has it filled afterwards."""

        def acknowledge(ack: Ack, body: dict[str, Any]) -> None:
            ack()
            request = Request.of(body)
            opened = self.slack.open_view(request, loading(title))
            shown = View(opened.id, opened.hash, title=title)
            self.later(lambda filled: fill(self, filled), replace(request, view=shown))

        return acknowledge

    def fill(self, request: Request, view: Drawn) -> None:
        """Draw the modal that the request acts in, or that was opened for it."""
        if request.view is not None:
            self.slack.update_view(Opened(request.view.id, request.view.hash), view)


Handler = Callable[[Desk, Request], None]
