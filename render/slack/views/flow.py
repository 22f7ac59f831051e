"""The flow of an issue as a message: its milestones and the waits between, and what its code became."""

from domain.errors import Choice
from domain.views.flow import FlowView, Pull
from render.flow import broken, finding, lead, pull, step, steps, stopped
from render.message import Message
from render.picture import Picture
from render.slack.again import again
from render.slack.blocks import actions, context, header, image, link, moment, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape, plural

_MOST = 6
_BROKEN = 3


def flow(view: FlowView, picture: Picture | None) -> Message:
    """The issue first, then when what happened to it, then every pull request with where it went."""
    title = f"*{link(view.url, f'{view.key} {view.title}', 200)}*\n{escape(lead(view), 200)}"
    blocks = [*stale(view.coverage), header(f"{view.key} · flow"), section(title)]
    if picture is not None:
        blocks.append(image(picture))
    blocks.append(section(_passed(view)))
    if view.pulls:
        blocks.append(section(_pulls(view)))
    blocks.append(context(*_honesty(view)))
    choices = [Choice("Issue to PR", "issue-to-pr"), Choice("Issue to deploy", "issue-to-deploy")]
    return message(escape(finding(view)), [*blocks, actions(again(choices))])


def _passed(view: FlowView) -> str:
    lines = [
        " · ".join(filter(None, (f"*{each.words.capitalize()}* {moment(each.at)}", step(each))))
        for each in steps(view)
    ]
    return "\n".join([escape(finding(view)), *lines])


def _pulls(view: FlowView) -> str:
    shown = view.pulls[:_MOST]
    rest = [f"and {plural(len(view.pulls) - _MOST, 'more pull request')}"] if view.pulls[_MOST:] else []
    return "\n".join([*map(_pull, shown), *rest])


def _pull(each: Pull) -> str:
    trace = each.trace
    lines = [f"• {link(trace.url, f'{trace.name} {trace.title}', 120)} · {escape(pull(each))}"]
    if each.shipped is not None and each.shipped.sha:
        shipped = link(each.shipped.url, each.shipped.sha[:7])
        lines.append(f"    deployed with {shipped} to {escape(each.shipped.environment, 40)}")
        lines += [
            f"    that caused {link(trouble.url, trouble.name, 80)}, {broken(trouble)}"
            for trouble in each.shipped.incidents[:_BROKEN]
        ]
    return "\n".join(lines)


def _honesty(view: FlowView) -> list[str]:
    return [escape(stopped(view)), f"{coverage(view.coverage)} · {freshness(view.coverage)}"]
