"""`leadline corrections`: items set aside, links put right, accounts told to be bots; listed and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from domain.correction import Corrected, Correction

ACTOR = "the terminal"


@click.group("corrections", short_help="Set items aside, put links right, tell bots; list and undo that.")
def command() -> None:
    """Correct what the data gets wrong; every correction is on record and can be undone."""


@command.command("exclude")
@click.argument("item")
@click.option("--reason", default="", help="Why it would mislead; told in its receipt.")
@click.pass_obj
def exclude(session: Session, item: str, reason: str) -> None:
    """Set ITEM aside: a pull request's or run's address, PAY-12, or an id from `ask --json`."""
    from domain.correction import Action

    _make(session, Action.EXCLUDE, item, reason)


@command.command("include")
@click.argument("item")
@click.pass_obj
def include(session: Session, item: str) -> None:
    """Let ITEM count again."""
    from domain.correction import Action

    _make(session, Action.INCLUDE, item, "")


@command.command("link")
@click.argument("item")
@click.argument("to")
@click.option("--reason", default="", help="How you know.")
@click.pass_obj
def link(session: Session, item: str, to: str, reason: str) -> None:
    """Say that ITEM belongs TO: an incident to a deployment, a pull request to an issue; or to `none`."""
    with session.leadline() as leadline:
        correction = leadline.services.sought.link(item, to, reason)
        _tell(leadline.services.corrections.make(correction, ACTOR))


@command.command("unlink")
@click.argument("item")
@click.pass_obj
def unlink(session: Session, item: str) -> None:
    """Let the data say again what ITEM, an incident or a pull request, belongs to."""
    with session.leadline() as leadline:
        _tell(leadline.services.corrections.make(leadline.services.sought.unlink(item), ACTOR))


@command.command("account")
@click.argument("login")
@click.argument("kind", type=click.Choice(["human", "bot", "agent", "service", "as-told"]))
@click.pass_obj
def account(session: Session, login: str, kind: str) -> None:
    """Say what the account LOGIN is; `as-told` leaves it to the provider again."""
    with session.leadline() as leadline:
        for correction in leadline.services.sought.kind(login, None if kind == "as-told" else kind):
            _tell(leadline.services.corrections.make(correction, ACTOR))


@command.command("list")
@click.option("--limit", default=50, show_default=True, help="At most so many, latest first.")
@click.pass_obj
def listed(session: Session, limit: int) -> None:
    """What was corrected, by whom, and the number that `undo` takes."""
    from render.terminal.corrections import log

    with session.leadline(or_demo=True) as leadline:
        session.console().print(log(leadline.services.corrections.latest(limit)))


@command.command("undo")
@click.argument("number", type=int)
@click.pass_obj
def undo(session: Session, number: int) -> None:
    """Take a correction back, by its number in the list."""
    with session.leadline() as leadline:
        _tell(leadline.services.corrections.undo(number, ACTOR))


def _make(session: Session, action: str, item: str, reason: str) -> None:
    from domain.correction import Action, Correction

    with session.leadline() as leadline:
        family, item_id = leadline.services.sought.item(item)
        correction: Correction = Correction(Action(action), family, item_id, reason=reason)
        _tell(leadline.services.corrections.make(correction, ACTOR))


def _tell(done: Corrected) -> None:
    click.echo(f"{done.sentence} Undo: leadline corrections undo {done.entry.id}")
