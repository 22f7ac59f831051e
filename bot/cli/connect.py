"""`leadline connect`: credentials asked for without echo, tried at once, and kept sealed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from domain.health import CheckReport
    from integrations.provider import Provider


class Providers(click.Group):
    """A command for every provider; what it asks for is what the provider declares."""

    def list_commands(self, _context: click.Context) -> list[str]:
        from integrations import BUILTIN

        return [provider.slug for provider in BUILTIN]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        from integrations import BUILTIN

        return next((_command(provider) for provider in BUILTIN if provider.slug == name), None)


@click.group(
    "connect",
    cls=Providers,
    invoke_without_command=True,
    no_args_is_help=False,
    short_help="Connect a source and keep its credentials sealed.",
)
@click.option("--list", "listing", is_flag=True, help="List what is connected.")
@click.pass_context
def command(context: click.Context, *, listing: bool) -> None:
    """Connect a source; its credentials are tried at once and kept encrypted."""
    if listing:
        _list(context.obj)
        context.exit(0)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _list(session: Session) -> None:
    with session.leadline() as leadline:
        sources = leadline.services.connections.sources()
    for source in sources:
        click.echo(f"{source.key}: {source.name} at {source.base_url}")
    if not sources:
        click.echo("No source is connected yet.")


def _command(provider: Provider) -> click.Command:
    """The command that connects this provider."""
    from bot.cli.credentials import options

    def connect(session: Session, *, url: str | None, name: str | None, **given: Any) -> None:  # noqa: ANN401 - an option's value
        from bot.cli.credentials import asked

        secrets = asked(provider, given, of_somebody=sys.stdin.isatty())
        click.get_current_context().exit(_connect(session, provider, secrets, url=url, name=name))

    title, slug = provider.title, provider.slug
    usual = f"{provider.base_url} when not said" if provider.base_url else f"such as {provider.address_hint}"
    return click.Command(
        slug,
        callback=click.pass_obj(connect),
        params=[
            click.Option(["--url"], help=f"The address of {title}; {usual}."),
            click.Option(["--name"], help=f"What one more {title} is called, such as {slug}-eu."),
            *options(provider),
        ],
        short_help=f"Connect {title}.",
        help=_help(provider),
    )


def _help(provider: Provider) -> str:
    """What the command does, with a line for every way to connect."""
    from bot.cli.credentials import ways

    typed = {f"leadline connect {provider.slug}{way.options}": way.words for way in ways(provider)}
    longest = max(map(len, typed))
    examples = "\n".join(f"{line:{longest}}  {words}" for line, words in typed.items())
    guide = f"docs/how-to/connect-{provider.slug}.md tells where to click."
    return f"Connect {provider.title}.\n\n\b\n{examples}\n\n{guide}"


def _connect(
    session: Session, provider: Provider, secrets: Mapping[str, str], *, url: str | None, name: str | None
) -> int:
    """Try the credentials, and keep them when the source takes them."""
    from render import terminal

    with session.leadline() as leadline:
        session.redact.learn(*secrets.values())
        connections = leadline.services.connections
        source = connections.source(provider.slug, url, name)
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
