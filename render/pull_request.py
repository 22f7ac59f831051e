"""One pull request in words: the sentences that every surface says of it."""

from domain.views.pull_request import Happening, PullRequestView, Related, Stage
from render.safe import clean
from render.text import duration, plural

_SHOWN = 14


def finding(view: PullRequestView) -> str:
    """How it stands and how long it took: "Pull request acme/pay#12 is open, and ..."."""
    state = {"open": "is open", "draft": "is a draft", "merged": "is merged"}.get(
        view.state, f"was {view.state}"
    )
    told = f"Pull request {clean(view.name)} {state}"
    if view.whole.calendar is not None:
        return f"{told}, {duration(view.whole.calendar)} after work on it began."
    return f"{told}, and was opened {so_far(view)} ago." if view.ended_at is None else f"{told}."


def so_far(view: PullRequestView) -> str:
    """How long ago it was opened."""
    return duration(max(0.0, (view.computed_at - view.opened_at).total_seconds()))


def facts(view: PullRequestView) -> str:
    """Who wrote it, how large it is, and how often it was looked at."""
    told = [f"by {clean(view.author)}", plural(view.size, "line"), plural(view.files, "file")]
    if view.rounds:
        told.append(plural(view.rounds, "round") + " of review")
    return " · ".join(told)


def stage(each: Stage) -> str:
    """A phase on both clocks: "pickup 14 h (5 h at work)", "review none"."""
    if each.calendar is None:
        return f"{each.slug} none"
    at_work = "" if each.working is None else f" ({duration(each.working, days=False)} at work)"
    return f"{each.slug} {duration(each.calendar)}{at_work}"


def shown(view: PullRequestView) -> tuple[tuple[Happening, ...], int, tuple[Happening, ...]]:
    """The first happenings, how many are passed over, and the last ones."""
    told = view.happenings
    if len(told) <= _SHOWN:
        return told, 0, ()
    half = _SHOWN // 2
    return told[:half], len(told) - 2 * half, told[-half:]


def related(view: PullRequestView) -> dict[str, tuple[Related, ...]]:
    """What belongs to it, by what that is; what there is not is said in words."""
    nothing = {
        "Issues": "None is linked.",
        "CI runs": "None is known on its commits.",
        "Incidents": "None is known to come from it.",
    }
    found = {"Issues": view.issues, "CI runs": view.runs, "Deployment": (view.shipped,)}
    if view.state == "merged":
        found["Incidents"] = view.incidents
    return {what: each or (Related("", "", nothing[what]),) for what, each in found.items()}


def is_drawn(view: PullRequestView) -> bool:
    """Whether there is time to show."""
    return any(each.calendar for each in view.stages)


def alt(view: PullRequestView) -> str:
    """What the picture shows."""
    return f"{finding(view)} Its time: {', '.join(map(stage, view.stages))}."
