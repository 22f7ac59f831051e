"""What went wrong, what still works and what to press: the states nobody hopes to see."""

from collections.abc import Sequence

from domain.errors import Ambiguous, Choice, LeadlineError, Misconfigured, Retryable, Unknown
from domain.people import Team
from render.message import Message
from render.slack.again import AGAIN, again
from render.slack.blocks import Element, actions, context, option, plain, section
from render.slack.fit import message
from render.text import escape

__all__ = ["AGAIN", "ASSIGN", "crash", "failure", "no_team"]

ASSIGN = "team.assign"


def failure(error: LeadlineError) -> Message:
    """The error's own sentence, its hint, and a button for each way to say it right."""
    blocks = [section(_sentence(error))]
    choices = _choices(error)
    if choices:
        blocks.append(actions(again(choices)))
    if isinstance(error, Misconfigured):
        blocks.append(context("Trying again changes nothing until somebody who runs Leadline fixes this."))
    if isinstance(error, Retryable):
        blocks.append(context(_later(error)))
    return message(_spoken(error, choices), blocks)


def _spoken(error: LeadlineError, choices: Sequence[Choice]) -> str:
    """The whole of it in a sentence, for those who hear it instead of seeing buttons."""
    if not choices:
        return _sentence(error).replace("\n", " ")
    labels = " or ".join(escape(choice.label) for choice in choices)
    return (
        f"{escape(error.message)} {'Did you mean' if isinstance(error, Unknown) else 'Which one:'} {labels}?"
    )


def _sentence(error: LeadlineError) -> str:
    sentence = escape(error.message) or (type(error).__doc__ or "")
    hint = escape(error.hint)
    if isinstance(error, Unknown) and error.suggestions:
        return f"{sentence} Did you mean one of these?"
    if isinstance(error, Ambiguous) and error.choices:
        return f"{sentence} {hint or 'Which one?'}"
    return f"{sentence}\n{hint}" if hint else sentence


def _choices(error: LeadlineError) -> tuple[Choice, ...]:
    if isinstance(error, Unknown):
        return error.suggestions[:3]
    return error.choices[:5] if isinstance(error, Ambiguous) else ()


def _later(error: Retryable) -> str:
    if error.after is None:
        return "It may work if you ask again in a while."
    return f"It may work if you ask again in {max(1, round(error.after))} s."


def crash(reference: str, asked: str = "") -> Message:
    """Our own fault, with the reference under which the log has the rest; `asked` can be tried again."""
    text = f"That didn't work and it's my fault. Nothing was changed. Ref {escape(reference)}."
    help_line = "Ask again, or give the reference to whoever runs Leadline: their log tells what happened."
    retry = [actions(again([Choice("Retry", asked)]))] if asked else []
    return message(text, [section(text), context(help_line), *retry])


def no_team(channel: str, teams: Sequence[Team]) -> Message:
    """The channel's team is not known yet; `channel` is a name such as "payments", or a Slack id."""
    where = f"#{escape(channel)}" if channel else "this channel"
    if not teams:
        text = f"I don't know which team {where} is, and no team has been set up yet."
        return message(text, [section(f"{text} Create the first one in my App Home.")])
    text = f"I don't know which team {where} is. Pick one, and I'll remember."
    return message(text, [section(text, accessory=_picker(teams))])


def _picker(teams: Sequence[Team]) -> Element:
    return {
        "type": "static_select",
        "action_id": ASSIGN,
        "placeholder": plain("Pick a team", 150),
        "options": [option(team.name, team.slug) for team in teams[:100]],
    }
