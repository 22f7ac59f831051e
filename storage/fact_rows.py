"""Facts as rows: by the names of their family's columns, moments in seconds, nulls as `NO_SPAN`."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from domain.facts import NO_SPAN, Columns, Family, Ids, Span
from storage.intake import Row
from storage.types import microseconds

Fact = Any
"""A frozen record of facts whose fields are called as the columns of its family."""

_SECOND = 1_000_000


def fact_rows(family: Family[Columns], facts: Iterable[Fact]) -> list[Row]:
    """A row a fact, in the order of the columns.

    Spans that a fact holds as `calendar` and `working`, in the order of `Span`, lie in columns of their own.
    """
    columns = [(field.name, field.type == Ids) for field in fields(family.columns)]
    return [tuple(_value(fact, name, is_id=is_id) for name, is_id in columns) for fact in facts]


def _value(fact: Fact, name: str, *, is_id: bool) -> int:
    value = getattr(fact, name) if hasattr(fact, name) else _span(fact, name)
    if value is None:
        return 0 if is_id else NO_SPAN
    if isinstance(value, datetime):
        return microseconds(value) // _SECOND
    return int(value)


def _span(fact: Fact, name: str) -> int | None:
    spans = fact.working if name.endswith("_working") else fact.calendar
    found: int | None = spans[list(Span).index(Span(name.removesuffix("_working")))]
    return found
