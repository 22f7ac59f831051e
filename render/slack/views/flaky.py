"""Flaky tests as a message: how many, then each with its rate, its last flake and its last days."""

from domain.errors import Choice
from domain.views.flaky import Flaky, FlakyTest
from render.flaky import KEY, RULE, SIGNS, dropped, finding, last, named, rate, share
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again, wider
from render.slack.blocks import actions, context, header, image, link, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import change, coverage, escape, window
from render.whose import who

_MOST = 10


def flaky(view: Flaky, picture: Picture | None) -> Message:
    """The count first, then the tests, the flakiest first."""
    blocks = [*stale(view.coverage), header(f"{who(view.question)} · flaky tests"), section(_figures(view))]
    if picture is not None and view.tests:
        blocks.append(image(picture))
    blocks += _tests(view, is_pictured=picture is not None)
    blocks.append(context(*_honesty(view)))
    return message(escape(finding(view)), [*blocks, actions(again(_next(view)))])


def _figures(view: Flaky) -> str:
    if not view.tests:
        return escape(finding(view))
    return f"*{escape(share(view))}* · {escape(change(view.result))}"


def _tests(view: Flaky, *, is_pictured: bool) -> list[Block]:
    if not view.tests:
        return []
    rows = [_row(test, is_pictured=is_pictured) for test in view.tests[:_MOST]]
    more = len(view.tests) - len(rows)
    key = [] if is_pictured else [escape(KEY)]
    return [section("\n".join([*rows, *([f"and {more} more"] if more else []), *key]))]


def _row(test: FlakyTest, *, is_pictured: bool) -> str:
    days = "" if is_pictured else f" · `{''.join(SIGNS[mark] for mark in test.marks)}`"
    where = f" · {escape(test.repository, 80)}" if test.repository else ""
    told = escape(f"{rate(test)} · {last(test)}")
    return f"• {link(test.url, named(test), 120)}{where} · {told}{days if test.marks else ''}"


def _honesty(view: Flaky) -> list[str]:
    days = window(view.question.window, view.computed_at.date())
    understood = f"{who(view.question)} · flaky tests at the end of {days}"
    return [
        escape(understood),
        escape(RULE),
        escape(dropped(view)),
        f"{coverage(view.coverage)} · {freshness(view.coverage)}",
    ]


def _next(view: Flaky) -> list[Choice]:
    text = view.question.text
    asked = {"By week": "flaky-tests", "Pipelines": "pipelines"}
    choices = [Choice(label, text.replace("flaky", slug, 1)) for label, slug in asked.items()]
    return [*choices, *wider(view.question)[:1]]
