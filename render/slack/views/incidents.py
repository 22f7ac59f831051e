"""The incidents of a window as a message: figures, the picture, and each incident with its cause."""

from domain.errors import Choice
from domain.views.incidents import IncidentRow, IncidentsView
from render.incidents import caused, course, finding, left_out, often, split, spread, standing
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again, wider
from render.slack.blocks import actions, context, header, image, link, moment, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape, period_before, window
from render.whose import who

_MOST = 8


def incidents(view: IncidentsView, picture: Picture | None) -> Message:
    """The figures first, then what happened, the latest first."""
    blocks = [*stale(view.coverage), header(f"{who(view.question)} · incidents"), section(_figures(view))]
    if picture is not None and view.rows:
        blocks.append(image(picture))
    blocks += _rows(view)
    blocks.append(context(*_honesty(view)))
    return message(escape(finding(view)), [*blocks, actions(again(_next(view)))])


def _figures(view: IncidentsView) -> str:
    n = view.frequency.summary.n
    if not view.total:
        return escape(finding(view))
    lines = [f"*{n}* of high urgency · {escape(often(view))}", escape(caused(view).capitalize())]
    lines.append(f"*Time to acknowledge* {escape(spread(view.acknowledge, 'MTTA'))}")
    lines.append(f"*Time to resolve* {escape(spread(view.resolve, 'MTTR'))}")
    lines += [escape(words) for words in (split(view), standing(view)) if words]
    return "\n".join(lines)


def _rows(view: IncidentsView) -> list[Block]:
    if not view.rows:
        return []
    shown = view.rows[:_MOST]
    rest = f"\nand {view.total - len(shown)} more" if view.total > len(shown) else ""
    return [section("\n".join(map(_row, shown)) + rest)]


def _row(row: IncidentRow) -> str:
    severity = f" · {escape(row.severity, 60)}"
    lead = f"• {link(row.url, row.name + ' ' + row.title, 120)} · {escape(row.service, 60)}{severity}"
    return f"{lead} · {moment(row.created_at)}\n    {escape(course(row))} · {_cause(row)}"


def _cause(row: IncidentRow) -> str:
    if row.culprit is None:
        return "cause unknown"
    return f"caused by {link(row.culprit.url, row.culprit.name, 80)}, {escape(row.culprit.how)}"


def _honesty(view: IncidentsView) -> list[str]:
    question = view.question
    days = window(question.window, view.computed_at.date())
    understood = f"{who(question)} · incidents · {days} · compared with {period_before(question)}"
    version = f"definition {view.frequency.metric.version}"
    fresh = f"{coverage(view.coverage)} · {freshness(view.coverage)} · {version}"
    return [escape(understood), escape(left_out(view)), fresh]


def _next(view: IncidentsView) -> list[Choice]:
    text = view.question.text
    if not view.total:
        return list(wider(view.question))
    asked = {"Time to resolve": "time-to-resolve", "On call": "oncall"}
    choices = [Choice(label, text.replace("incidents", slug, 1)) for label, slug in asked.items()]
    return [*choices, *wider(view.question)[:1]]
