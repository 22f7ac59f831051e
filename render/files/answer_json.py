"""The answer as JSON, for scripts: the same figures as everywhere, durations in seconds."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.result import Result


def answer_json(result: Result) -> str:
    """The whole result under its own names; ids are text, for they exceed what JavaScript counts."""
    told = asdict(result)
    question, scope = told["question"], told["question"]["scope"]
    told["ids"] = [str(each) for each in result.ids]
    question["repositories"] = [str(each) for each in result.question.repositories]
    scope["id"] = str(scope["id"])
    scope.pop("account_ids")
    return json.dumps(told, default=_plain, indent=2, ensure_ascii=False)


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON's own kinds of values
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
