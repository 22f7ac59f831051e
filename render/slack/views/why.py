"""Why a figure changed, as a message: what moved it along each line, and the questions that show it."""

from domain.errors import Choice
from domain.views.why import Driver, Line, WhyView
from render.message import Block, Message
from render.picture import Picture
from render.slack.again import again, wider
from render.slack.blocks import actions, context, header, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape, period_before, shorten, title, window
from render.whose import who
from render.why import chance, divided, explained, finding, heading, method, own, parts, sample, signed

_LONGEST_NAME, _LONGEST_LABEL = 80, 40


def why(view: WhyView, _picture: Picture | None) -> Message:
    """The change first, then every line with what moved it most, then how that was found out."""
    blocks: list[Block] = [
        *stale(view.coverage),
        header(f"{who(view.question)} · why {title(view.result.metric)} changed"),
        section(escape(finding(view))),
        *(section(_line(line, view)) for line in view.lines),
        *([section(escape(divided(view)))] if divided(view) else []),
        context(*_honesty(view)),
        actions(again(_next(view))),
    ]
    return message(escape(finding(view)), blocks)


def _line(line: Line, view: WhyView) -> str:
    rows = [_driver(each, line, view) for each in line.drivers]
    return "\n".join([f"*{escape(heading(line))}*", *rows, escape(explained(line, view.result))])


def _driver(driver: Driver, line: Line, view: WhyView) -> str:
    """Two lines: the effect, then the group's own figures and how many items they are from."""
    result = view.result
    told = filter(None, (own(driver, line, result), sample(driver, result.metric), parts(driver, result)))
    effect = escape(signed(driver.effect, result))
    return f"• *{effect}* {escape(driver.name, _LONGEST_NAME)}\n    {escape(' · '.join(told))}"


def _honesty(view: WhyView) -> list[str]:
    question = view.question
    days = window(question.window, view.computed_at.date())
    understood = f"{who(question)} · {days} · compared with {period_before(question)}"
    said = (chance(view), method(view.result)) if view.lines else ()
    how = [escape(words) for words in said if words]
    return [escape(understood), *how, f"{coverage(view.coverage)} · {freshness(view.coverage)}"]


def _next(view: WhyView) -> list[Choice]:
    """What moved it most along each line, and the figure itself."""
    figure = Choice("The figure", view.question.text.removeprefix("why "))
    if not view.lines:
        return [figure, *wider(view.question)]
    most = {line.drivers[0].asked: line.drivers[0].name for line in view.lines}
    return [*(Choice(shorten(name, _LONGEST_LABEL), asked) for asked, name in most.items()), figure]
