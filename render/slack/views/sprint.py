"""A sprint as a message: where it stands, its burndown, how its scope moved, and what it may go with."""

from collections.abc import Sequence

from domain.errors import Choice
from domain.views.sprint import Change, Detail, Line, SprintView
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again
from render.slack.blocks import actions, context, header, image, link, moment, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.sprint import (
    dates,
    finding,
    is_running,
    moved,
    name,
    notes,
    promise,
    scope,
    speed,
    together,
    usual,
    weighed,
)
from render.text import coverage, escape
from render.whose import who

_MOST_CHANGES, _MOST_LINES = 8, 6


def sprint(view: SprintView, picture: Picture | None) -> Message:
    """The finding first, then the picture, then what moved."""
    detail = view.detail
    title = f"{who(view.question)} · {name(detail) if detail else 'sprint'}"
    blocks = [*stale(view.coverage), header(title), section(_figures(view))]
    if picture is not None:
        blocks.append(image(picture))
    if detail is not None:
        blocks += _moves(detail)
        blocks += _lists(detail)
        blocks += _beside(view)
    blocks.append(context(*_honesty(view)))
    return message(escape(finding(view)), [*blocks, actions(again(_next(view)))])


def _figures(view: SprintView) -> str:
    detail = view.detail
    if detail is None:
        return escape(finding(view))
    lines = [
        f"*{escape(finding(view))}*",
        f"*Say/do* {escape(promise(detail))}",
        f"*Scope* {escape(scope(detail))}",
        f"*Velocity* {escape(speed(view))}",
        *([f"*Half a year* {escape(told)}"] if (told := usual(view)) else []),
    ]
    goal = [f"*Goal* {escape(detail.sprint.goal, 300)}"] if detail.sprint.goal else []
    return "\n".join([*lines, *goal])


def _moves(detail: Detail) -> list[Block]:
    """The latest changes of scope, the last first."""
    if not detail.changes:
        return []
    latest = detail.changes[::-1][:_MOST_CHANGES]
    rest = len(detail.changes) - len(latest)
    more = [f"and {rest} more"] if rest else []
    return [section("\n".join(["*Scope changes*", *(_move(each, detail) for each in latest), *more]))]


def _move(change: Change, detail: Detail) -> str:
    return f"• {_issue(change.issue)} · {escape(moved(change, detail))} · {moment(change.at)}"


def _lists(detail: Detail) -> list[Block]:
    """What came unfinished, what went on unfinished, and what was canceled."""
    lists = {
        "Came unfinished from the sprint before": detail.carried_in,
        "Went on unfinished into the next sprint": detail.carried_on or (),
        "Not done at the close": () if is_running(detail) or detail.carried_on else detail.undone,
        "Canceled, and out of scope": detail.canceled,
    }
    told = [_list(title, lines, detail) for title, lines in lists.items() if lines]
    return [section("\n\n".join(told))] if told else []


def _list(title: str, lines: Sequence[Line], detail: Detail) -> str:
    shown = [
        " · ".join(filter(None, (f"• {_issue(each)}", weighed(each, detail)))) for each in lines[:_MOST_LINES]
    ]
    more = [f"and {len(lines) - len(shown)} more"] if len(lines) > len(shown) else []
    return "\n".join([f"*{title}* ({len(lines)})", *shown, *more])


def _issue(line: Line) -> str:
    """An issue that was deleted has no title and no page any more."""
    return link(line.url, f"{line.key} {line.title}".strip(), 120)


def _beside(view: SprintView) -> list[Block]:
    if not view.correlations:
        return []
    told = [escape(together(each)) for each in view.correlations]
    return [context("Correlation, not cause", *told)]


def _honesty(view: SprintView) -> list[str]:
    detail, told = view.detail, [who(view.question)]
    if detail is not None:
        told = [detail.sprint.board, dates(detail, view.question.window.zone), *notes(view)]
    others = [f"{each.board}: {each.name}" for each in view.others]
    lines = [" · ".join(told), f"Also running: {', '.join(others)}" if others else ""]
    fresh = f"{coverage(view.coverage)} · {freshness(view.coverage)}"
    return [*(escape(line, 600) for line in lines if line), fresh]


def _next(view: SprintView) -> list[Choice]:
    """Figures about the same work; the window of a sprint is none of theirs."""
    scope = view.question.scope
    whose = f" team:{scope.slug}" if scope.slug else " everyone"
    asked = {"Velocity": "velocity", "Say/do": "say-do", "Carry-over": "carry-over"}
    return [Choice(label, f"{slug}{whose}") for label, slug in asked.items()]
