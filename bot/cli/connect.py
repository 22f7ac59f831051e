"""`leadline connect`: credentials asked for without echo, tried at once, and kept sealed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from domain.health import CheckReport

GITHUB = """Connect GitHub with a token, or with a GitHub App.

\b
leadline connect github                                  asks for a token, without echo
leadline connect github < token.txt                      reads it from a file
leadline connect github --app-id 1234 --key-file app.pem
leadline connect github --url https://github.example.com
"""


@click.group("connect", short_help="Connect a source and keep its credentials sealed.")
def command() -> None:
    """Connect a source; its credentials are tried at once and kept encrypted."""


@command.command("github", help=GITHUB)
@click.option("--url", help="An Enterprise Server's address; github.com when not said.")
@click.option("--app-id", help="The id of a GitHub App, instead of a token.")
@click.option("--installation-id", help="Which installation of the app; found by itself when there is one.")
@click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The app's private key (PEM).",
)
@click.pass_obj
@click.pass_context
def github(
    context: click.Context,
    session: Session,
    *,
    url: str | None,
    app_id: str | None,
    installation_id: str | None,
    key_file: Path | None,
) -> None:
    """Ask, try, and keep."""
    if bool(app_id) is not bool(key_file) or (installation_id and not app_id):
        raise click.UsageError("A GitHub App needs both --app-id and --key-file.")
    secrets = _app(app_id, installation_id, key_file) if app_id and key_file else _token()
    context.exit(_connect(session, "github", url, secrets))


def _app(app_id: str, installation_id: str | None, key_file: Path) -> Mapping[str, str]:
    key = key_file.read_text(encoding="utf-8", errors="replace")
    given = {"app_id": app_id, "private_key": key, "installation_id": installation_id or ""}
    return {name: value for name, value in given.items() if value}


def _token() -> Mapping[str, str]:
    if sys.stdin.isatty():
        token: str = click.prompt("Personal access token (read access; it is not shown)", hide_input=True)
    else:
        token = sys.stdin.read()
    if not token.strip():
        raise click.UsageError("No token was given: type it when asked, or pipe it in.")
    return {"token": token.strip()}


def _connect(session: Session, slug: str, url: str | None, secrets: Mapping[str, str]) -> int:
    """Try the credentials, and keep them when the source takes them."""
    from render import terminal

    with session.leadline() as leadline:
        session.redact.learn(*secrets.values())
        connections = leadline.services.connections
        source = connections.source(slug, url)
        report = connections.try_out(source, secrets)
        session.console().print(terminal.check([report]))
        if not _is_let_in(report):
            click.echo("Nothing was saved.", err=True)
            return 1
        connections.save(source, secrets)
    click.echo(f"{source.name} at {source.base_url} is connected. Next: `leadline sync`.")
    return 0


def _is_let_in(report: CheckReport) -> bool:
    """Whether the first question, who we are, was answered; what else is missing can be mended there."""
    return bool(report.checks) and report.checks[0].light != "red"
