"""Partial answers: what Bitbucket's `fields` parameter leaves of an object."""

from typing import Any


def partial(body: Any, fields: str) -> Any:  # noqa: ANN401 - JSON
    """Only what the comma-separated paths lead to; a list is gone through."""
    tree: dict[str, Any] = {}
    for path in fields.split(","):
        inner = tree
        for step in path.split("."):
            inner = inner.setdefault(step, {})
    return _kept(body, tree)


def _kept(value: Any, tree: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if not tree:
        return value
    if isinstance(value, list):
        return [_kept(item, tree) for item in value]
    if isinstance(value, dict):
        return {key: _kept(value[key], inner) for key, inner in tree.items() if key in value}
    return value
