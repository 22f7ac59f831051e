"""`leadline version`: which version this is."""

import click


@click.command("version")
def command() -> None:
    """Print the version."""
    from importlib.metadata import version

    click.echo(f"leadline {version('leadline')}")
