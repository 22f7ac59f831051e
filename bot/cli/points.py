"""`leadline points`: series of one's own, filled from a script and asked for by their names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from rich.text import Text

    from storage.shelves.points import Series


@click.group("points", short_help="Keep points of a series of one's own, and list the series.")
def command() -> None:
    """Keep points of a series of one's own; `leadline ask SERIES` measures it."""


@command.command("add")
@click.argument("series")
@click.argument("value", type=float)
@click.option("--at", "moment", help="When it was measured, like 2026-11-24T12:00:00Z; now when not said.")
@click.option("--repository", default="", help="Whose it is, like acme/payments; it counts for its teams.")
@click.option("--note", default="", help="What its receipt says.")
@click.option("--id", "key", default="", help="Another point with the same id replaces it.")
@click.pass_obj
def add(
    session: Session, series: str, value: float, *, moment: str | None, repository: str, note: str, key: str
) -> None:
    """Keep VALUE as a point of SERIES, such as `leadline points add signups 42`."""
    from services.points import Sent

    at = _moment(moment) if moment else None
    with session.leadline() as leadline:
        point = leadline.services.points.add(Sent(series, value, at, repository, note, key))
    click.echo(f"Kept {point.value:g} in {point.series} at {point.at:%Y-%m-%d %H:%M:%S} UTC.")


@command.command("list")
@click.pass_obj
def listing(session: Session) -> None:
    """List every series with its points."""
    from render.terminal.tables import rows

    with session.leadline() as leadline:
        known = leadline.services.points.series()
    if not known:
        click.echo("No series has a point yet. Try `leadline points add signups 42`.")
        return
    session.console().print(rows(("series", "points", "first", "last"), map(_cells, known)))


def _cells(series: Series) -> tuple[Text, ...]:
    from rich.text import Text

    days = (f"{each:%Y-%m-%d}" for each in (series.first_at, series.last_at))
    return tuple(Text(words) for words in (series.name, f"{series.points:,}", *days))


def _moment(said: str) -> datetime:
    """A moment as ISO 8601 has it; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise click.BadParameter(
            f"{said!r} is no moment; write it like 2026-11-24T12:00:00Z.", param_hint="--at"
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
