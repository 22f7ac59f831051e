"""`leadline migrate`: the store brought up to this version."""

import click

from bot.cli.session import Session


@click.command("migrate")
@click.pass_obj
def command(session: Session) -> None:
    """Bring the store up to this version; nothing else is changed."""
    with session.leadline() as leadline:
        click.echo(f"{leadline.store.url} is up to date.")
