"""The command line: every door of Leadline that needs no Slack."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from bot.cli.session import Session
from bot.logs import Redaction
from domain.errors import LeadlineError, Rejected

COMMANDS = {
    "ask": "bot.cli.ask",
    "check": "bot.cli.check",
    "connect": "bot.cli.connect",
    "corrections": "bot.cli.corrections",
    "demo": "bot.cli.demo",
    "disconnect": "bot.cli.disconnect",
    "doctor": "bot.cli.doctor",
    "health": "bot.cli.health",
    "hooks": "bot.cli.hooks",
    "keys": "bot.cli.keys",
    "migrate": "bot.cli.migrate",
    "points": "bot.cli.points",
    "serve": "bot.cli.serve",
    "sync": "bot.cli.sync",
    "version": "bot.cli.version",
}
"""Where each command lives; every module calls its command `command`."""

FAILED, BAD_INPUT = 1, 2
INTERRUPTED = 130


class Commands(click.Group):
    """Loads a command when it is asked for; a failure that we can explain is told, not traced."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        module = COMMANDS.get(name)
        found: click.Command | None = import_module(module).command if module else None
        return found

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the commands that are spelled alike."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            alike = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean `leadline {alike[0]}`?" if alike else "`leadline --help` lists them."
            context.fail(f"There is no command '{args[0]}'. {hint}")
        return super().resolve_command(context, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where config.json stands; else LEADLINE_CONFIG, else this folder.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell more in the log on stderr.")
@click.pass_context
def main(context: click.Context, config: Path | None, *, verbose: bool) -> None:
    """Leadline tells engineering teams how their delivery flows."""
    context.obj = replace(context.obj or Session(), config=config, verbose=verbose)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and end the process with its exit code: 0 done, 1 failed, 2 bad input."""
    try:
        sys.exit(main(arguments, prog_name="leadline", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except LeadlineError as error:
        tell(error)
        sys.exit(BAD_INPUT if isinstance(error, Rejected) else FAILED)
    except OSError as error:  # a full disk or a folder that cannot be written; a closed pipe is click's
        about = f" {error.filename}" if error.filename else ""
        tell(LeadlineError(f"This machine refuses{about}: {error.strerror or error}."))
        sys.exit(FAILED)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped; nothing is lost.", err=True)
        sys.exit(INTERRUPTED)


def tell(error: LeadlineError) -> None:
    """An error on stderr: what was wrong and where, every field of it, and what to do."""
    redact = Redaction()
    click.secho(redact(f"Error: {error.message}"), fg="red", err=True)
    for line in _details(error):
        click.echo(redact(line), err=True)


def _details(error: LeadlineError) -> Iterator[str]:
    for field in getattr(error, "fields", ()):
        yield f"  {field.path}: found {field.found}; expected {field.expected}"
    for choice in (*getattr(error, "suggestions", ()), *getattr(error, "choices", ())):
        yield f"  {choice.label}: leadline ask {choice.text!r}"
    if error.hint:
        yield error.hint
