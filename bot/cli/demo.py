"""`leadline demo`: everything on this machine, with a demo organisation and a local Slack."""

from pathlib import Path

import click


@click.command("demo", short_help="Try Leadline with a simulated organisation.")
@click.option("--port", default=8080, show_default=True, help="Where Leadline's own pages are.")
@click.option("--slack-port", default=3000, show_default=True, help="Where the local Slack is.")
@click.option("--seed", default=7, show_default=True, help="Another seed is another organisation.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser too.")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".leadline"),
    show_default=True,
    help="The folder for its store.",
)
@click.pass_context
def command(
    context: click.Context, port: int, slack_port: int, seed: int, home: Path, *, open_browser: bool
) -> None:
    """Run Leadline with a simulated organisation and a Slack in your browser."""
    from bot.demo.stage import run

    context.exit(run(home=home, port=port, slack_port=slack_port, seed=seed, open_browser=open_browser))
