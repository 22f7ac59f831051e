"""`leadline disconnect`: a source's credentials and everything that was read from it, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from domain.health import SourceHealth


@click.command("disconnect", short_help="Forget a source with everything that was read from it.")
@click.argument("source")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def command(session: Session, source: str, *, yes: bool) -> None:
    """Forget SOURCE: its credentials, and everything that was read from it."""
    with session.leadline() as leadline:
        services = leadline.services
        known = next((each for each in services.health.report().sources if each.key == source), None)
        if known and not yes:
            _ask(known)
        gone = services.connections.remove(source)
        services.derivations.refresh()
    click.echo(f"{gone.name} at {gone.base_url} is forgotten, with what was read from it.")
    click.echo("Teams, people, corrections and config.json are as before.")


def _ask(source: SourceHealth) -> None:
    """Say what goes, and go on only when told to."""
    from render.holdings import held

    goes = f"its credentials, its webhook secret, and what was read from it: {', '.join(held(source))}"
    click.echo(f"This forgets {source.name}: {goes}.", err=True)
    click.echo("Teams, people, corrections and config.json stay; nothing changes at the source.", err=True)
    click.confirm("Forget it?", abort=True, err=True)
