"""Whose work a question is about, in words: a team's, your own, everyone's, or that of some repositories."""

from domain.question import Question, ScopeKind
from render.safe import clean


def who(question: Question) -> str:
    """As a title: "Payments", "acme/pay-api", "Payments in 3 repositories"."""
    if _is_everyones(question) and question.repository_names:
        return _repositories(question)
    return f"{clean(question.scope.label)}{inside(question)}"


def possessive(question: Question) -> str:
    """Before a noun: "Payments'", "Your"; "The" where only the repositories are named."""
    if question.scope.kind is ScopeKind.PERSON:
        return "Your"
    if _is_everyones(question) and question.repository_names:
        return "The"
    label = clean(question.scope.label)
    return f"{label}'" if label.endswith("s") else f"{label}'s"


def of_scope(question: Question) -> str:
    """After a noun: " for Payments", " by you in acme/pay-api", or nothing where everyone is meant."""
    whose = f" for {clean(question.scope.label)}" if question.scope.kind is ScopeKind.TEAM else ""
    return f"{' by you' if question.scope.kind is ScopeKind.PERSON else whose}{inside(question)}"


def inside(question: Question) -> str:
    """Where the work is, if that was asked: " in acme/pay-api", " in 3 repositories"."""
    return f" in {_repositories(question)}" if question.repository_names else ""


def _is_everyones(question: Question) -> bool:
    return question.scope.kind is ScopeKind.ORGANISATION


def _repositories(question: Question) -> str:
    names = question.repository_names
    return clean(names[0]) if len(names) == 1 else f"{len(names)} repositories"
