"""What can be asked, and how each figure is computed."""

from collections.abc import Sequence
from itertools import groupby

from domain.errors import Choice
from domain.metric import Aggregate, Better, MetricInfo
from domain.question import TimeBase
from domain.result import TOO_FEW, Result
from render.message import Block, Message
from render.slack.again import AGAIN, again
from render.slack.blocks import Element, actions, context, header, option, plain, section
from render.slack.fit import message
from render.text import escape, exclusions, interpretation, title

FAMILIES = {
    "delivery": "Delivery",
    "review": "Review",
    "flow": "Flow",
    "quality": "Quality",
    "ci": "Continuous integration",
    "incidents": "Incidents and on-call",
    "issues": "Issues",
    "sprints": "Sprints",
    "custom": "Your own",
}
"""The families by what people call them."""

_MOST_OPTIONS, _LONGEST_LINE = 100, 110
_GOOD = {Better.LOWER: "Lower is better.", Better.HIGHER: "Higher is better.", Better.NEITHER: ""}


def listing(infos: Sequence[MetricInfo]) -> Message:
    """Every metric by its family, with the beginning of its ruling, and a menu that explains any of them."""
    count = f"{len(infos)} metric{'' if len(infos) == 1 else 's'}"
    text = f"You can ask for {count}: {', '.join(escape(title(info)) for info in infos)}."
    blocks = [header("What you can ask")]
    for family, members in groupby(infos, key=lambda info: info.family):
        lines = [f"*{escape(FAMILIES.get(family, family))}*", *map(_line, members)]
        blocks.append(section("\n".join(lines)))
    told = (
        "Words stand in any order: `/metrics cycle-time payments 30d`. Explain tells a metric's other names."
    )
    return message(text, [*blocks, context(told), actions(_menus(infos))])


def _line(info: MetricInfo) -> str:
    return f"`{escape(info.slug)}` {escape(_first_sentence(info.ruling), _LONGEST_LINE)}"


def _first_sentence(ruling: str) -> str:
    return ruling.partition(". ")[0].removesuffix(".")


def _menus(infos: Sequence[MetricInfo]) -> list[Element]:
    """A select holds a hundred options at most, so long catalogues have several."""
    groups = [infos[at : at + _MOST_OPTIONS] for at in range(0, len(infos), _MOST_OPTIONS)]
    return [
        {
            "type": "static_select",
            "action_id": f"{AGAIN}.{place}",
            "placeholder": plain("Explain a metric", 150),
            "options": [option(title(info, sentence=False), f"explain {info.slug}") for info in group],
        }
        for place, group in enumerate(groups)
    ]


_READ = {
    Aggregate.PERCENTILE: "The median, with p75, p90, the sample and an 80 % interval.",
    Aggregate.MEAN: "The mean, with the median, p75, p90, the sample and an 80 % interval.",
    Aggregate.SHARE: "A share of all that counts, with the sample and an 80 % interval.",
    Aggregate.PER_WEEK: "How many a week, with the count and an 80 % interval.",
    Aggregate.TOTAL: "How many there are.",
    Aggregate.RATIO: "One total by another, both from the same window.",
}


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
        f"{_READ[info.aggregate]} {_GOOD[info.better]}".strip(),
        f"Below {TOO_FEW} items the value is shown with its items, and nothing is compared.",
        "An item counts in the period in which it ended. No data is a gap, never a zero."
        if not info.level
        else "It is how things stand at the window's end, and at the end of each week.",
    ]
    if len(info.clocks) > 1:
        other = "calendar" if info.clocks[0] is TimeBase.WORKING else "working"
        lines.append(
            f"It is told in {info.clocks[0]} time; add `{other}` for the other clock: "
            "calendar time counts every hour, working time working hours only."
        )
    also = ", ".join(f"`{escape(name)}`" for name in info.synonyms)
    lines += [f"Also called {also}."] if also else []
    return "\n".join(lines)


def _phases(info: MetricInfo) -> str:
    phases = ", ".join(escape(phase) for phase in info.phases)
    return f"*Phases*\n{phases}. Their bars show means, because the medians of phases do not add up."


def _applied(result: Result) -> str:
    understood = interpretation(result.question, result.metric, result.computed_at.date())
    return f"*In your answer*\n{escape(understood)}\nLeft out: {escape(exclusions(result))}."
