"""A command, read: which verb, or which question with every default filled in."""

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.errors import Choice, Forbidden, Rejected, Unknown
from domain.metric import MetricInfo
from domain.question import ORGANISATION, By, Question, Scope, TimeBase
from domain.window import Window
from services.grammar.canonical import MEDIAN, SPOKEN, canonical, window_text
from services.grammar.comparing import against
from services.grammar.dates import resolved
from services.grammar.language import TEAMS_NOT_PEOPLE, is_filler
from services.grammar.scanning import Reading, ambiguous, phrases, scan
from services.grammar.sentence import Ask, Verb, VerbName
from services.grammar.suggestions import MOST, unknown
from services.grammar.vocabulary import Kind, Vocabulary
from services.grammar.words import Words, folded, words

DEFAULT_DAYS = 30
_VERBS: dict[str, VerbName] = {
    "list": "list", "metrics": "list", "explain": "explain", "define": "explain", "health": "health",
    "status": "health", "check": "check", "help": "help", "?": "help", "link": "link", "teams": "teams",
    "again": "again", "overview": "overview", "dora": "dora", "pipelines": "pipelines",
    "pipeline": "pipelines", "flaky": "flaky", "incidents": "incidents", "oncall": "oncall",
    "on-call": "oncall", "sprint": "sprint", "sprints": "sprint", "burndown": "sprint", "flow": "flow",
    "pr": "pr", "prs": "prs", "why": "why",
    "corrections": "corrections",
}  # fmt: skip
VIEWS: frozenset[VerbName] = frozenset(
    {"dora", "pipelines", "flaky", "incidents", "oncall", "sprint", "prs", "flow", "pr"}
)
"""Verbs that show a view; what stands behind them says whose, when and where, as in a question."""

WORKFLOW = "workflow:"
"""Before the name of the workflow whose steps `pipelines` is to show."""

NAMED: dict[VerbName, tuple[str, str]] = {
    "flow": ("issue", "flow PAY-12"),
    "pr": ("pull request", "pr https://github.com/acme/pay/pull/12"),
}
"""Views of one thing, which must be named: what it is, and an example."""
_ABOUT_CHANGE = frozenset(
    {"change", "changed", "jump", "jumped", "drop", "dropped", "go", "went", "up", "down", "rise", "fall"}
)
T = TypeVar("T")


def parse(text: str, vocabulary: Vocabulary, now: datetime) -> Ask | Verb:
    """The question or verb that the text means, `now` being when it is said.

    Without a window: the last 30 local days, today among them, on the days of whose work it is;
    compared with as many days before. Rejected (Unknown, Ambiguous, Forbidden) says what to type.
    """
    said = words(text)
    if verb := _verb(_without_fillers(said), vocabulary, now):
        return verb
    found = scan(said, vocabulary)
    if len(found) == 1 and (team := _team(found)):
        return Verb("overview", team)
    metric = _only(found, Kind.METRIC, str, "metrics")
    if metric is None:
        raise _metric_missing(said, vocabulary)
    info = next(each for each in vocabulary.metrics if each.slug == metric)
    if info.view:
        return _pictured(info, found, vocabulary, now)
    return Ask(_question(metric, found, vocabulary, now))


def _verb(said: Words, vocabulary: Vocabulary, now: datetime) -> Verb | None:
    name = _VERBS.get(said[0].casefold()) if said else "overview"
    if name is None:
        return None
    if name in VIEWS:
        return _view(name, said[1:], vocabulary, now)
    if name == "why":
        return _why(said[1:], vocabulary, now)
    if name == "explain":
        return Verb(name, _explained(said, vocabulary))
    if name == "overview" and said[1:]:
        return Verb(name, _team(scan(said, vocabulary, 1)))
    if name == "link" and not said[1:]:
        raise Rejected(
            "Link which login to you?", hint="Type `link` and your login, like `/metrics link ana`."
        )
    return Verb(name, " ".join(said[1:]))


def _view(name: VerbName, said: Words, vocabulary: Vocabulary, now: datetime) -> Verb:
    """A view with whose, when and where it is about; of one thing, what that is called."""
    if name in NAMED:
        if not said:
            what, example = NAMED[name]
            raise Rejected(f"Which {what}?", hint=f"Name it, like `{example}`.")
        question = _question(name, [], vocabulary, now)
        return Verb(name, said[0], replace(question, text=f"{name} {said[0]}"))
    argument = ""
    if name == "prs":
        argument = "open" if said and said[0].casefold() == "open" else "stuck"
        said = said[1:] if said and said[0].casefold() in {"open", "stuck"} else said
    if name == "pipelines":
        argument = _workflow(said)
        said = tuple(word for word in said if word != argument)
    before = tuple(filter(None, (name, argument)))
    found = scan((*before, *said), vocabulary, len(before))
    return _seen(name, argument, _question(name, found, vocabulary, now))


def _workflow(said: Words) -> str:
    """The word that names the workflow, if there is one; Rejected where the name is missing."""
    for before, word in pairwise(("", *map(str.casefold, said))):
        if word == WORKFLOW.rstrip(":") and before != "by":  # words lose a colon at their end
            raise Rejected("Which workflow?", hint="Name it without spaces, like `pipelines workflow:ci`.")
    return next((word for word in said if word.casefold().startswith(WORKFLOW)), "")


def _seen(name: VerbName, argument: str, question: Question) -> Verb:
    """The view, with the command that asks for it again."""
    said = question.text.removeprefix(name).strip()
    return Verb(name, argument, replace(question, text=" ".join(filter(None, (name, argument, said)))))


def _pictured(info: MetricInfo, found: list[Reading], vocabulary: Vocabulary, now: datetime) -> Verb:
    """A metric that is answered by a view: the verb, and what the verb is told, stand in `view`."""
    verb, _, argument = info.view.partition(" ")
    name = _VERBS[verb]
    return _seen(name, argument, _question(name, found, vocabulary, now))


def _why(said: Words, vocabulary: Vocabulary, now: datetime) -> Verb:
    """Why a metric changed; words such as `did` and `change` around it do not matter."""
    wanted = tuple(word for word in said if folded(word) not in _ABOUT_CHANGE)
    found = scan(("why", *wanted), vocabulary, 1)
    metric = _only(found, Kind.METRIC, str, "metrics")
    if metric is None:
        raise Unknown("Why did which metric change?", suggestions=_each_metric("why", vocabulary, *wanted))
    question = _question(metric, found, vocabulary, now)
    return Verb("why", metric, replace(question, text=f"why {question.text}"))


def _team(found: list[Reading]) -> str:
    """The slug of the team that is named, or nothing."""
    scope = _only(found, Kind.SCOPE, Scope, "teams")
    return scope.slug if scope else ""


def _explained(said: Words, vocabulary: Vocabulary) -> str:
    """The slug of the metric to explain; what is said after its name does not matter."""
    wanted = _without_fillers(said[1:])
    if not wanted:
        raise Unknown("Explain which metric?", suggestions=_each_metric("explain", vocabulary))
    named = ((length, vocabulary.metric(phrase)) for length, phrase in phrases(wanted, 0))
    length, found = next(((length, found) for length, found in named if found), (0, ()))
    if not found:
        raise unknown(("explain", *wanted), [1], replace(vocabulary, teams=(), repositories=()))
    if len(found) > 1:
        raise ambiguous(("explain", *wanted), 1, length, found)
    return found[0].text


def _without_fillers(said: Words) -> Words:
    """The words from the first on that is none of `show me`, `please` and the like."""
    for length in (2, 1):
        if said[length - 1 :] and is_filler(folded(" ".join(said[:length]))):
            return _without_fillers(said[length:])
    return said


def _question(metric: str, found: list[Reading], vocabulary: Vocabulary, now: datetime) -> Question:
    names = tuple(sorted({str(r.meaning.value) for r in found if r.meaning.kind is Kind.REPOSITORY}))
    scope = _scope(found, vocabulary, narrowed=bool(names))
    zone = vocabulary.zone_of(scope)
    info = next((each for each in vocabulary.metrics if each.slug == metric), None)
    days = info.days if info else DEFAULT_DAYS
    window, compared_to = _windows(found, now.astimezone(ZoneInfo(zone)).date(), zone, days)
    question = Question(
        metric=metric,
        scope=scope,
        window=window,
        compared_to=compared_to,
        repositories=vocabulary.repository_ids(names),
        repository_names=names,
        by=_by(info, _only(found, Kind.BY, By, "breakdowns")),
        percentile=_only(found, Kind.PERCENTILE, int, "percentiles") or MEDIAN,
        time_base=_clock(info, _only(found, Kind.CLOCK, TimeBase, "clocks")),
        against=against(found, vocabulary, scope, narrowed=bool(names)),
    )
    if info is None:
        return replace(question, text=canonical(question))
    return replace(question, text=canonical(question, info.clocks[0], info.by))


def _scope(found: list[Reading], vocabulary: Vocabulary, *, narrowed: bool) -> Scope:
    """Whose work: who is named, else everyone's in the repositories named, else the channel's team."""
    users = [reading for reading in found if reading.meaning.kind is Kind.USER]
    scope = _only(found, Kind.SCOPE, Scope, "teams")
    if not users:
        return scope or (ORGANISATION if narrowed else vocabulary.default_scope())
    asker = folded(vocabulary.slack_user or "")
    if any(r.meaning.value is not None and r.meaning.value != asker for r in users):
        raise Forbidden(TEAMS_NOT_PEOPLE, hint="Type `me` for your own, or a team's name.")
    if scope:
        raise Rejected(f"Do you mean yourself or {scope.label}?", hint="Type one of the two.")
    if vocabulary.me is None:
        raise Rejected(
            "I do not know yet which login is yours.", hint="Type `/metrics link` and your login first."
        )
    return vocabulary.me


def _by(info: MetricInfo | None, said: By | None) -> By:
    """The line along which it is broken down, which must be one of the metric's."""
    if info is None:
        return said or By.WEEK
    if said is None or said in info.breakdowns:
        return said or info.by
    lines = ", ".join(f"`by {SPOKEN[each]}`" for each in info.breakdowns)
    raise Rejected(f"{info.title} cannot be broken down by {said}.", hint=f"It can be {lines}.")


def _clock(info: MetricInfo | None, said: TimeBase | None) -> TimeBase:
    """The clock it is told on: the one that was said, else the metric's usual one."""
    if info is None:
        return said or TimeBase.CALENDAR
    if said is None or said in info.clocks:
        return said or info.clocks[0]
    raise Rejected(f"{info.title} is told in {info.clocks[0]} time only.", hint=f"Leave `{said}` out.")


def _windows(found: list[Reading], today: date, zone: str, days: int) -> tuple[Window, Window]:
    """The window asked about and the one it is compared with."""
    said = [(r.compared, r.meaning.value) for r in found if r.meaning.kind is Kind.WINDOW]
    asked = {resolved(value, today, zone) for compared, value in said if callable(value) and not compared}
    window = _one(asked, "windows") or Window.last_days(days, today, zone)
    others = {
        resolved(value, today, zone) if callable(value) else window.previous()
        for compared, value in said
        if compared
    }
    compared_to = _one(others, "windows to compare with") or window.previous()
    if compared_to == window:
        raise Rejected(
            "That compares a window with itself.", hint="Type another one after `vs`, or leave it out."
        )
    return window, compared_to


def _only(found: list[Reading], kind: Kind, of: type[T], noun: str) -> T | None:
    """The one value that was said of a kind, if any."""
    values = (reading.meaning.value for reading in found if reading.meaning.kind is kind)
    return _one({value for value in values if isinstance(value, of)}, noun)


def _one(values: set[T], noun: str) -> T | None:
    if len(values) > 1:
        said = " and ".join(sorted(_shown(value) for value in values))
        raise Rejected(
            f"That names {len(values)} {noun}: {said}.", hint="I answer one at a time; leave one out."
        )
    return next(iter(values), None)


def _shown(value: object) -> str:
    if isinstance(value, Window):
        return window_text(value)
    return value.label if isinstance(value, Scope) else str(value)


def _metric_missing(said: Words, vocabulary: Vocabulary) -> Unknown:
    return Unknown(
        "Which metric do you mean?",
        hint="`/metrics list` shows all of them.",
        suggestions=_each_metric("", vocabulary, *said),
    )


def _each_metric(verb: str, vocabulary: Vocabulary, *said: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(info.title, " ".join(filter(None, (verb, info.slug, *said))))
        for info in vocabulary.metrics[:MOST]
    )
