"""What the commands of one command line share: the settings and the app, each made when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.logs import Redaction

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from rich.console import Console

    from bot.app import Leadline
    from bot.settings import Settings

DEMO = Path(".leadline/demo/config.json")
"""What `leadline demo` leaves behind."""


@dataclass(frozen=True, slots=True)
class Session:
    """One command line; nothing is read or opened before a command asks for it."""

    config: Path | None = None
    verbose: bool = False
    redact: Redaction = field(default_factory=Redaction)
    build: Callable[[Settings], Leadline] | None = None
    """Puts the app together; `bot.app.build` unless told otherwise."""

    def settings(self, *, or_demo: bool = False) -> Settings:
        """The settings, and the log begun; Misconfigured names every mistake.

        `or_demo` is for who only asks: where nothing is set up, the demo's store answers.
        """
        from bot import logs
        from bot.settings import load

        settings = load(self.config)
        if or_demo and self.config is None and not _is_set_up(settings) and DEMO.exists():
            click.echo("Nothing is set up here yet, so the demo's organisation answers.", err=True)
            settings = load(DEMO)
        logs.start("debug" if self.verbose else "warning", redact=self.redact)
        self.redact.learn(*settings.secrets.values())
        return settings

    @contextmanager
    def leadline(self, *, or_demo: bool = False) -> Iterator[Leadline]:
        """The app, put together and taken down again."""
        settings = self.settings(or_demo=or_demo)
        leadline = (self.build or _build)(settings)
        try:
            yield leadline
        finally:
            leadline.close()

    def console(self, *, stderr: bool = False) -> Console:
        """Where answers are printed; progress goes to stderr."""
        from rich.console import Console

        return Console(highlight=False, stderr=stderr)


def _build(settings: Settings) -> Leadline:
    from bot.app import build

    return build(settings)


def _is_set_up(settings: Settings) -> bool:
    """Whether there is a configuration, here or elsewhere, or a store of one's own."""
    from bot.settings import Settings as Defaults
    from bot.settings.reading import CONFIG

    own = Defaults()
    is_elsewhere = (settings.home, settings.database) != (own.home, own.database)
    return is_elsewhere or CONFIG.exists() or Path(own.database).exists()
