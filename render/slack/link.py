"""Asking somebody whether a login is theirs; nobody is linked without their own yes."""

from domain.records import Account
from render.message import Message
from render.slack.blocks import actions, button, context, section
from render.slack.fit import message
from render.text import escape, plural

CONFIRM = "link.confirm"
REFUSE = "link.refuse"


def link_confirm(account: Account, *, source: str = "", pull_requests: int | None = None) -> Message:
    """One question with two answers; `pull_requests` is how much work would become theirs."""
    login = escape(account.login)
    at = f" at {escape(source)}" if source else ""
    name = f" ({escape(account.name)})" if account.name else ""
    work = "" if pull_requests is None else f" It has {plural(pull_requests, 'pull request')}."
    text = f"Is the login {login}{name}{at} yours?{work}"
    buttons = [
        button(
            "Yes, it is mine", CONFIRM, account.login, style="primary", spoken=f"Yes, {account.login} is mine"
        ),
        button("No", REFUSE, account.login, spoken=f"No, {account.login} is not mine"),
    ]
    told = "Once linked, `/metrics cycle-time me` shows your own figures, to you only."
    return message(text, [section(text), context(told), actions(buttons)])


def linked(account: Account) -> Message:
    text = f"You are linked to {escape(account.login)}."
    return message(
        text, [section(f"{text} Your own figures are shown to you only: `/metrics cycle-time me`.")]
    )


def not_linked(login: str) -> Message:
    text = f"Nothing was changed: {escape(login)} is not linked to you."
    return message(text, [section(text)])
