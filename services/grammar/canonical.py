"""A question as the command that asks for it again, whoever types it and whenever."""

from datetime import timedelta

from domain.question import By, Question, Scope, ScopeKind, TimeBase
from domain.window import Window
from services.grammar.vocabulary import EVERYONE, ME

MEDIAN = 50
SPOKEN = {
    By.WEEK: "week",
    By.REPOSITORY: "repo",
    By.PHASE: "phase",
    By.TEAM: "team",
    By.SERVICE: "service",
    By.AUTHOR_CLASS: "author-class",
    By.TYPE: "type",
    By.WORKFLOW: "workflow",
    By.STEP: "step",
    By.BOARD: "board",
}
"""How each line of a breakdown is said behind `by`."""


def canonical(question: Question, usual: TimeBase = TimeBase.CALENDAR, line: By = By.WEEK) -> str:
    """The command with absolute dates, such as `cycle-time team:payments 2026-10-26..2026-11-24`.

    `usual` is the clock that the metric is told on when nobody says, `line` what it is broken down by then.
    """
    parts = [question.metric, scope_text(question.scope)]
    parts += [f"repo:{name}" for name in question.repository_names]
    parts.append(window_text(question.window))
    if question.against is not None:
        parts.append(f"vs {'team' if question.against.kind is ScopeKind.TEAM else EVERYONE}")
    elif question.compared_to != question.window.previous():
        parts.append(f"vs {window_text(question.compared_to)}")
    if question.by is not line:
        parts.append(f"by {SPOKEN[question.by]}")
    if question.percentile != MEDIAN:
        parts.append(f"p{question.percentile}")
    if question.time_base is not usual:
        parts.append(question.time_base.value)
    return " ".join(parts)


def scope_text(scope: Scope) -> str:
    """The word for a scope; a person is said by their Slack user, so that nobody else's `me` is meant."""
    if scope.kind is ScopeKind.TEAM:
        return f"team:{scope.slug}"
    if scope.kind is ScopeKind.PERSON:
        return f"<@{scope.slug}>" if scope.slug else ME
    return EVERYONE


def window_text(window: Window) -> str:
    """First and last day, both included, as people say it."""
    return f"{window.first}..{window.end - timedelta(days=1)}"
