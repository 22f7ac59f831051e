"""The answer as JSON, for scripts: the same figures as everywhere, durations in seconds."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.result import Result
from domain.views import View

_EXACT = 2**53
"""JavaScript counts no further than this without gaps."""


def answer_json(result: Result) -> str:
    """The whole result under its own names; ids are text, for they exceed what JavaScript counts."""
    told = asdict(result)
    question, scope = told["question"], told["question"]["scope"]
    told["ids"] = [str(each) for each in result.ids]
    question["repositories"] = [str(each) for each in result.question.repositories]
    scope["id"] = str(scope["id"])
    scope.pop("account_ids")
    return json.dumps(told, default=_plain, indent=2, ensure_ascii=False)


def view_json(view: View) -> str:
    """A view under its own names."""
    return json.dumps(_safe(asdict(view)), default=_plain, indent=2, ensure_ascii=False)


def _safe(value: Any) -> Any:  # noqa: ANN401 - JSON's own kinds of values
    """Ids as text, for they exceed what JavaScript counts; accounts stay here."""
    if isinstance(value, dict):
        return {str(key): _safe(each) for key, each in value.items() if key != "account_ids"}
    if isinstance(value, list | tuple):
        return [_safe(each) for each in value]
    return str(value) if isinstance(value, int) and abs(value) > _EXACT else value


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON's own kinds of values
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
