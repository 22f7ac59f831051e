"""Being on call in words: the sentences that every surface says of it, and nobody's name."""

from datetime import date
from statistics import median
from zoneinfo import ZoneInfo

from domain.question import ScopeKind
from domain.views.oncall import FEWEST, Load, OncallView, Rotation
from render.extent import unread
from render.safe import clean
from render.text import change, duration, figure, plural, window
from render.values import percent
from render.whose import inside, of_scope

NOBODY = "Off schedule"
"""Calls of people who were on no schedule at that time."""


def finding(view: OncallView) -> str:
    """The interruptions over the time on call, and how many of them came in hours of sleep."""
    days = window(view.question.window, today(view))
    total = view.total
    if not total.seconds and not total.interruptions:
        if not view.coverage.synced:
            return unread(view.question, view.coverage)
        return f"Nobody was on call{of_scope(view.question)}, {days}, as far as schedules tell."
    calls = plural(total.interruptions, "interruption") if total.interruptions else "no interruption"
    if not total.seconds:
        return f"{_subject(view)} {calls}, {days}, and no schedule tells who was on call."
    asleep = f", {asleep_share(total)}" if total.interruptions else ""
    return f"{_subject(view)} {calls} in {hours(total.seconds)} on call, {days}{asleep}."


def asleep_share(load: Load) -> str:
    """How many of the interruptions came in hours of sleep."""
    return f"{load.sleep} of them in hours of sleep" if load.sleep else "none of them in hours of sleep"


def rate(load: Load) -> str:
    """The interruptions per 100 hours on call."""
    each = load.per_hundred_hours
    return "no hours on call" if each is None else f"{each:.1f} per 100 h on call"


def compared(view: OncallView) -> str:
    """The rate and its change."""
    return f"{rate(view.total)}, {change(view.load)}" if view.load.summary.n else rate(view.total)


def classes(load: Load) -> str:
    """The interruptions by hours: "9 in business hours · 4 in the evening or on a weekend · 3 in sleep"."""
    return (
        f"{load.business} in business hours · {load.off_hours} in the evening or on a weekend"
        f" · {load.sleep} in hours of sleep"
    )


def spread(view: OncallView) -> str:
    """How evenly the load lies, without names: the greatest part, the middle one, and their hours."""
    if view.question.scope.kind is ScopeKind.PERSON:
        return ""
    if len(view.parts) < FEWEST:
        return f"How the load is spread is told of {FEWEST} people on call or more." if view.people else ""
    if not view.total.interruptions:
        return f"{len(view.parts)} people were on call, and nobody was interrupted."
    busiest, even = view.parts[0], 1 / len(view.parts)
    stood = "" if busiest.hours is None else f", with {percent(busiest.hours)} of the hours"
    middle = median(part.interruptions for part in view.parts)
    return (
        f"Of {len(view.parts)} people, the one called most had {percent(busiest.interruptions)} of the "
        f"interruptions{stood}; the middle one {percent(middle)}, an even part is {percent(even)}."
    )


def own(view: OncallView) -> str:
    """The asker's own load, for them alone."""
    if view.own is None or view.question.scope.kind is ScopeKind.PERSON:
        return ""
    calls = plural(view.own.interruptions, "interruption")
    part = ""
    if view.total.interruptions and view.total.seconds:
        part = (
            f": {percent(view.own.interruptions / view.total.interruptions)} of them all, "
            f"with {percent(view.own.seconds / view.total.seconds)} of the hours"
        )
    return f"You had {calls} ({view.own.sleep} in hours of sleep) in {hours(view.own.seconds)} on call{part}."


def name(rotation: Rotation) -> str:
    return clean(rotation.schedule) or NOBODY


def hours(seconds: int) -> str:
    """Time on call in hours, for days of it are not days of anybody's."""
    return duration(seconds, days=False) if seconds else "0 h"


def loaded(view: OncallView) -> str:
    """The headline figure: "2.4" interruptions per 100 hours."""
    return figure(view.total.per_hundred_hours, view.load.metric)


def today(view: OncallView) -> date:
    return view.computed_at.astimezone(ZoneInfo(view.question.window.zone)).date()


def _subject(view: OncallView) -> str:
    if view.question.scope.kind is ScopeKind.PERSON:
        return f"You had{inside(view.question)}"
    return f"{clean(view.question.scope.label)}{inside(view.question)} had"
