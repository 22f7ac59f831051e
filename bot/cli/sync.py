"""`leadline sync`: the sources read now, with a bar that tells how far it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.progress import watched
from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from services.sync import SyncReport


@click.command("sync", short_help="Read what is new at the sources, now.")
@click.option("--source", help="Only this source, such as github.")
@click.option("--full", is_flag=True, help="Read everything again, not only what has changed.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Read back to this day, whatever was read before."
)
@click.pass_obj
@click.pass_context
def command(
    context: click.Context, session: Session, source: str | None, since: datetime | None, *, full: bool
) -> None:
    """Read what is new at the sources, now; cut off at any point, it resumes there."""
    if full and since:
        raise click.UsageError("--full reads everything, --since back to a day: give one of them.")
    day = since.replace(tzinfo=UTC) if since else None
    with session.leadline() as leadline, watched(session.console(stderr=True)) as told:
        reports = leadline.services.sync.run(source, full=full, since=day, progress=told)
    for report in reports:
        _tell(report)
    if not reports:
        click.echo("No source is connected yet. Run `leadline connect github`.", err=True)
    context.exit(0 if reports and all(_is_well(report) for report in reports) else 1)


def _is_well(report: SyncReport) -> bool:
    return report.outcome == "succeeded" and not report.failures


def _tell(report: SyncReport) -> None:
    """What came of it on stdout, what went wrong on stderr."""
    from render.text import plural

    if report.outcome is None:
        click.echo(
            f"{report.source}: another sync is at work on it; wait for it, or try again in two minutes.",
            err=True,
        )
        return
    seconds = (report.finished_at - report.began_at).total_seconds()
    records = ", ".join(plural(n, noun) for noun, n in report.records.items()) or "nothing new"
    place = " of " + plural(report.repositories, "repository") if report.repositories else ""
    cost = f"{plural(report.requests, 'request')}, {plural(report.points, 'point')}"
    click.echo(f"{report.source}: {report.outcome}; {records}{place}, {cost}, {seconds:,.0f} s.")
    if report.quarantined:
        click.echo(f"  {report.quarantined:,} could not be read; `leadline health` tells more.", err=True)
    for failure in report.failures:
        click.echo(f"  {failure.what or report.source}: {failure.message}", err=True)
