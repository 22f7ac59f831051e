"""`leadline doctor`: everything an installation needs, looked at in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from bot.cli.session import Session
from domain.errors import LeadlineError
from domain.health import Check, CheckReport, Light

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from bot.settings import Settings


@click.command("doctor", short_help="Look at everything an installation needs.")
@click.pass_obj
@click.pass_context
def command(context: click.Context, session: Session) -> None:
    """Look at the settings, the key, the store, Slack's tokens and the sources; say what to do."""
    from domain.clock import system_clock
    from render import terminal

    settings = session.settings()
    here = CheckReport("leadline", "This installation", tuple(_checks(settings)), system_clock())
    reports = [here]
    if all(check.light is not Light.RED for check in here.checks[:2]):
        with session.leadline() as leadline:
            reports += leadline.services.connections.check()
    session.console().print(terminal.check(reports))
    well = all(check.light is not Light.RED for report in reports for check in report.checks)
    context.exit(0 if well else 1)


def _checks(settings: Settings) -> Iterator[Check]:
    """Key and store first: without them nothing else can be asked."""
    yield _tried("Key", lambda: _key(settings))
    yield _tried("Store", lambda: _store(settings))
    yield from _tokens(settings)
    yield _pictures(settings)
    if not settings.teams:
        yield Check("Teams", Light.YELLOW, "none in config.json", "See docs/how-to/define-teams.md.")


def _tried(label: str, look: Callable[[], str]) -> Check:
    try:
        return Check(label, Light.GREEN, look())
    except LeadlineError as error:
        return Check(label, Light.RED, error.message, error.hint)


def _key(settings: Settings) -> str:
    from bot import keys

    keys.vault(settings)
    return (
        "from LEADLINE_KEY"
        if settings.secrets.key
        else f"{keys.key_file(settings)}, readable by its owner only"
    )


def _store(settings: Settings) -> str:
    from storage.store import Store

    store = Store.open(settings.database_url)
    try:
        store.upgrade()
        return f"{store.url}, up to date"
    finally:
        store.close()


def _tokens(settings: Settings) -> Iterator[Check]:
    """Only whether they are there and look right: they are tried when Leadline serves."""
    secrets = settings.secrets
    wanted = [("SLACK_BOT_TOKEN", secrets.slack_bot_token, "xoxb-")]
    if settings.slack.mode == "socket":
        wanted.append(("SLACK_APP_TOKEN", secrets.slack_app_token, "xapp-"))
    else:
        wanted.append(("SLACK_SIGNING_SECRET", secrets.slack_signing_secret, ""))
    for name, secret, prefix in wanted:
        value = secret.get_secret_value() if secret else ""
        if value and value.startswith(prefix):
            yield Check(name, Light.GREEN, "set")
        else:
            found = f"does not begin with {prefix}" if value else "not set"
            yield Check(name, Light.YELLOW, found, "See docs/how-to/set-up-slack.md.")


def _pictures(settings: Settings) -> Check:
    if settings.public_url:
        return Check("Charts", Light.GREEN, f"as links under {settings.public_url}")
    return Check("Charts", Light.GREEN, "uploaded to Slack, for publicUrl is not set")
