"""Being on call as a message: the load by hours and rotation, and how evenly it lies."""

from domain.errors import Choice
from domain.views.oncall import OncallView, Rotation
from render.message import Block, Message
from render.oncall import classes, compared, finding, hours, name, own, rate, spread
from render.picture import Picture
from render.slack.again import again, wider
from render.slack.blocks import actions, context, header, image, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import coverage, escape, exclusions, period_before, plural, window
from render.whose import who

_MOST = 10
_ZONES = "Hours are each person's own: business 8 to 18 Monday to Friday, sleep 22 to 8. E-mail is left out."


def oncall(view: OncallView, picture: Picture | None) -> Message:
    """The load first, then each rotation's, then how it is spread, and what is the asker's own."""
    blocks = [*stale(view.coverage), header(f"{who(view.question)} · on call"), section(_figures(view))]
    if picture is not None and view.rotations:
        blocks.append(image(picture))
    blocks += _rotations(view)
    told = [words for words in (spread(view), own(view)) if words]
    blocks += [section(escape(words)) for words in told]
    blocks.append(context(*_honesty(view)))
    return message(escape(finding(view)), [*blocks, actions(again(_next(view)))])


def _figures(view: OncallView) -> str:
    if not view.total.interruptions:
        return escape(finding(view))
    lead = f"*{plural(view.total.interruptions, 'interruption')}* in {hours(view.total.seconds)} on call"
    return f"{lead} · {escape(compared(view))}\n{escape(classes(view.total))}"


def _rotations(view: OncallView) -> list[Block]:
    if not view.rotations:
        return []
    shown = [_rotation(each) for each in view.rotations[:_MOST]]
    more = len(view.rotations) - len(shown)
    return [section("\n".join([*shown, *([f"and {more} more"] if more else [])]))]


def _rotation(each: Rotation) -> str:
    load = each.load
    who_ = "1 person" if each.people == 1 else f"{each.people} people"
    calls = f"{plural(load.interruptions, 'interruption')}, {load.sleep} in hours of sleep"
    stood = f"{hours(load.seconds)} · {rate(load)}" if load.seconds else "no hours on call"
    return f"• *{escape(name(each), 80)}* · {who_} · {calls} · {stood}"


def _honesty(view: OncallView) -> list[str]:
    question = view.question
    days = window(question.window, view.computed_at.date())
    understood = f"{who(question)} · on call · {days} · compared with {period_before(question)}"
    fresh = f"{coverage(view.coverage)} · {freshness(view.coverage)}"
    version = f"definition {view.load.metric.version}"
    return [escape(understood), escape(exclusions(view.load)), _ZONES, f"{fresh} · {version}"]


def _next(view: OncallView) -> list[Choice]:
    text = view.question.text
    if not view.total.seconds:
        return list(wider(view.question))
    asked = {"Incidents": "incidents", "Load by week": "oncall-load"}
    choices = [Choice(label, text.replace("oncall", slug, 1)) for label, slug in asked.items()]
    return [*choices, *wider(view.question)[:1]]
