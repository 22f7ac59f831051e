"""`leadline check`: what each connection can see, and the next step where it cannot."""

import click

from bot.cli.session import Session


@click.command("check")
@click.argument("source", required=False)
@click.pass_obj
@click.pass_context
def command(context: click.Context, session: Session, source: str | None) -> None:
    """Ask each source who we are there and what we may read."""
    from domain.health import Light
    from render import terminal

    with session.leadline() as leadline:
        reports = leadline.services.connections.check(source)
    session.console().print(terminal.check(reports))
    lights = {check.light for report in reports for check in report.checks}
    context.exit(1 if Light.RED in lights else 0)
