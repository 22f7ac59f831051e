"""`leadline serve`: Slack, pictures and the scheduled syncs."""

import click

from bot.cli.session import Session


@click.command("serve")
@click.pass_obj
def command(session: Session) -> None:
    """Serve Slack and keep the sources synced, until Ctrl-C."""
    from bot.serving import serve, wait

    with session.leadline() as leadline, serve(leadline) as stop:
        click.echo("Leadline is up; Ctrl-C stops it.", err=True)
        wait(stop)
