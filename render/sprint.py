"""A sprint in words: the sentences that every surface says of it."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from domain.result import TOO_FEW
from domain.views.sprint import Burndown, Change, Correlation, Detail, Line, Moved, SprintView
from render.days import day
from render.extent import unread
from render.safe import clean
from render.text import plural
from render.values import percent
from render.whose import of_scope

_MINUS, _PLUS, _DASH = "\u2212", "+", "\u2013"
_CLOSE = 0.05
"""Of the commitment: nearer than this to an even pace is on it."""


def points(size: float) -> str:
    """So many points: "1 point", "3 points", "2.5 points"."""
    told = f"{size:,.2f}".rstrip("0").rstrip(".")
    return f"{told} point" if told == "1" else f"{told} points"


def sized(size: float, detail: Detail) -> str:
    """A size in the sprint's unit: "18 points", or "9 issues" where nothing is estimated."""
    return plural(round(size), "issue") if detail.in_issues else points(size)


def name(detail: Detail) -> str:
    said = clean(detail.sprint.name) or "The sprint"
    return said[:1].upper() + said[1:]


def finding(view: SprintView) -> str:
    """Where the sprint stands, or how it ended, in one sentence."""
    detail = view.detail
    if detail is None and not view.coverage.synced:
        return unread(view.question, view.coverage)
    if detail is None:
        return f"No sprint{of_scope(view.question)} has begun by then."
    if not detail.scope.issues and not detail.committed.issues:
        return f"{name(detail)} has no issues in it."
    if not is_running(detail):
        return f"{name(detail)} completed {_done(detail)}; {kept(detail)}."
    told = filter(None, (f"{name(detail)} has {_left(detail)}", pace(detail), togo(detail, view)))
    return f"{', '.join(told)}."


def verdict(detail: Detail) -> str:
    """The same in few words, for where the sprint is named beside it."""
    if not is_running(detail):
        return f"{_done(detail)} completed".capitalize()
    return ", ".join(filter(None, (_left(detail), pace(detail))))


def _left(detail: Detail) -> str:
    left, scope = (detail.size(each) for each in (detail.remaining, detail.scope))
    return f"{_number(left)} of {sized(scope, detail)} left"


def _done(detail: Detail) -> str:
    return f"{_number(detail.size(detail.completed))} of {sized(detail.size(detail.scope), detail)}"


def is_running(detail: Detail) -> bool:
    return detail.sprint.state == "active"


def kept(detail: Detail) -> str:
    """The say/do in words: "82 % of its commitment was kept"."""
    committed = detail.size(detail.committed)
    if not committed:
        return "it had no commitment"
    return f"{percent(detail.size(detail.delivered) / committed)} of its commitment was kept"


def promise(detail: Detail) -> str:
    """Both shares, each with its label: what was kept of the commitment, and all completed over it."""
    committed, delivered, completed = (
        detail.size(each) for each in (detail.committed, detail.delivered, detail.completed)
    )
    if not committed:
        return "no commitment, so no say/do"
    so_far = " so far" if is_running(detail) else ""
    told = f"{percent(delivered / committed)}{so_far}: {_number(delivered)} of {sized(committed, detail)}"
    return f"{told} committed to · all completed is {percent(completed / committed)} of the commitment"


def pace(detail: Detail) -> str:
    """How what remains compares to an even pace now."""
    line, until = detail.burndown.guideline, detail.burndown.until
    if not line or not line[0][1] or until >= line[-1][0]:
        return ""
    ahead = even(detail.burndown) - detail.burndown.steps[-1].remaining
    if abs(ahead) < _CLOSE * line[0][1]:
        return "on an even pace"
    distance = max(1, round(abs(ahead)))
    return f"{sized(distance, detail)} {'ahead of' if ahead > 0 else 'behind'} an even pace"


def even(burndown: Burndown) -> float:
    """What would remain by now at an even pace, between the corners of the guideline."""
    corners, now = burndown.guideline, burndown.until
    later = next((place for place, (at, _) in enumerate(corners) if at > now), len(corners) - 1)
    (since, high), (to, low) = corners[max(0, later - 1)], corners[later]
    return high + (low - high) * min(1.0, max(0.0, (now - since) / (to - since)))


def togo(detail: Detail, view: SprintView) -> str:
    """How many days are left, or by how many it is late; in days of the team's zone."""
    ends_at = detail.sprint.ends_at
    if ends_at is None:
        return ""
    zone = ZoneInfo(view.question.window.zone)
    days = (ends_at.astimezone(zone).date() - detail.burndown.until.astimezone(zone).date()).days
    if detail.burndown.until > ends_at:
        return f"{plural(max(1, -days), 'day')} past its planned end"
    return f"{plural(days, 'day')} to go" if days else "on its last day"


def scope(detail: Detail) -> str:
    """How the scope moved: "34 points at the start, +5 added: 39 now"."""
    committed, added, removed, now = (
        detail.size(each) for each in (detail.committed, detail.added, detail.removed, detail.scope)
    )
    told = [f"{sized(committed, detail)} at the start"]
    told += [f"{_PLUS}{_number(added)} added"] if added else []
    told += [f"{_MINUS}{_number(removed)} removed"] if removed else []
    if not (added or removed):
        return f"{told[0]}, unchanged"
    share = f" ({percent((added + removed) / committed)} of the commitment)" if committed else ""
    return f"{', '.join(told)}{share}: {_number(now)} {'now' if is_running(detail) else 'at the close'}"


def speed(view: SprintView) -> str:
    """The velocity with its range: "31.2 points a sprint (mean of the last 5, from 24 to 38)"."""
    recent, detail = view.recent, view.detail
    if not recent or detail is None:
        return "no sprint with a commitment is closed yet"
    mean = sized(sum(recent) / len(recent), detail) if not detail.in_issues else _issues(recent)
    if len(recent) == 1:
        return f"{mean} in the only sprint so far"
    few = ", too few to compare" if len(recent) < TOO_FEW else ""
    spread = f"from {_number(min(recent))} to {_number(max(recent))}"
    return f"{mean} a sprint (mean of the last {len(recent)}, {spread}{few})"


def usual(view: SprintView) -> str:
    """How the board's sprints of half a year went: "say/do 82 %, carry-over 11 % over 9 sprints"."""
    n = view.say_do.summary.n
    told = {"say/do": view.say_do.summary.value, "carry-over": view.carry_over.summary.value}
    shares = [f"{label} {percent(value)}" for label, value in told.items() if value is not None]
    few = ", too few to compare" if n < TOO_FEW else ""
    return f"{', '.join(shares)} over {plural(n, 'sprint')}{few}" if shares else ""


def _issues(recent: tuple[float, ...]) -> str:
    return f"{_number(sum(recent) / len(recent))} issues"


def together(each: Correlation) -> str:
    """One correlation: "say/do with build success over 8 sprints: somewhat together (Spearman +0.62)"."""
    about = f"say/do with {each.what} over {plural(each.n, 'sprint')}"
    if each.n < each.needed:
        return f"{about}: too few to tell, {each.needed} are needed"
    if each.rho is None:
        return f"{about}: one of the two never changed"
    return f"{about}: {_strength(each.rho)} (Spearman {_signed(each.rho)})"


def _strength(rho: float) -> str:
    words = ((0.7, "strongly"), (0.4, "somewhat"))
    degree = next((word for least, word in words if abs(rho) >= least), "")
    if not degree:
        return "hardly related"
    return f"{degree} {'together' if rho > 0 else 'opposed'}"


def moved(change: Change, detail: Detail) -> str:
    """What an issue did to the scope: "added, +5 points", "estimated anew, +3 points"."""
    sign = _PLUS if change.size > 0 else _MINUS if change.size < 0 else ""
    size = f"{sign}{sized(abs(change.size), detail)}"
    if change.how is Moved.ESTIMATED:
        return f"estimated anew, {size}"
    unestimated = not detail.in_issues and change.issue.size is None and not change.size
    return f"{change.how}, {'no estimate' if unestimated else size}"


def weighed(line: Line, detail: Detail) -> str:
    """An issue's size, where issues have one."""
    if detail.in_issues:
        return ""
    return "no estimate" if line.size is None else points(line.size)


def notes(view: SprintView) -> Iterator[str]:
    """What makes the sprint's figures honest."""
    detail = view.detail
    if detail is None:
        return
    if detail.in_issues:
        yield "counted in issues, for nothing in it is estimated"
    elif detail.unestimated:
        yield f"{plural(detail.unestimated, 'issue')} without an estimate count no points"
    if detail.drifted:
        yield "its issues were rewritten afterwards; what was seen at its start and close stands"
    if detail.from_history:
        yield "read from its issues' histories after it had closed"
    if detail.sprint.progress is not None and detail.size(detail.scope):
        share = detail.size(detail.completed) / detail.size(detail.scope)
        yield f"{percent(share)} of its scope is completed"
        yield f"its tracker says {percent(detail.sprint.progress)}, which counts begun work in part"


def alt(view: SprintView) -> str:
    """What a burndown shows: the finding, then where the line began and is, and how the scope moved."""
    detail = view.detail
    if detail is None:
        return finding(view)
    steps = detail.burndown.steps
    first, last = (sized(step.remaining, detail) for step in (steps[0], steps[-1]))
    when = "now" if is_running(detail) else "at the close"
    days = dates(detail, view.question.window.zone)
    return f"{finding(view)} Burndown of {days}: from {first} to {last} {when}. Scope: {scope(detail)}."


def is_drawn(view: SprintView) -> bool:
    """A sprint that never had anything in it has no picture."""
    return view.detail is not None and any(step.scope for step in view.detail.burndown.steps)


def dates(detail: Detail, zone: str) -> str:
    """The first and the last day of the sprint: "9 Nov - 23 Nov"."""
    first, last = (
        moment.astimezone(ZoneInfo(zone)).date()
        for moment in (detail.burndown.began_at, detail.burndown.ends_at - timedelta(microseconds=1))
    )
    return f"{day(first, last)} {_DASH} {day(last)}"


def _number(size: float) -> str:
    return points(size).partition(" ")[0]


def _signed(rho: float) -> str:
    return f"{_MINUS if rho < 0 else _PLUS}{abs(rho):.2f}"
