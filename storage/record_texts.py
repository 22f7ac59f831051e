"""Records as text, for as long as they wait to be shelved, and back."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from domain import records

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(records.Record)}


def text_of(found: Sequence[records.Record]) -> str:
    """JSON that tells each record's kind and fields."""
    return json.dumps([{type(record).__name__: _plain(record)} for record in found])


def records_of(text: str) -> tuple[records.Record, ...]:
    """The records that `text_of` wrote."""
    return tuple(_read(_KINDS[kind], plain) for each in json.loads(text) for kind, plain in each.items())


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever fields hold
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 - as the type says
    """The value as its type wants it; a field that is new since it was written has its default."""
    if get_origin(kind) is UnionType:
        return None if value is None else _read(_only(get_args(kind)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if is_dataclass(kind):
        types = _types(kind)  # type: ignore[arg-type] # a class, as it comes from annotations
        return kind(**{name: _read(types[name], each) for name, each in value.items() if name in types})  # type: ignore[operator] # the same
    if kind is datetime:
        return datetime.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum | float) else value


def _only(kinds: Sequence[Any]) -> Any:  # noqa: ANN401 - a type
    """The type that it is, if it is anything."""
    (found,) = (kind for kind in kinds if kind is not NoneType)
    return found


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
