"""What is open or stuck as a message: one pull request below the other, with whose turn it is."""

from domain.errors import Choice
from domain.views.open_pull_requests import OpenPullRequests, Wait
from render.message import Block, Message
from render.open_pull_requests import age, finding, left_out, patience, waiting
from render.picture import Picture
from render.slack.again import again
from render.slack.blocks import actions, context, header, link, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape
from render.whose import who

_MOST, _TOGETHER = 15, 5


def open_pull_requests(view: OpenPullRequests, _picture: Picture | None = None) -> Message:
    """The finding, then the pull requests, what waits longest or is oldest first."""
    what = "stuck pull requests" if view.only_stuck else "open pull requests"
    blocks = [
        *stale(view.coverage),
        header(f"{who(view.question)} · {what}"),
        section(escape(finding(view))),
        *_rows(view),
        context(*_honesty(view)),
        actions(again(_next(view))),
    ]
    return message(escape(finding(view)), blocks)


def _rows(view: OpenPullRequests) -> list[Block]:
    shown = view.waits[:_MOST]
    told = [_row(view, wait) for wait in shown]
    blocks = [section("\n".join(told[at : at + _TOGETHER])) for at in range(0, len(told), _TOGETHER)]
    more = len(view.waits) - len(shown)
    return [*blocks, context(f"and {more:,} more")] if more > 0 else blocks


def _row(view: OpenPullRequests, wait: Wait) -> str:
    mark = ":hourglass: " if wait.is_stuck and not view.only_stuck else ""
    lead = f"• {mark}*{link(wait.url, wait.title, 140)}* · {escape(wait.name, 100)}"
    return f"{lead}\n    {escape(waiting(wait), 160)} · {escape(age(view, wait))}"


def _honesty(view: OpenPullRequests) -> list[str]:
    order = "the longest wait first" if view.only_stuck else "the oldest first"
    said = " · ".join(filter(None, (f"{who(view.question)} · now, {order}", left_out(view))))
    return [escape(said), escape(patience()), f"{coverage(view.coverage)} · {freshness(view.coverage)}"]


def _next(view: OpenPullRequests) -> list[Choice]:
    text = view.question.text
    other = ("stuck", "open", "All open") if view.only_stuck else ("open", "stuck", "Only the stuck")
    now, then, label = other
    asked = text.replace(f"prs {now}", f"prs {then}", 1)
    scope = asked.removeprefix(f"prs {then}").strip()
    age_of = " ".join(filter(None, ("pr-age", scope)))
    first_review = " ".join(filter(None, ("time-to-first-review", scope)))
    return [Choice(label, asked), Choice("PR age", age_of), Choice("Time to first review", first_review)]
