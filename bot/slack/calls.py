"""Leadline's calls to Slack: one client, no double posts, refusals told in words."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.client import TIMEOUT, web_client
from bot.slack.origins import Origins
from bot.slack.patience import Patience
from bot.slack.refusals import SPENT, TRANSPORT, UNREADABLE, UNSEEN, code, explained, unreachable
from bot.slack.waiting import Waiting
from handlers.request import Kind, Request
from handlers.slack import Opened
from render.message import Block, Message, View
from render.slack.waiting import working
from services.identity import SlackProfile

PATIENCE = 1.0
"""Seconds after which somebody who waits is told so."""

PROFILE_LIFE, STRANGER_LIFE = 3600.0, 60.0
TRIGGER_LIFE = 3
LITERAL: dict[str, Any] = {"parse": "none", "link_names": False}
UNFOLDED: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
"""Nothing in a pull request's title becomes a mention, a link or a preview."""

log = logging.getLogger("leadline.slack")


class Calls:
    """`handlers.slack.Slack` over the Web API and response URLs."""

    def __init__(
        self, token: str, *, api_url: str | None = None, dialect: Callable[[Block], Block] = dict
    ) -> None:
        """`api_url` points at a stand-in for Slack, `dialect` makes of a block what it can draw."""
        self._dialect = dialect
        self.client = web_client(token, api_url=api_url, retries=(Patience(),))
        self._at_once = web_client(token, api_url=api_url, timeout=TRIGGER_LIFE)
        self._waiting = Waiting(self._ask_for_patience, after=PATIENCE)
        self._profiles: dict[str, tuple[float, SlackProfile | None]] = {}
        self._origins = Origins()
        self._handle = ""

    @property
    def handle(self) -> str:
        if not self._handle:
            with suppress(SlackApiError, *TRANSPORT):
                self._handle = "@" + str(self.client.auth_test()["user"])
        return self._handle or "@Leadline"

    def check(self) -> None:
        """Ask Slack who we are.

        Raises:
            Misconfigured: the token is not accepted.
            Retryable: Slack cannot be reached.
        """
        with self._told():
            self.client.auth_test()

    def answer(
        self, request: Request, message: Message, *, replace: bool = False, plain: bool = True
    ) -> bool:
        url = request.response_url or self._origins.of(request)
        if url is None:
            return self._whisper(request, message)
        replace = self._waiting.answered(url) or replace
        refusal = self._respond(url, message, replace=replace)
        if refusal in UNREADABLE:
            log.warning("Slack refused the blocks of an answer (%s)", refusal)
            if not plain:
                return False
            refusal = self._respond(url, Message(message.text, []), replace=replace)
        self._waiting.replaced(url)
        return not refusal or self._whisper(request, message)

    @contextmanager
    def patience(self, request: Request) -> Iterator[None]:
        """While inside, a command that takes long is answered with a note first.

        A click is not: its response_url replaces the message that was clicked, never the note.
        """
        if request.kind is not Kind.COMMAND or request.response_url is None:
            yield
            return
        with self._waiting.on(request.response_url):
            yield

    def post(self, channel: str, message: Message) -> str:
        with self._told():
            try:
                sent = self.client.chat_postMessage(
                    channel=channel, **self._content(message), **LITERAL, **UNFOLDED
                )
            except SlackApiError as refusal:
                if code(refusal) not in UNREADABLE:
                    raise
                log.warning("Slack refused the blocks of a message (%s)", code(refusal))
                sent = self.client.chat_postMessage(channel=channel, text=message.text, **LITERAL, **UNFOLDED)
            return str(sent["channel"])

    def open_view(self, request: Request, view: View) -> Opened:
        with self._told():
            opened = self._at_once.views_open(trigger_id=request.trigger_id, view=self._view(view))["view"]
        if request.response_url:
            self._origins.keep(opened["id"], request.response_url)
        return _opened(opened)

    def update_view(self, opened: Opened, view: View) -> Opened:
        with self._told():
            try:
                answer = self.client.views_update(
                    view_id=opened.id, hash=opened.hash or None, view=self._view(view)
                )
            except SlackApiError as refusal:
                if code(refusal) != "hash_conflict":
                    raise
                return opened  # a later click has drawn the view meanwhile
            return _opened(answer["view"])

    def publish_home(self, user: str, view: View) -> None:
        with self._told():
            self.client.views_publish(user_id=user, view=self._view(view))

    def profile(self, user: str) -> SlackProfile | None:
        until, known = self._profiles.get(user, (0.0, None))
        if monotonic() < until:
            return known
        known = self._ask_profile(user)
        self._profiles[user] = (monotonic() + (PROFILE_LIFE if known else STRANGER_LIFE), known)
        return known

    def upload(self, content: bytes, *, filename: str, title: str, channel: str | None = None) -> str:
        # no alt_txt: it makes the share vanish, https://github.com/slackapi/python-slack-sdk/issues/1818
        with self._told():
            done = self.client.files_upload_v2(file=content, filename=filename, title=title, channel=channel)
            return str(done["files"][0]["id"])

    def is_ready(self, file_id: str) -> bool:
        with self._told():
            return bool(self.client.files_info(file=file_id)["file"].get("mimetype"))

    def _ask_profile(self, user: str) -> SlackProfile | None:
        try:
            found = self.client.users_info(user=user)["user"]
        except (SlackApiError, *TRANSPORT) as error:
            log.info("Slack tells no profile (%s)", type(error).__name__)
            return None
        about = found.get("profile") or {}
        name = about.get("real_name") or found.get("real_name") or found.get("name") or ""
        return SlackProfile(name=name, email=about.get("email"), zone=found.get("tz"))

    def _whisper(self, request: Request, message: Message) -> bool:
        """Without a response_url: to the one person in the channel, else in their direct messages."""
        if not (request.channel and self._shown_in(request.channel, request.user, message)):
            self.post(request.user, message)
        return True

    def _shown_in(self, channel: str, user: str, message: Message) -> bool:
        with self._told():
            try:
                self.client.chat_postEphemeral(
                    channel=channel, user=user, **self._content(message), **LITERAL
                )
            except SlackApiError as refusal:
                if code(refusal) not in UNSEEN:
                    raise
                log.info("An ephemeral answer becomes a direct message (%s)", code(refusal))
                return False
            return True

    def _respond(self, response_url: str, message: Message, *, replace: bool) -> str:
        """Send to a response_url; an empty string, or Slack's word for refusing it."""
        hook = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[Patience()])
        with self._told():
            sent = hook.send_dict(
                {**self._content(message), "response_type": "ephemeral", "replace_original": replace}
            )
        if sent.status_code == 200 and '"ok":false' not in sent.body.replace(" ", ""):  # noqa: PLR2004 - HTTP
            return ""
        return next((word for word in (*UNREADABLE, *SPENT) if word in sent.body), f"http {sent.status_code}")

    def _ask_for_patience(self, response_url: str) -> None:
        self._respond(response_url, working(), replace=False)

    def _content(self, message: Message) -> dict[str, Any]:
        blocks = [self._dialect(block) for block in message.blocks]
        return {"text": message.text, **({"blocks": blocks} if blocks else {})}

    def _view(self, view: View) -> View:
        return {**view, "blocks": [self._dialect(block) for block in view["blocks"]]}

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SlackApiError as refusal:
            error = explained(refusal, handle=lambda: self.handle)
            if error is None:
                raise
            raise error from refusal
        except TRANSPORT as broken:
            raise unreachable(broken) from broken


def _opened(view: dict[str, Any]) -> Opened:
    return Opened(view["id"], view.get("hash", ""))
