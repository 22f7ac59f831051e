"""Leadline's Slack app: Bolt with a pool that acknowledges, a pool that works, and a guard between them."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped

from bot.slack.calls import Calls
from bot.slack.client import web_client
from bot.slack.guard import Guard
from bot.slack.http import Door
from bot.slack.redaction import Redaction
from bot.slack.seen import Seen
from bot.slack.socket import DRAIN, Socket, drain
from domain.errors import LeadlineError
from handlers import register
from handlers.desk import Desk
from handlers.request import Request
from render.message import Block
from render.slack.errors import failure
from render.slack.teams import field_errors
from render.slack.waiting import notice
from services import Services
from services.delivery import Delivery
from services.recall import Recall

ACKS, WORKERS = 16, 16

log = logging.getLogger("leadline.slack")


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The app with its pools; `close` drains them."""

    app: App
    calls: Calls
    guard: Guard
    desk: Desk
    ack_pool: ThreadPoolExecutor
    work_pool: ThreadPoolExecutor

    def socket(self, app_token: str, *, api_url: str | None = None) -> Socket:
        """A Socket Mode connection for this app, not yet open."""
        made = Socket(self.app, app_token, api_url=api_url)
        self.guard.give_way(lambda: made.in_hand)
        return made

    def door(self, signing_secret: str) -> Door:
        """What `web` hands Slack's HTTP requests to."""
        return Door(self.app, signing_secret)

    def close(self, *, within: float = DRAIN) -> bool:
        """Finish what was acknowledged; False when it took longer than that."""
        return drain((self.ack_pool, self.work_pool), within=within)


def build_app(
    services: Services,
    *,
    token: str,
    command: str = "/metrics",
    api_url: str | None = None,
    dialect: Callable[[Block], Block] = dict,
    acks: int = ACKS,
    workers: int = WORKERS,
) -> SlackApp:
    """Put the Slack app together; nothing is asked of Slack yet, so it starts while Slack is away."""
    quiet()
    ack_pool = ThreadPoolExecutor(acks, "slack-ack")
    work_pool = ThreadPoolExecutor(workers, "slack-work")
    calls = Calls(token, api_url=api_url, dialect=dialect)
    guard = Guard(work_pool, calls, Seen(services.store, services.clock))
    delivery = Delivery(services.pictures, services.store, calls, services.clock)
    recall = Recall(services.store, services.clock)
    desk = Desk(
        services=services, slack=calls, delivery=delivery, recall=recall, later=guard.later, command=command
    )
    app = App(
        logger=log,
        client=web_client(api_url=api_url),
        authorize=_authorized(token),
        signing_secret="",
        request_verification_enabled=False,  # Socket Mode needs none; `Door` checks the raw bytes
        token_verification_enabled=False,
        listener_executor=ack_pool,
    )
    register(app, desk)
    _catch_all(app)
    app.error(_told(guard))
    return SlackApp(app, calls, guard, desk, ack_pool, work_pool)


def quiet() -> None:
    """Keep Slack's secrets out of the log; Bolt and slack_sdk log through ours, whole payloads at DEBUG."""
    log.setLevel(max(log.getEffectiveLevel(), logging.INFO))
    if not any(isinstance(known, Redaction) for known in log.filters):
        log.addFilter(Redaction())
    log.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt reads SLACK_BOT_TOKEN by itself, then warns at every start that it is not what it uses."""
    return record.msg != warning_client_prioritized_and_token_skipped()


def _authorized(token: str) -> Callable[..., AuthorizeResult]:
    """Who we are, without asking Slack: Bolt would call `auth.test` on the thread that has to acknowledge."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def _catch_all(app: App) -> None:
    """Acknowledge what nobody listens to, or Slack repeats the event and warns about the button."""

    def unheard(ack: Ack) -> None:
        ack()

    app.event(re.compile(".*"))(unheard)
    app.action(re.compile(".*"))(unheard)


def _told(guard: Guard) -> Callable[..., BoltResponse]:
    """Tell of an error before the hand-over, and acknowledge all the same.

    A submission that was refused stays open: what is wrong is told at its fields, or on top of it.
    """

    def tell(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if body.get("type") == "view_submission" and isinstance(error, LeadlineError):
            return BoltResponse(status=200, body=refused_submission(error))
        guard.regret(error, Request.of(body))
        return BoltResponse(status=200, body="")

    return tell


def refused_submission(error: LeadlineError) -> dict[str, Any]:
    """What a modal shows for an error: each field's own, or a page over it that goes away again."""
    fields = getattr(error, "fields", ())
    if fields:
        return {"response_action": "errors", "errors": field_errors(fields)}
    return {"response_action": "push", "view": notice("That can't be saved", failure(error))}
