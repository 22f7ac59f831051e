"""What is open and what is stuck, in words: the sentences that every surface says of it."""

from domain.question import ScopeKind
from domain.views.open_pull_requests import OpenPullRequests, Wait
from render.extent import unread
from render.safe import clean
from render.text import duration, plural
from render.whose import inside, of_scope


def finding(view: OpenPullRequests) -> str:
    """How many are stuck, or open, and how long the worst of them waits."""
    if not view.coverage.synced and not view.open:
        return unread(view.question, view.coverage)
    if not view.open:
        return f"No pull request is open{of_scope(view.question)}."
    if view.only_stuck:
        return _stuck(view)
    aside = f", {view.stuck} of them stuck" if view.stuck else ", none of them stuck"
    return f"{_subject(view)} {plural(view.open, 'open pull request')}{aside}."


def waiting(wait: Wait) -> str:
    """For whom or what it waits, and for how long: "Waits for bob, for 11 h of working time"."""
    told = f"{clean(wait.why)}, for {duration(wait.waited, days=False)} of working time"
    if wait.is_stuck and not wait.is_late:
        told += f"; open for {duration(wait.open_for, days=False)} of it in all"
    return told


def age(view: OpenPullRequests, wait: Wait) -> str:
    """How long it has been open, on the calendar."""
    return f"open {duration((view.computed_at - wait.opened_at).total_seconds())}"


def left_out(view: OpenPullRequests) -> str:
    """What is open but nobody's turn: "3 drafts, 2 bot pull requests left out"."""
    others = {"draft": view.drafts, "bot pull request": view.bots}
    told = [plural(n, noun) for noun, n in others.items() if n]
    return f"{', '.join(told)} left out" if told else ""


def patience() -> str:
    """What counts as stuck."""
    return "stuck: over 8 h of working time for a review, 16 h for the author or the merge, or 80 h in all"


def _stuck(view: OpenPullRequests) -> str:
    among = plural(view.open, "open pull request")
    if not view.stuck:
        none = "It is not" if view.open == 1 else "None of them is"
        return f"{_subject(view)} {among}. {none} stuck."
    longest = max(view.waits, key=lambda wait: wait.waited)
    is_are = "is" if view.stuck == 1 else "are"
    lead = f"{_subject(view)} {among}, {view.stuck} of which {is_are} stuck"
    return f"{lead}: the longest has waited for {duration(longest.waited, days=False)} of working time."


def _subject(view: OpenPullRequests) -> str:
    question = view.question
    if question.scope.kind is ScopeKind.PERSON:
        return f"You have{inside(question)}"
    if question.scope.kind is ScopeKind.ORGANISATION:
        return f"There {'is' if view.open == 1 else 'are'}{inside(question)}"
    return f"{clean(question.scope.label)}{inside(question)} has"
