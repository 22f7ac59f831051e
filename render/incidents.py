"""Incidents in words: the sentences that every surface says of them."""

from datetime import date
from zoneinfo import ZoneInfo

from domain.question import ScopeKind
from domain.result import TOO_FEW, Result, Summary
from domain.views.incidents import IncidentRow, IncidentsView
from render.safe import clean
from render.text import change, counted, duration, exclusions, headline, plural, rate, window
from render.whose import inside, of_scope


def finding(view: IncidentsView) -> str:
    """How many there were, how soon they were over, and how many of them deployments caused."""
    n = view.frequency.summary.n
    days = window(view.question.window, today(view))
    if not n:
        if view.frequency.summary.value is None:
            return headline(view.frequency)
        return f"No incidents of high urgency{of_scope(view.question)}, {days}."
    told = [f"{_subject(view)} {plural(n, 'incident')} of high urgency, {days}"]
    if view.resolve.summary.n:
        told.append(f"half of them resolved within {duration(view.resolve.summary.p50 or 0)}")
    return f"{', '.join(told)}; {caused(view)}."


def caused(view: IncidentsView) -> str:
    """How many of them deployments are known to have caused."""
    n = view.frequency.summary.n
    if not view.caused:
        return "none is known to be caused by a deployment"
    return f"{view.caused} of {n} known to be caused by deployments"


def often(view: IncidentsView) -> str:
    """The rate and its change: "2.1 a week, 12 % lower than the 30 days before"."""
    found = view.frequency
    return f"{rate(found.summary.value, found.metric)}, {change(found)}"


def spread(result: Result, short: str) -> str:
    """The median, the p90 and the mean by the name that the field gives it, such as MTTR."""
    found = result.summary
    if not found.n:
        return "no data"
    told = [f"{duration(found.p50 or 0)} median"]
    if found.n >= TOO_FEW:
        told += [f"p90 {duration(found.p90 or 0)}", f"mean ({short}) {duration(found.mean or 0)}"]
    return " · ".join([*told, plural(found.n, "incident"), change(result)])


def split(view: IncidentsView) -> str:
    """The median time to resolve by who resolved, and that of low urgency, which counts in none of them."""
    parts = {"by people": view.by_people, "by a tool or a timeout": view.by_itself, "low urgency": view.low}
    return " · ".join(_part(words, found) for words, found in parts.items() if found.n)


def standing(view: IncidentsView) -> str:
    """What is open, what waits for somebody, and what answering took in all."""
    told = (
        f"{view.open} still open" if view.open else "",
        f"{view.waiting} unanswered" if view.waiting else "",
        f"{duration(view.effort)} of people's time" if view.effort else "",
    )
    return " · ".join(filter(None, told))


def course(row: IncidentRow) -> str:
    """What happened to one: "acknowledged after 4 min, resolved after 1 h 10 min"."""
    answered = f"acknowledged after {duration(row.acknowledge)}" if row.acknowledge is not None else ""
    if not row.is_answered:
        answered = "never acknowledged" if row.resolved_at else "waiting for somebody"
    ended = "still open"
    if row.resolved_at:
        by = "resolved by itself" if row.resolved_by_itself else "resolved"
        ended = f"{by} after {duration(row.resolve)}" if row.resolve is not None else by
    return ", ".join(filter(None, (answered, ended)))


def cause(row: IncidentRow) -> str:
    """What caused it, and how that is known; "cause unknown" is said as such."""
    if row.culprit is None:
        return "cause unknown"
    return f"caused by {clean(row.culprit.name)}, {row.culprit.how}"


def left_out(view: IncidentsView) -> str:
    """What the figures leave out, and what is odd about what they count."""
    odd = [counted(each) for each in view.resolve.quality if each.n]
    return " · ".join([exclusions(view.frequency), *odd])


def today(view: IncidentsView) -> date:
    return view.computed_at.astimezone(ZoneInfo(view.question.window.zone)).date()


def _subject(view: IncidentsView) -> str:
    if view.question.scope.kind is ScopeKind.PERSON:
        return f"You answered{inside(view.question)}"
    return f"{clean(view.question.scope.label)}{inside(view.question)} had"


def _part(words: str, found: Summary) -> str:
    return f"{words} {duration(found.p50 or 0)} ({found.n})"
