"""Pipelines as a message: figures, branches, workflows, and where the time of one of them goes."""

import re

from domain.errors import Choice
from domain.views.pipelines import Pipelines, Workflow
from render.message import Block, Message
from render.picture import Picture
from render.pipelines import (
    branch,
    cut,
    finding,
    held_up,
    improvements,
    left_out,
    longest,
    red,
    shares,
    timeline,
    times,
    workflow,
)
from render.safe import shorten
from render.slack.again import again, wider
from render.slack.blocks import actions, context, header, image, link, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape, period_before, plural, sparkline, window
from render.whose import who

_MOST, _MOST_STEPS, _OTHERS = 8, 14, 2


def pipelines(view: Pipelines, picture: Picture | None) -> Message:
    """The figures first, then each workflow, then where the time of one of them goes."""
    blocks = [*stale(view.coverage), header(f"{who(view.question)} · pipelines"), section(_figures(view))]
    blocks += _workflows(view)
    blocks += _steps(view, picture)
    blocks.append(context(*_honesty(view)))
    return message(escape(finding(view)), [*blocks, actions(again(_next(view)))])


def _figures(view: Pipelines) -> str:
    if view.success.is_empty:
        return escape(finding(view))
    sides = [f"• {escape(branch(each))}" for each in view.branches if each.now.success.n]
    return "\n".join([f"*{escape(shares(view))}*", escape(times(view)), *sides])


def _workflows(view: Pipelines) -> list[Block]:
    if not view.workflows:
        return []
    rows = [_workflow(each) for each in view.workflows[:_MOST]]
    more = len(view.workflows) - len(rows) + view.more
    return [section("\n".join([*rows, *([f"and {plural(more, 'workflow')} more"] if more else [])]))]


def _workflow(each: Workflow) -> str:
    trend = f" · `{sparkline(point.value for point in each.trend)}`" if each.trend else ""
    broken = f" · :warning: {escape(red(each))}" if each.red_since else ""
    return f"• *{link(each.url, each.name, 80)}* {escape(workflow(each))}{trend}{broken}"


def _steps(view: Pipelines, picture: Picture | None) -> list[Block]:
    if not view.steps or view.total is None:
        return []
    told = " ".join(words for words in (held_up(view), improvements(view)) if words)
    steps = timeline(longest(view.steps, _MOST_STEPS), view.total)
    lines = "\n".join(escape(shorten(line, 90)) for line in steps)
    shown = image(picture) if picture is not None else section(f"```{lines}```")
    return [section(escape(told)), shown] if told else [shown]


def _honesty(view: Pipelines) -> list[str]:
    question = view.question
    days = window(question.window, view.computed_at.date())
    understood = (
        f"{who(question)} · pipelines · {days} · compared with {period_before(question)} · calendar time"
    )
    cut_short = cut(view.steps, _MOST_STEPS) if len(view.steps) > _MOST_STEPS else ""
    steps = f"steps: medians of {plural(view.runs, 'run')} that succeeded at once" if view.runs else ""
    aside = f"{left_out(view)} excluded" if left_out(view) else ""
    sample = " · ".join(filter(None, (plural(view.success.summary.n, "run"), aside, steps, cut_short)))
    return [escape(understood), escape(sample), f"{coverage(view.coverage)} · {freshness(view.coverage)}"]


def _next(view: Pipelines) -> list[Choice]:
    if view.success.is_empty:
        return list(wider(view.question))
    text = re.sub(r"workflow:\S+ ", "", view.question.text)
    asked = {"Build time by step": ("build-time", " by step"), "Flaky tests": ("flaky", "")}
    choices = [Choice(label, text.replace("pipelines", slug, 1) + by) for label, (slug, by) in asked.items()]
    others = [each for each in view.workflows if view.shown and each.id != view.shown.id][:_OTHERS]
    steps = [
        Choice(each.name, text.replace("pipelines", f"pipelines workflow:{each.key}", 1)) for each in others
    ]
    return [*choices, *steps, *wider(view.question)[:1]]
