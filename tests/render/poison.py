"""The same records with every external word replaced, to see what a view lets through."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from domain.errors import LeadlineError

T = TypeVar("T")
Poison = Callable[[Any], Any]

OURS = frozenset(
    {"slug", "zone", "text", "path", "channel", "slack_user", "metric", "family", "url", "file_id", "kind"}
)
"""Fields whose values we made or checked ourselves, or that are no words at all."""


def untouched(value: T) -> T:
    return value


def poisoned(words: str) -> Poison:
    """A function that puts `words` wherever a provider's or a person's words stand."""

    def of(value: Any) -> Any:  # noqa: ANN401 - it walks through records of any kind
        if isinstance(value, LeadlineError):
            return _error(value, of)
        if is_dataclass(value) and not isinstance(value, type):
            changes = {each.name: _field(each.name, getattr(value, each.name), of) for each in fields(value)}
            return replace(value, **changes)
        if isinstance(value, Mapping):
            return {key: of(each) for key, each in value.items()}
        if isinstance(value, tuple):
            return tuple(of(each) for each in value)
        return words if type(value) is str else value

    return of


def _field(name: str, value: object, of: Poison) -> object:
    return value if name in OURS or (name == "phases" and _are_slugs(value)) else of(value)


def _are_slugs(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], str)


def _error(error: LeadlineError, of: Poison) -> LeadlineError:
    kept = {name: of(value) for name, value in vars(error).items() if name not in {"message", "hint"}}
    return type(error)(of(error.message), hint=of(error.hint), **kept)
