"""`leadline health`: how fresh and complete the data is."""

import click

from bot.cli.session import Session


@click.command("health")
@click.pass_obj
def command(session: Session) -> None:
    """Tell how fresh and complete the data is."""
    from render import terminal

    with session.leadline(or_demo=True) as leadline:
        session.console().print(terminal.health(leadline.services.health.report()))
