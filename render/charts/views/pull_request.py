"""The picture of a pull request: its phases as one bar by the calendar, and as another at work."""

from domain.views.pull_request import PullRequestView
from render.charts.canvas import Sheet, drawable, within
from render.charts.strip import bar, parts
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, RIGHT
from render.pull_request import facts
from render.text import duration

_FINDING, _SUBJECT, _SMALL = 46.0, 30.0, 28.0
_FINDING_AT, _SUBJECT_AT, _FACTS_AT = 718.0, 660.0, 612.0
_BARS = (400.0, 148.0)
_HEADING = 84.0


def draw(view: PullRequestView, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    room = RIGHT - LEFT
    told = f"Merged {duration(view.whole.calendar or 0)} after work on it began"
    sheet.text((LEFT, _FINDING_AT), told, _FINDING, colors.ink, bold=True)
    title = within(drawable(f"{view.name} · {view.title}", "A pull request"), room, _SUBJECT)
    sheet.text((LEFT, _SUBJECT_AT), title, _SUBJECT, colors.ink)
    about = within(drawable(facts(view), ""), room, _SMALL)
    sheet.text((LEFT, _FACTS_AT), about, _SMALL, colors.quiet)
    calendar = {each.slug: float(each.calendar or 0) for each in view.stages}
    working = {each.slug: float(each.working or 0) for each in view.stages}
    _bar(sheet, calendar, "By the calendar", colors, at=_BARS[0], days=True)
    _bar(sheet, working, "At work", colors, at=_BARS[1], days=False)
    return sheet.png()


def _bar(
    sheet: Sheet, spans: dict[str, float], heading: str, colors: Theme, *, at: float, days: bool
) -> None:
    """A bar of the phases with their sum in the heading; where nothing was worked, that is said."""
    whole = sum(spans.values())
    said = (
        f"{heading}: {duration(whole, days=days)} in these phases" if whole else f"{heading}: no time at all"
    )
    sheet.text((LEFT, at + _HEADING), said, _SMALL, colors.quiet)
    labels = {slug: f"{slug} {duration(seconds, days=days)}" for slug, seconds in spans.items()}
    bar(sheet, parts(spans, labels, LEFT, RIGHT), colors, bottom=at, right=RIGHT)
