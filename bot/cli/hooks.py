"""`leadline hooks`: where providers call us, with which secret, and how that goes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from bot.app import Leadline
    from services.hooks import Hook

HOOKS = """Show where providers call Leadline, and how that goes.

\b
leadline hooks                          every source: its address, and how its deliveries are
leadline hooks github                   what to type in at GitHub
leadline hooks github --new-secret      makes a secret; the one before still counts
leadline hooks pagerduty --secret       keeps a secret that the sender made up, typed or piped in
leadline hooks --serve                  takes deliveries in and applies them, without Slack
"""


@click.command("hooks", short_help="Show where providers call, and how that goes.", help=HOOKS)
@click.argument("source", required=False)
@click.option("--new-secret", is_flag=True, help="Make a new secret for SOURCE and show it, once.")
@click.option("--secret", "own", is_flag=True, help="Keep the secret that the sender of SOURCE made up.")
@click.option("--serve", is_flag=True, help="Take deliveries in and apply them, until Ctrl-C.")
@click.pass_obj
def command(session: Session, source: str | None, *, new_secret: bool, own: bool, serve: bool) -> None:
    """Show, or set up."""
    _refuse_nonsense(source, new_secret=new_secret, own=own, serve=serve)
    with session.leadline() as leadline:
        if serve:
            _serve(leadline)
            return
        hooks = leadline.services.hooks
        if source and own:
            secret = _typed()
            session.redact.learn(secret)
            hooks.keep_secret(source, secret)
        made = hooks.new_secret(source) if source and new_secret else ""
        found = [hooks.hook(source)] if source else list(hooks.all())
        for hook in found:
            _tell(leadline, hook, at_length=source is not None)
        if made:
            click.echo(f"  secret     {made}")
            click.echo("It is shown this once. The one before counts until there is another.", err=True)
        if not found:
            click.echo("No source is connected that calls. Run `leadline connect` first.", err=True)


def _refuse_nonsense(source: str | None, *, new_secret: bool, own: bool, serve: bool) -> None:
    if (new_secret or own) and not source:
        raise click.UsageError("Say of which source the secret is, such as `leadline hooks github`.")
    if new_secret + own + serve > 1 or (serve and source):
        raise click.UsageError("--new-secret, --secret and --serve do not go together.")


def _serve(leadline: Leadline) -> None:
    from bot.serving import serve_hooks, wait

    with serve_hooks(leadline) as stop:
        click.echo("Leadline takes deliveries in; Ctrl-C stops it.", err=True)
        wait(stop)


def _typed() -> str:
    if sys.stdin.isatty():
        typed: str = click.prompt("The secret that the sender shows (it is not shown here)", hide_input=True)
        return typed.strip()
    return sys.stdin.read().strip()


def _tell(leadline: Leadline, hook: Hook, *, at_length: bool) -> None:
    check = leadline.services.hooks.check(hook.source.key)
    click.echo(f"{hook.source.name} ({hook.source.key})")
    click.echo(f"  address    {hook.address}")
    if check:
        click.echo(f"  {check.light:<10} {check.found}" + (f" {check.next_step}" if check.next_step else ""))
    if at_length:
        click.echo(f"  events     {', '.join(hook.events)}")
        click.echo(f"  secret at  {hook.secret_hint}" if hook.secret_hint else "", nl=bool(hook.secret_hint))
    if hook.address.startswith("/"):
        click.echo("Set `publicUrl` in config.json to where the sender reaches Leadline.", err=True)
