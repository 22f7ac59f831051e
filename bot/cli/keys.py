"""`leadline keys`: the key that seals stored credentials, replaced."""

import click

from bot.cli.session import Session


@click.group("keys")
def command() -> None:
    """The key that seals stored credentials."""


@command.command("rotate")
@click.pass_obj
def rotate(session: Session) -> None:
    """Seal every stored credential with a new key; cut off at any point, run it again."""
    from bot import keys

    settings = session.settings()
    vault = keys.begin_rotation(settings)
    with session.leadline() as leadline:
        n = leadline.services.connections.rotate(vault)
    keys.end_rotation(settings)
    sealed = "1 stored secret is" if n == 1 else f"{n} stored secrets are"
    click.echo(f"{sealed} sealed with the new key. Restart `leadline serve` where it runs.")
