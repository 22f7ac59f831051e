"""What is wrong with the settings, in words: where it stands, what was found, what is expected."""

import json
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bot.logs import Redaction
from domain.errors import Field, Misconfigured

Path = Sequence[int | str]
LONGEST_FOUND = 60
ALTERNATIVES = "connections"
"""Where an object is one of several kinds; pydantic puts the kind into the path, behind the object's name."""
SECRETIVE = ("token", "secret", "password", "key", "credential")
_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "an object in braces",
    "int_type": "a whole number",
    "list_type": "a list in brackets",
    "model_attributes_type": "an object in braces",
    "model_type": "an object in braces",
    "string_type": "text in quotes",
    "tuple_type": "a list in brackets",
    "missing": "a value; this one is required",
    "date_from_datetime_parsing": "a day such as 2026-09-01",
    "date_type": "a day such as 2026-09-01",
}


def refusal(error: ValidationError, model: type[BaseModel], where: str) -> Misconfigured:
    """Every mistake of the settings at once, in the order of the file."""
    mistakes = tuple(_mistake(detail, model) for detail in error.errors(include_url=False))
    return misconfigured(where, mistakes)


def misconfigured(where: str, mistakes: Sequence[Field]) -> Misconfigured:
    """Tell that these settings of `where` are wrong."""
    number = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
    return Misconfigured(f"{where} has {number}.", hint="Correct it and start again.", fields=tuple(mistakes))


def not_json(text: str, error: json.JSONDecodeError, where: str) -> Misconfigured:
    """The file cannot be read as JSON at all; says where, and shows no more, for a secret may stand there."""
    found = _shown(text[error.pos]) if error.pos < len(text) else "the end of the file"
    path = f"line {error.lineno}, column {error.colno}"
    return misconfigured(where, [Field(path, found, f"JSON; {error.msg[0].lower()}{error.msg[1:]}")])


def dotted(path: Path) -> str:
    """`("teams", "pay", "members", 0)` as people write it: `teams.pay.members[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _mistake(detail: Any, model: type[BaseModel]) -> Field:  # noqa: ANN401 - pydantic's ErrorDetails
    steps = [step for step in detail["loc"] if step != "[key]"]
    path = _untagged(steps)
    if detail["type"] == "extra_forbidden":
        return Field(dotted(path), _found_key(path), _known_keys(steps, model))
    if detail["type"].startswith("union_tag"):
        return _untold_kind(path, detail)
    found = "nothing" if detail["type"] == "missing" else _shown(detail["input"])
    return Field(dotted(path) or "the file", found, _expected(detail))


def _untagged(steps: Path) -> Path:
    """The path as it stands in the file."""
    has_kind = len(steps) > 2 and steps[0] == ALTERNATIVES  # noqa: PLR2004 - the place, its name, its kind
    return [*steps[:2], *steps[3:]] if has_kind else steps


def _untold_kind(path: Path, detail: Any) -> Field:  # noqa: ANN401 - pydantic's ErrorDetails
    """An object that does not say which kind it is, or says one that there is not."""
    key = detail["ctx"]["discriminator"].strip("'")
    found = detail["input"].get(key) if isinstance(detail["input"], dict) else None
    kinds = detail["ctx"].get("expected_tags", "the name of a provider, such as 'gitlab'")
    one_of = "one of " if "expected_tags" in detail["ctx"] else ""
    return Field(dotted([*path, key]), "nothing" if found is None else _shown(found), f"{one_of}{kinds}")


def _expected(detail: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    known = _EXPECTED.get(detail["type"])
    if known:
        return known
    context = detail.get("ctx", {})
    if detail["type"] == "literal_error":
        return f"{context['expected']}"
    message: str = detail["msg"]
    return message.removeprefix("Input should be ").removeprefix("Value error, ")


def _found_key(path: Path) -> str:
    return f"the unknown key {_shown(path[-1])}"


def _known_keys(path: Path, model: type[BaseModel]) -> str:
    """What may stand there instead; a value under an unknown key is not repeated, it may be a secret."""
    key = str(path[-1])
    if any(word in key.casefold() for word in SECRETIVE):
        return "no secrets in this file: they come from the environment, or from `leadline connect`"
    owner = _model_at(path[:-1], model)
    keys = sorted(_key(name, info) for name, info in owner.model_fields.items()) if owner else []
    lowered = {known.casefold(): known for known in keys}
    close = get_close_matches(key.replace("_", "").casefold(), lowered, n=1)
    if close:
        return f"one of the known keys; did you mean {lowered[close[0]]}?"
    return f"one of {', '.join(key for key in keys if not key.startswith('$'))}"


def _key(name: str, info: FieldInfo) -> str:
    return info.alias or name


def _model_at(path: Path, model: type[BaseModel]) -> type[BaseModel] | None:
    """The section that the keys of `path` lead to; a step that is no key is an item, whatever its name."""
    here: list[type[BaseModel]] = [model]
    for step in path:
        kind = [section for section in here if len(here) > 1 and _is_kind(section, step)]
        info = next((each for section in here[:1] for each in _fields(section, step)), None)
        here = kind or (list(_sections(info.annotation)) if info else here)
    return here[0] if here else None


def _fields(section: type[BaseModel], key: int | str) -> list[FieldInfo]:
    return [info for name, info in section.model_fields.items() if _key(name, info) == key]


def _is_kind(section: type[BaseModel], step: int | str) -> bool:
    """Whether this is the alternative that the step names."""
    provider = section.model_fields.get("provider")
    return provider is not None and step in getattr(provider.annotation, "__args__", ())


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - an annotation is any form of type
    """The sections that a value of this type may be."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    inner: Iterable[Any] = (*getattr(annotation, "__args__", ()), getattr(annotation, "__origin__", None))
    for part in inner:
        if part is not annotation and part is not None:
            yield from _sections(part)


def _shown(value: object) -> str:
    """A value as JSON, short enough for a line and with whatever looks like a secret taken out."""
    text = Redaction()(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= LONGEST_FOUND else text[: LONGEST_FOUND - 1] + "…"
