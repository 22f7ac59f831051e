"""A team at a glance: each metric's figure, how it moved, and a button that asks for the whole answer."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import Choice
from domain.result import Result
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again
from render.slack.blocks import actions, context, header, image, moment, section
from render.slack.fit import message
from render.text import change, escape, headline, plural, rate, sparkline, statistic, title, window


def overview(team_name: str, results: Sequence[Result], picture: Picture | None = None) -> Message:
    """The channel team's metrics, never a wall of help; at least one result."""
    first = results[0]
    span = window(first.question.window, first.computed_at.date())
    blocks: list[Block] = [header(f"{team_name} · {span}")]
    blocks += [section(card(result)) for result in results]
    if picture is not None:
        blocks.append(image(picture))
    blocks.append(context(*_freshness(results)))
    blocks.append(actions(again([_whole(result) for result in results[:24]] + [Choice("Help", "help")])))
    return message(escape(" ".join(headline(result) for result in results)), blocks)


def card(result: Result) -> str:
    """One metric in two lines: value and change, then the trend with its sample."""
    if result.is_empty:
        return escape(headline(result), 500)
    value = escape(rate(result.summary.value, result.metric, result.question.time_base))
    said = f"*{value}* {statistic(result.question, result.metric)}".strip()
    line = f"*{escape(title(result.metric, sentence=False))}*  {said}"
    trend = sparkline(point.value for point in result.trend)
    sample = plural(result.summary.n, result.metric.noun)
    drawn = f"`{trend}`  " if trend else ""
    return f"{line} · {escape(change(result))}\n{drawn}{sample}"


def _whole(result: Result) -> Choice:
    return Choice(f"{title(result.metric, sentence=False)} in full", result.question.text)


def _freshness(results: Sequence[Result]) -> list[str]:
    known: list[datetime] = [result.coverage.as_of for result in results if result.coverage.as_of]
    if not known:
        return ["Not synced yet."]
    stale = " The data is older than it should be." if any(each.coverage.stale for each in results) else ""
    return [f"As of {moment(min(known))}.{stale}"]
