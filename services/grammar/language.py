"""Leadline's own words beside metrics and dates: whose, by what, which percentile, on which clock."""

import re
from collections.abc import Mapping

from domain.errors import Forbidden, Rejected
from domain.question import ORGANISATION, By, TimeBase
from services.grammar.dates import window
from services.grammar.environments import PRODUCTION
from services.grammar.vocabulary import EVERYONE, ME, Kind, Meaning

TEAMS_NOT_PEOPLE = "Leadline measures teams, not people: a person's figures are shown only to that person."

_FILLERS = frozenset({
    "a", "an", "and", "all", "are", "can", "chart", "could", "did", "do", "does", "for",
    "from", "get", "give", "graph", "hey", "hi",
    "how", "i", "in", "is", "it", "its", "leadline", "long", "much", "number", "of", "on", "our",
    "over", "please", "plot", "pls", "show", "take", "takes", "tell", "that", "the", "their", "time", "to",
    "was", "we", "were", "what", "what's", "whats", "which", "window", "with", "would", "you", "show me",
    "give me", "tell me", "get me", "-", "/", "&", "|", "=", "+",
})  # fmt: skip
_VERSUS = frozenset(
    {"vs", "vs.", "versus", "against", "compared to", "compared with", "compare to", "compare with"}
)
OWN_TEAM = frozenset({"team", "my team", "our team", "the team", "own team", "the whole team"})
EVERYBODY = frozenset(
    {EVERYONE, "everybody", "@org", "org", "company", "the company", "organisation", "organization"}
)
_PREVIOUS = re.compile(r"(?:the )?(?:previous|prev|prior|before|last)(?: (?:one|period|window|time))?")
_BY = re.compile(r"(?:by[ :]|per |broken down by |split by )([\w-]+)")
_BY_WORDS: Mapping[str, By] = {
    "week": By.WEEK, "weeks": By.WEEK,
    "repo": By.REPOSITORY, "repos": By.REPOSITORY, "repository": By.REPOSITORY, "repositories": By.REPOSITORY,
    "phase": By.PHASE, "phases": By.PHASE, "stage": By.PHASE, "stages": By.PHASE,
    "team": By.TEAM, "teams": By.TEAM, "service": By.SERVICE, "services": By.SERVICE,
    "author-class": By.AUTHOR_CLASS, "class": By.AUTHOR_CLASS, "type": By.TYPE, "types": By.TYPE,
    "issue-type": By.TYPE, "workflow": By.WORKFLOW, "workflows": By.WORKFLOW, "pipeline": By.WORKFLOW,
    "step": By.STEP, "steps": By.STEP, "job": By.STEP, "jobs": By.STEP,
    "board": By.BOARD, "boards": By.BOARD,
}  # fmt: skip
_PEOPLE = frozenset(
    {"person", "people", "user", "users", "author", "authors", "developer", "developers", "reviewer"}
)
_PERCENTILE = re.compile(r"p ?(\d{1,3})|(\d{1,3})(?:th|st|nd|rd) percentile")
_PERCENTILES = (50, 75, 90, 95)
_USER = re.compile(r"<@([^|>]+)(?:\|[^>]*)?>")
_Simple = tuple[Kind, object, str]
_EVERYONE: _Simple = (Kind.SCOPE, ORGANISATION, EVERYONE)
_ME: _Simple = (Kind.USER, None, ME)
_WORKING: _Simple = (Kind.CLOCK, TimeBase.WORKING, "working")
_CALENDAR: _Simple = (Kind.CLOCK, TimeBase.CALENDAR, "calendar")
_SIMPLE: Mapping[str, _Simple] = {
    EVERYONE: _EVERYONE, "everybody": _EVERYONE, "@org": _EVERYONE, "org": _EVERYONE, "company": _EVERYONE,
    "organisation": _EVERYONE, "organization": _EVERYONE, "all teams": _EVERYONE,
    ME: _ME, "@me": _ME, "my": _ME, "mine": _ME, "myself": _ME,
    "working": _WORKING, "working time": _WORKING, "working hours": _WORKING, "work time": _WORKING,
    "work hours": _WORKING, "business hours": _WORKING, "calendar": _CALENDAR, "calendar time": _CALENDAR,
    "median": (Kind.PERCENTILE, 50, "p50"), "weekly": (Kind.BY, By.WEEK, "by week"),
}  # fmt: skip


def is_filler(phrase: str) -> bool:
    """Whether a folded phrase only makes the command friendlier."""
    return phrase in _FILLERS or phrase in PRODUCTION


def own_meaning(phrase: str) -> Meaning | None:
    """What a folded phrase means in Leadline's own words, or None; Rejected for what it will not show."""
    if is_filler(phrase):
        return Meaning(Kind.FILLER, None, phrase, phrase)
    if phrase in _VERSUS:
        return Meaning(Kind.VERSUS, None, phrase, "vs")
    if phrase in _SIMPLE:
        kind, value, text = _SIMPLE[phrase]
        return Meaning(kind, value, text, text)
    if user := _USER.fullmatch(phrase):
        return Meaning(Kind.USER, user[1], phrase, phrase)
    if meant := window(phrase):
        return Meaning(Kind.WINDOW, meant, phrase, phrase)
    return _breakdown(phrase) or _percentile(phrase)


def is_previous(phrase: str) -> bool:
    """Whether, said after `vs`, it means the window before the one asked for."""
    return bool(_PREVIOUS.fullmatch(phrase))


def spellings() -> tuple[str, ...]:
    """The words worth suggesting when one is misspelled."""
    return (
        "today", "yesterday", "last week", "last month", "last quarter", "last year", "this week",
        "this month", "this quarter", "this year", "last friday", "since monday",
        "january", "february", "march", "april", "june",
        "july", "august", "september", "october", "november", "december", "by week", "by repo",
        "by phase", "weekly", "median", "working", "working hours", "calendar", "previous", EVERYONE,
    )  # fmt: skip


def _breakdown(phrase: str) -> Meaning | None:
    said = _BY.fullmatch(phrase)
    if said is None:
        return None
    if said[1] in _PEOPLE:
        raise Forbidden(TEAMS_NOT_PEOPLE, hint="Break down `by week`, `by repo` or `by phase`.")
    if said[1] not in _BY_WORDS:
        raise Rejected(
            f"I cannot break down by “{said[1]}”.", hint="Type `by week`, `by repo` or `by phase`."
        )
    by = _BY_WORDS[said[1]]
    return Meaning(Kind.BY, by, phrase, f"by {by}")


def _percentile(phrase: str) -> Meaning | None:
    said = _PERCENTILE.fullmatch(phrase)
    if said is None:
        return None
    percentile = int(said[1] or said[2])
    if percentile not in _PERCENTILES:
        raise Rejected(
            f"I do not show the {percentile}th percentile.", hint="Type `p50`, `p75`, `p90` or `p95`."
        )
    return Meaning(Kind.PERCENTILE, percentile, phrase, f"p{percentile}")
