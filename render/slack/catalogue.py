"""What can be asked, and how each figure is computed."""

from collections.abc import Sequence

from domain.errors import Choice
from domain.metric import Better, MetricInfo, Unit
from domain.result import TOO_FEW, Result
from render.message import Block, Message
from render.slack.again import again
from render.slack.blocks import actions, context, header, section
from render.slack.fit import message
from render.text import escape, exclusions, interpretation, title

_GOOD = {Better.LOWER: "Lower is better.", Better.HIGHER: "Higher is better.", Better.NEITHER: ""}


def listing(infos: Sequence[MetricInfo]) -> Message:
    """Every metric with its ruling, and a button that explains it."""
    count = f"{len(infos)} metric{'' if len(infos) == 1 else 's'}"
    text = f"You can ask for {count}: {', '.join(escape(title(info)) for info in infos)}."
    blocks = [header("What you can ask")]
    for place, info in enumerate(infos):
        explained = again([Choice("Explain", f"explain {info.slug}")], first=place)[0]
        blocks.append(section(_line(info), accessory=explained))
    return message(text, blocks)


def _line(info: MetricInfo) -> str:
    also = f"\nAlso: {escape(', '.join(info.synonyms))}" if info.synonyms else ""
    name = escape(title(info, sentence=False))
    return f"*{name}* · `/metrics {escape(info.slug)}`\n{escape(info.ruling)}{also}"


def explain(info: MetricInfo, result: Result | None = None) -> Message:
    """The definition and its rulings; with a result also what they left out of it."""
    name = title(info, sentence=False)
    ruling = escape(info.ruling)
    blocks: list[Block] = [header(name), section(f"*Definition*\n{ruling}"), section(_reading(info))]
    if info.phases:
        blocks.append(section(_phases(info)))
    if result is not None:
        blocks.append(section(_applied(result)))
    blocks.append(context(f"{escape(info.slug)} · definition {info.version} · family {escape(info.family)}"))
    blocks.append(actions(again([Choice(f"Ask {title(info)}", info.slug), Choice("All metrics", "list")])))
    return message(f"{escape(name)}: {ruling}", blocks)


def _reading(info: MetricInfo) -> str:
    """How a figure of the metric is to be read."""
    lines = [
        "*How to read it*",
        f"The median, with p75, p90, the sample and an 80 % interval. {_GOOD[info.better]}".strip(),
        f"Below {TOO_FEW} items the value is shown with its items, and nothing is compared.",
        "An item counts in the period in which it ended. No data is a gap, never a zero.",
    ]
    if info.unit is Unit.DURATION:
        lines.append("Calendar time counts every hour; add `working` for working hours only.")
    return "\n".join(lines)


def _phases(info: MetricInfo) -> str:
    phases = ", ".join(escape(phase) for phase in info.phases)
    return f"*Phases*\n{phases}. Their bars show means, because the medians of phases do not add up."


def _applied(result: Result) -> str:
    understood = interpretation(result.question, result.metric, result.computed_at.date())
    return f"*In your answer*\n{escape(understood)}\nLeft out: {escape(exclusions(result))}."
