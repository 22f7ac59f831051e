"""The flow of an issue in words: the sentences that every surface says of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.records import Category, Outcome, PullRequestState
from domain.rulings.links import FoundIn
from domain.views.flow import Broken, FlowView, Pull
from render.safe import clean
from render.text import duration, plural

_STANDS = {
    Category.TO_DO: "waits to be begun",
    Category.IN_PROGRESS: "is in progress",
    Category.DONE: "is done",
    Category.CANCELED: "is canceled",
}
_RUNS = {
    Outcome.SUCCESS: "last CI run passed",
    Outcome.FAILURE: "last CI run failed",
    Outcome.TIMED_OUT: "last CI run timed out",
}
_FOUND = {
    FoundIn.HAND: "linked by hand",
    FoundIn.ISSUE: "linked by the issue",
    FoundIn.BRANCH: "named in the branch",
    FoundIn.TITLE: "named in the title",
    FoundIn.BODY: "named in the description",
    FoundIn.COMMIT: "named in a commit",
}


NOW = "now"
"""The last step of an issue that has not come to its end."""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, when it was reached, and how long that was after the one before."""

    words: str
    at: datetime
    since: timedelta | None


def steps(view: FlowView) -> tuple[Step, ...]:
    """The milestones in the order in which they happened; those of several pull requests once."""
    opened = min((pull.trace.opened_at for pull in view.pulls), default=None)
    reviewed = [pull.trace.first_review_at for pull in view.pulls if pull.trace.first_review_at]
    merged = [each.trace.merged_at for each in _landed(view) if each.trace.merged_at]
    end = "canceled" if view.category is Category.CANCELED else "done"
    several = "last merge" if len(merged) > 1 else "merged"
    named = {
        "written": view.created_at,
        "in progress": view.began_at,
        "pull request": opened,
        "first review": min(reviewed, default=None),
        several: max(merged, default=None),
        "in production": shipped_at(view),
        end: view.ended_at,
    }
    order = list(named)
    reached = sorted(
        ((at, order.index(words), words) for words, at in named.items() if at), key=lambda each: each[:2]
    )
    before: list[datetime | None] = [None, *(at for at, _, _ in reached)]
    return tuple(
        Step(words, at, at - last if last else None)
        for (at, _, words), last in zip(reached, before, strict=False)
    )


def shipped_at(view: FlowView) -> datetime | None:
    """When the last of its merged pull requests came into production, and so all of them were there."""
    shipped = [each.shipped.at if each.shipped else None for each in _landed(view)]
    known = [at for at in shipped if at]
    return max(known) if known and len(known) == len(shipped) else None


def finding(view: FlowView) -> str:
    """How the issue stands, and how long that took."""
    told = [f"{clean(view.key)} {_standing(view)}."]
    if not view.pulls:
        told.append("No pull request is linked to it.")
    slow = longest(view)
    if slow is not None:
        told.append(_slowest(slow, view))
    return " ".join(told)


def stations(view: FlowView) -> tuple[Step, ...]:
    """The milestones; and now, where the issue has not come to its end."""
    reached = steps(view)
    last = reached[-1].at
    if view.ended_at is not None or view.computed_at <= last:
        return reached
    return (*reached, Step(NOW, view.computed_at, view.computed_at - last))


def longest(view: FlowView) -> Step | None:
    """The step that was waited for the longest, or still is, where there are enough of them to tell."""
    waits = [step for step in stations(view) if step.since]
    if len(waits) < 3:  # noqa: PLR2004 - of two steps neither says much
        return None
    return max(waits, key=lambda step: step.since or timedelta())


def lead(view: FlowView) -> str:
    """What it is, how it stands, and whose it is: "Story · Done · Ana Duarte"."""
    assignee = clean(view.assignee) or "nobody's"
    return " · ".join(filter(None, (clean(view.type), clean(view.stays[-1].status), assignee)))


def is_drawn(view: FlowView) -> bool:
    """Whether anything has happened to it since it was written."""
    return len(steps(view)) > 1


def step(each: Step) -> str:
    """One milestone after its moment: "after 3 d 2 h"."""
    return f"after {duration(each.since.total_seconds())}" if each.since is not None else ""


def pull(each: Pull) -> str:
    """What there is to say of a pull request after its name, and where its link is told."""
    return f"{progress(each)} · {_FOUND[each.trace.found_in]}"


def progress(each: Pull) -> str:
    """How far a pull request has come."""
    trace = each.trace
    caused = len(each.shipped.incidents) if each.shipped else 0
    told = ["a revert"] if trace.is_revert else []
    told += [_state(each), *([f"caused {plural(caused, 'incident')}"] if caused else [])]
    told.append(plural(trace.reviews, "review") if trace.reviews else "no review")
    told += [_RUNS[trace.run]] if trace.run in _RUNS else []
    return " · ".join(told)


def broken(each: Broken) -> str:
    """How long an incident took, or that it goes on."""
    if each.resolved_at is None:
        return "still open"
    return f"resolved within {duration((each.resolved_at - each.at).total_seconds())}"


def stopped(view: FlowView) -> str:
    """For how long it was blocked; nothing where it was not."""
    return f"blocked for {duration(view.stopped)} of the time in progress" if view.stopped else ""


def alt(view: FlowView) -> str:
    """What the picture shows: the finding, and every milestone in its order."""
    passed = ", ".join(f"{each.words} {step(each)}".strip() for each in steps(view))
    return f"{finding(view)} In order: {passed}."


def _landed(view: FlowView) -> list[Pull]:
    """The pull requests that were merged, without those that took work back."""
    return [each for each in view.pulls if each.trace.merged_at and not each.trace.is_revert]


def _standing(view: FlowView) -> str:
    end, began = view.ended_at, view.began_at
    if end is None:
        since = view.stays[-1].began_at
        return f"{_STANDS[view.category]}, for {_told(view.computed_at - since)} now"
    how = "canceled" if view.category is Category.CANCELED else "done"
    if end < view.created_at:
        return f"was {how} before it was written, so its times contradict each other"
    after = f"was {how} {_told(end - view.created_at)} after it was written"
    if began is None or view.category is Category.CANCELED or not view.created_at <= began <= end:
        return after
    return f"{after}: {_told(began - view.created_at)} until it was begun, {_told(end - began)} in progress"


def _state(each: Pull) -> str:
    trace = each.trace
    if trace.merged_at is None:
        return "closed without a merge" if trace.state is PullRequestState.CLOSED else "open"
    if each.shipped is None:
        return "merged, not known to be in production"
    gap = each.shipped.at - trace.merged_at
    return f"in production {_told(gap)} after the merge" if gap >= timedelta() else "in production"


def _slowest(slow: Step, view: FlowView) -> str:
    waited = _told(slow.since or timedelta())
    if slow.words == NOW:
        return f"The longest wait goes on: {waited} since {_named(steps(view)[-1])}."
    return f"The longest wait was {waited} until {_named(slow)}."


def _named(milestone: Step) -> str:
    names = {word: f"the {word}" for word in ("first review", "last merge")}
    names["pull request"] = "its first pull request"
    return names.get(milestone.words, f"it was {milestone.words}")


def _told(span: timedelta) -> str:
    return duration(span.total_seconds())
