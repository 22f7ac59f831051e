"""The five keys of DORA as a message: the keys, the strip, and every service by itself."""

from domain.errors import Choice
from domain.views.dora import DoraView, Key, OpenFailure, ServiceKeys
from render.dora import CREED, cells, finding, heading, is_drawn, moved, notes, sample, value
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again, wider
from render.slack.blocks import actions, context, header, image, link, moment, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape, period_before, sparkline, statistic, window
from render.whose import who

_MOST_SERVICES, _MOST_OPEN = 8, 5
_LABELS = ("lead time", "deployed", "failed", "recovered in", "rework")


def dora(view: DoraView, picture: Picture | None) -> Message:
    """The five keys first, then the services, then what is not known yet."""
    blocks = [*stale(view.coverage), header(f"{who(view.question)} · DORA")]
    if not is_drawn(view):
        blocks.append(section(escape(finding(view))))
    else:
        blocks += [section("\n".join(_key(key) for key in view.keys))]
        blocks += [image(picture)] if picture is not None else []
        blocks += [*_services(view), *_open(view)]
    blocks.append(context(*_honesty(view)))
    return message(escape(finding(view)), [*blocks, actions(again(_next(view)))])


def _key(key: Key) -> str:
    """Two lines: the value with its bucket, then from how many, how it moved, and week by week."""
    result = key.result
    which = statistic(result.question, result.metric)
    said = f"{value(result)} {which}".strip() if result.summary.n else value(result)
    bucket = f" · {escape(key.bucket)}" if key.bucket else ""
    line = f"*{escape(heading(key))}*  *{escape(said)}*{bucket}"
    if not result.summary.n:
        return line
    weeks = sparkline(point.value for point in result.trend)
    return f"{line}\n`{weeks}`  {escape(sample(key))} · {escape(moved(key))}"


def _services(view: DoraView) -> list[Block]:
    if len(view.services) < 2:  # noqa: PLR2004 - one service is the whole
        return []
    rows = [_service(view, each) for each in view.services[:_MOST_SERVICES]]
    more = len(view.services) - len(rows)
    rest = [f"and {more} more"] if more > 0 else []
    return [section("\n".join(["Each service by itself:", *rows, *rest]))]


def _service(view: DoraView, row: ServiceKeys) -> str:
    told = zip(_LABELS, cells(row.summaries, view), strict=True)
    said = " · ".join(f"{label} {cell}".strip() for label, cell in told)
    return f"• *{escape(row.service, 60)}*  {escape(said)}"


def _open(view: DoraView) -> list[Block]:
    if not view.open_failures:
        return []
    rows = [_failure(each) for each in view.open_failures[:_MOST_OPEN]]
    more = len(view.open_failures) - len(rows)
    rest = [f"and {more} more"] if more > 0 else []
    return [section("\n".join(["Failed and not recovered from:", *rows, *rest]))]


def _failure(each: OpenFailure) -> str:
    return f"• {link(each.url, each.name, 120)} · {escape(each.service, 60)} · {moment(each.at)}"


def _honesty(view: DoraView) -> list[str]:
    question = view.question
    days = window(question.window, view.computed_at.date())
    understood = f"{who(question)} · DORA · {days} · compared with {period_before(question)}"
    fresh = f"{coverage(view.coverage)} · {freshness(view.coverage)}"
    return [escape(understood), *map(escape, notes(view)), escape(CREED), fresh]


def _next(view: DoraView) -> list[Choice]:
    text = view.question.text
    if not is_drawn(view):
        return list(wider(view.question))
    choices = [Choice(heading(key), text.replace("dora", key.result.metric.slug, 1)) for key in view.keys[:4]]
    return [*choices, *wider(view.question)[:1]]
