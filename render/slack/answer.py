"""The answer to a question: the figure and its change, its phases, its chart, and what makes it honest."""

from collections.abc import Sequence

from domain.errors import Choice
from domain.question import By, ScopeKind
from domain.result import TOO_FEW, Phase, Receipt, Result, Slice
from render.buckets import per_bucket
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again, wider
from render.slack.blocks import Element, actions, button, context, header, image, link, moment, section
from render.slack.fit import message
from render.text import (
    change,
    counted,
    coverage,
    escape,
    exclusions,
    figure,
    headline,
    interpretation,
    interval,
    nouns,
    percentiles,
    plural,
    rate,
    sentence,
    sparkline,
    sparse,
    statistic,
    title,
    window,
)
from render.whose import who

SHARE = "answer.share"
RECEIPTS = "answer.receipts"
EXPLAIN = "answer.explain"
WINDOW = "answer.window"
CSV = "answer.csv"
PICTURE = "answer.picture"

_BAR = 12
_MOST_ROWS = 10


def answer(
    result: Result,
    picture: Picture | None = None,
    *,
    shared_by: str | None = None,
    receipts: Sequence[Receipt] = (),
    offers_picture: bool = False,
) -> Message:
    """The ephemeral answer, or with `shared_by` (a Slack user id) the copy that a channel sees.

    `receipts` are listed when there are too few for a statistic; `offers_picture` adds the button
    that brings the picture by direct message where it cannot be shown in place.
    """
    blocks = [*_stale(result), header(_heading(result)), section(_figures(result)), *_detail(result, picture)]
    if result.is_few and receipts:
        blocks.append(section("\n".join(_item(result, receipt) for receipt in receipts[:TOO_FEW])))
    blocks.append(context(*_honesty(result, shared_by)))
    buttons = _shared_buttons(result) if shared_by else _buttons(result, offers_picture=offers_picture)
    return message(escape(headline(result)), [*blocks, actions(buttons)])


def _heading(result: Result) -> str:
    return f"{who(result.question)} · {title(result.metric)}"


def _stale(result: Result) -> list[Block]:
    extent = result.coverage
    if not extent.stale:
        return []
    shown = f" Showing numbers from {moment(extent.as_of)}." if extent.as_of else ""
    cause = escape(sentence(extent.failing)) or "The data is older than it should be."
    return [section(f":warning: {cause}{shown}")]


def _figures(result: Result) -> str:
    question, summary = result.question, result.summary
    if result.is_empty:
        longer = wider(question) if result.coverage.synced else ()
        return escape(headline(result)) + (f" Try {longer[0].label}." if longer else "")
    if not result.has_value:
        return escape(headline(result))
    told = rate(summary.value, result.metric, question.time_base)
    value = f"*{escape(told)}* {statistic(question, result.metric)}".strip()
    if few := sparse(result):
        return f"{value} of only {few} · {escape(change(result))}"
    before = ""
    if result.change is not None and result.previous.n >= TOO_FEW:
        before = f" (was {rate(result.previous.value, result.metric, question.time_base)})"
    told = f"{value} · {escape(change(result) + before)}"
    return told if result.metric.is_total else f"{told}\n{escape(_spread(result))}"


def _spread(result: Result) -> str:
    """The percentiles beside the one that was asked for."""
    told = [
        f"{name} {figure(value, result.metric, result.question.time_base)}"
        for name, value in percentiles(result)
    ]
    return " · ".join([*told, plural(result.summary.n, result.metric.noun)])


def _detail(result: Result, picture: Picture | None) -> list[Block]:
    if result.is_empty:
        return []
    if result.summary.n < TOO_FEW:
        return _slices(result)
    return [*_phases(result), *_slices(result), *_trend(result, picture)]


def _phases(result: Result) -> list[Block]:
    """Means, and said so: the medians of phases do not add up to the median of the whole (ruling 7)."""
    if not any(phase.mean for phase in result.phases):
        return []
    rows = "\n".join(escape(_phase(result, phase)) for phase in result.phases)
    return [section(f"Where the time goes, on average (means):\n```{rows}```")]


def _phase(result: Result, phase: Phase) -> str:
    share = phase.share or 0.0
    bar = ("█" * round(share * _BAR)).ljust(_BAR, "░")
    mean = figure(phase.mean, result.metric, result.question.time_base)
    return f"{phase.slug:<8} {bar} {share * 100:>3.0f} %  {mean}"


def _slices(result: Result) -> list[Block]:
    """The rows of a breakdown that was asked for; weeks are the trend's."""
    if result.question.by is By.WEEK or not result.breakdown:
        return []
    name = (statistic(result.question, result.metric) or title(result.metric)).capitalize()
    apart = ", which do not add up" if result.question.by is By.PHASE else ""
    rows = [_slice(result, each) for each in result.breakdown[:_MOST_ROWS]]
    more = len(result.breakdown) - len(rows)
    rest = [f"and {more} more"] if more else []
    return [section("\n".join([f"{name} by {result.question.by}{apart}:", *rows, *rest]))]


def _slice(result: Result, each: Slice) -> str:
    value = escape(rate(each.summary.value, result.metric, result.question.time_base))
    if result.metric.is_total:
        return f"{link(each.url, each.label)}: *{value}*"
    sample = plural(each.summary.n, result.metric.noun)
    few = ", too few to compare" if each.summary.n < TOO_FEW else ""
    return f"{link(each.url, each.label)}: *{value}* from {sample}{few}"


def _trend(result: Result, picture: Picture | None) -> list[Block]:
    if picture is not None:
        return [image(picture)]
    if not result.trend:
        return []
    return [section(f"`{sparkline(point.value for point in result.trend)}`  {escape(_span(result))}")]


def _span(result: Result) -> str:
    days = window(result.question.window, result.computed_at.date())
    return f"{per_bucket(result)}, {days}"


def _item(result: Result, receipt: Receipt) -> str:
    value = figure(receipt.value, result.metric, result.question.time_base)
    return f"• {link(receipt.url, receipt.title)} · {escape(receipt.name)} · {escape(value)}"


def _honesty(result: Result, shared_by: str | None) -> list[str]:
    """What makes the figure honest: interpretation, sample, interval, exclusions, coverage, freshness."""
    question, extent = result.question, result.coverage
    understood = interpretation(question, result.metric, result.computed_at.date())
    parts = [plural(result.summary.n, result.metric.noun), interval(result), exclusions(result)]
    parts += [counted(odd) for odd in result.quality if odd.n]
    sample = " · ".join(escape(part) for part in parts if part)
    fresh = f" · as of {moment(extent.as_of)}" if extent.as_of else " · not synced yet"
    told = [escape(understood), sample, f"{coverage(extent)}{fresh} · definition {result.metric.version}"]
    return [*told, f"Shared by <@{shared_by}>"] if shared_by else told


def _buttons(result: Result, *, offers_picture: bool) -> list[Element]:
    asked = result.question.text
    if not result.summary.n:
        return [*again(wider(result.question)), button("Other window", WINDOW, asked), _explain(result)]
    shown = plural(result.summary.n, result.metric.noun)
    label = f"Show the {shown}" if result.summary.n > 1 else f"Show the {result.metric.noun}"
    share = [button("Share to channel", SHARE, asked, style="primary")]
    buttons = [
        *([] if result.question.scope.kind is ScopeKind.PERSON else share),  # seen by that person only
        button(label, RECEIPTS, asked),
        _explain(result),
        button("Other window", WINDOW, asked),
        button("CSV", CSV, asked, spoken=f"Download the {shown} as CSV"),
    ]
    if offers_picture:
        buttons.append(button("Send me the chart", PICTURE, asked))
    return [*buttons, *again(_further(result))]


def _further(result: Result) -> list[Choice]:
    """What else to ask: why it changed since the time before, and the same again where the data is old."""
    asked, changed = result.question.text, result.change is not None and result.question.against is None
    why = [Choice("Why?", f"why {asked}")] if changed else []
    return [*why, Choice("Retry", asked)] if result.coverage.stale else why


def _explain(result: Result) -> Element:
    return button(
        "Explain", EXPLAIN, result.question.text, spoken=f"Explain how {title(result.metric)} is computed"
    )


def _shared_buttons(result: Result) -> list[Element]:
    """For everyone in the channel; each press answers the one who pressed."""
    asked = result.question.text
    shown = button(f"Show the {nouns(result.metric.noun)}", RECEIPTS, asked)
    return [shown, _explain(result), button("Other window", WINDOW, asked)]
