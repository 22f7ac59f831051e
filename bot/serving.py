"""Serving: pages, Slack and the ticker side by side, for as long as the process is wanted."""

import logging
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Event
from types import FrameType

from pydantic import SecretStr

from bot.app import Leadline
from bot.slack import SlackApp, Socket, build_app
from domain.errors import LeadlineError, Misconfigured
from render.message import Block
from scheduler import BUILTIN
from scheduler.job import Job
from scheduler.jobs import hooks, sync
from scheduler.runner import Runner
from scheduler.schedule import Every
from web import application
from web.server import Server
from web.slack import SlackHandler

SIGNALS = (signal.SIGTERM, signal.SIGINT)
HELP = "docs/how-to/set-up-slack.md tells where it comes from."

log = logging.getLogger("leadline.serving")


@contextmanager
def serve(
    leadline: Leadline, jobs: Sequence[Job] | None = None, *, dialect: Callable[[Block], Block] = dict
) -> Iterator[Event]:
    """Serve until the block is left; the event it gives is set by SIGTERM and Ctrl-C.

    It is left in the opposite order: nothing more is taken in, what was acknowledged is finished.
    `dialect` makes of a block what a stand-in for Slack can draw.

    Raises:
        Misconfigured: a token is missing, or the port is taken. Slack being away is no reason not to start.
    """
    with ExitStack() as stack:
        leadline.drawing.warm()
        slack = _slack(leadline, dialect)
        stack.callback(slack.close)
        socket = _socket(leadline, slack)
        web = Server(
            application(leadline.services, _door(leadline, slack), ready=_readiness(leadline, slack, socket)),
            host=leadline.settings.web.host,
            port=leadline.settings.web.port,
        )
        web.open()
        stack.callback(web.close)
        _tick(leadline, stack, planned(leadline) if jobs is None else jobs)
        if socket:
            socket.open()
            stack.callback(socket.close)
        log.info("Serving on port %d.", web.port)
        with stopped_by_signal() as stop:
            yield stop


@contextmanager
def serve_hooks(leadline: Leadline) -> Iterator[Event]:
    """Take in what providers deliver and apply it, and nothing else: no Slack, and no syncs.

    Raises:
        Misconfigured: the port is taken.
    """
    with ExitStack() as stack:
        ready = {"store": leadline.is_readable}
        web = Server(
            application(
                leadline.services, ready=lambda: {name: _works(works) for name, works in ready.items()}
            ),
            host=leadline.settings.web.host,
            port=leadline.settings.web.port,
        )
        web.open()
        stack.callback(web.close)
        _tick(leadline, stack, (hooks.JOB,))
        log.info("Taking deliveries on port %d.", web.port)
        with stopped_by_signal() as stop:
            yield stop


def _tick(leadline: Leadline, stack: ExitStack, jobs: Sequence[Job]) -> None:
    """Run the jobs until the stack is left; what is delivered is applied right away."""
    stack.callback(leadline.services.sync.close)
    runner = Runner(leadline.store, leadline.services, jobs, leadline.services.clock)
    if hooks.JOB in jobs:
        leadline.services.hooks.wake = lambda: runner.soon(hooks.JOB)
    runner.start()
    stack.callback(runner.stop)
    stack.callback(leadline.services.sync.stop)


def planned(leadline: Leadline) -> tuple[Job, ...]:
    """Our own jobs, as often as the settings say."""
    every = Every(leadline.settings.sync.every)
    return tuple(replace(job, schedule=every) if job is sync.JOB else job for job in BUILTIN)


@contextmanager
def stopped_by_signal() -> Iterator[Event]:
    """An event that SIGTERM and Ctrl-C set, instead of ending the process there and then."""
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, ask_to_stop) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def wait(stop: Event) -> None:
    """Until the event is set; in short waits, for a signal that comes as a long one begins would be lost."""
    while not stop.wait(timeout=0.5):
        pass


def _slack(leadline: Leadline, dialect: Callable[[Block], Block]) -> SlackApp:
    settings = leadline.settings
    token = _required(settings.secrets.slack_bot_token, "SLACK_BOT_TOKEN")
    return build_app(
        leadline.services,
        token=token,
        command=settings.slack.command,
        api_url=settings.slack.api_url,
        dialect=dialect,
    )


def _socket(leadline: Leadline, slack: SlackApp) -> Socket | None:
    settings = leadline.settings
    if settings.slack.mode == "http":
        return None
    token = _required(settings.secrets.slack_app_token, "SLACK_APP_TOKEN")
    return slack.socket(token, api_url=settings.slack.api_url)


def _door(leadline: Leadline, slack: SlackApp) -> SlackHandler | None:
    settings = leadline.settings
    if settings.slack.mode == "socket":
        return None
    return slack.door(_required(settings.secrets.slack_signing_secret, "SLACK_SIGNING_SECRET"))


def _required(secret: SecretStr | None, variable: str) -> str:
    if secret is None:
        raise Misconfigured(f"The environment has no {variable}.", hint=HELP)
    return secret.get_secret_value()


def _readiness(
    leadline: Leadline, slack: SlackApp, socket: Socket | None
) -> Callable[[], Mapping[str, bool]]:
    def ready() -> Mapping[str, bool]:
        return {
            "store": _works(leadline.is_readable),
            "slack": socket.is_connected if socket else _works(slack.calls.check),
        }

    return ready


def _works(question: Callable[[], object]) -> bool:
    try:
        question()
    except LeadlineError:
        return False
    return True
