"""Help that can be pressed: examples made of the asker's own teams."""

from collections.abc import Sequence

from domain.errors import Choice
from render.message import Message
from render.slack.again import again
from render.slack.blocks import context, header, section
from render.slack.fit import message
from render.text import escape

MOST = 6


def help_message(examples: Sequence[Choice]) -> Message:
    """At most six examples, each with the button that asks it."""
    blocks = [header("Ask me like this")]
    for place, example in enumerate(examples[:MOST]):
        ask = again([Choice("Ask", example.text)], first=place)[0]
        blocks.append(
            section(f"`/metrics {escape(example.text)}`\n{escape(example.label)}".strip(), accessory=ask)
        )
    blocks.append(
        context(
            "Words stand in any order: a metric, a team or repository, a window like `30d`, `since monday`,"
            " `Q3` or `2026-10-01..2026-10-31`, `by week`, `by repo` or `by team`, `p90`, `vs`, `working`.",
            "Pictures: `dora`, `pipelines`, `flaky`, `incidents`, `oncall`, `sprint`, `prs stuck`,"
            " `flow PAY-12`.",
            "Also: `list`, `explain cycle-time`, `why cycle-time`, `corrections`, `health`, `check`.",
        )
    )
    said = ", ".join(f"/metrics {escape(example.text)}" for example in examples[:2])
    return message(f"Type a metric, a team and a window, such as {said}.", blocks)
