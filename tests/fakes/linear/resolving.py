"""Runs a query over the world: lists become connections, filtered, ordered and paged as Linear's are."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLResolveInfo, execute_sync, get_named_type

from tests.fakes.linear.schema import own_schema
from tests.fakes.linear.world import Thing, World

Json = dict[str, Any]


def run(world: World, document: DocumentNode, variables: Json, now: datetime) -> Json:
    """The body of the answer, its errors with Linear's codes."""
    root = {
        "viewer": world.viewer,
        "organization": world.organization,
        "teams": world.teams,
        "workflowStates": world.states,
        "cycles": [_dated(each, now) for each in world.cycles],
        "issues": world.issues,
    }
    result = execute_sync(
        own_schema(), document, root_value=root, variable_values=variables, field_resolver=_resolve
    )
    body: Json = {"data": result.data}
    if result.errors:
        body["errors"] = [_formatted(error) for error in result.errors]
    return body


def _dated(cycle: Thing, now: datetime) -> Thing:
    starts, ends = (datetime.fromisoformat(cycle[key][:19] + "+00:00") for key in ("startsAt", "endsAt"))
    return cycle | {"isFuture": starts > now, "isPast": ends < now}


def _resolve(source: Json, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:  # noqa: ANN401 - a resolver resolves whatever stands there
    if info.field_name == "issue":
        found = [each for each in source["issues"] if each["id"] == arguments["id"]]
        if not found:
            raise GraphQLError("Entity not found: Issue", extensions={"code": "ENTITY_NOT_FOUND"})
        return found[0]
    value = source.get(info.field_name)
    if get_named_type(info.return_type).name.endswith("Connection"):
        return _connection(value or [], arguments)
    return value


def _connection(items: Sequence[Thing], arguments: Mapping[str, Any]) -> Thing:
    kept = [each for each in items if _fits(each, arguments.get("filter") or {})]
    keyed = _keyed(kept, "updatedAt" if arguments.get("sort") else None)
    after = arguments.get("after")
    place = None if after is None else _place(after)
    rest = keyed if place is None else [pair for pair in keyed if pair[0] > place]
    page = rest[: arguments.get("first", 50)]
    return {
        "nodes": [item for _, item in page],
        "pageInfo": {
            "hasNextPage": len(page) < len(rest),
            "endCursor": _cursor(page[-1][0]) if page else None,
        },
    }


def _keyed(items: Sequence[Thing], key: str | None) -> list[tuple[list[Any], Thing]]:
    """By value where an order is asked for, so that what is touched moves on; else as they stand."""
    if key is None:
        return [([index], item) for index, item in enumerate(items)]
    keyed: list[tuple[list[Any], Thing]] = [([item[key], item["id"]], item) for item in items]
    return sorted(keyed, key=lambda pair: pair[0])


def _fits(item: Thing, wanted: Mapping[str, Any]) -> bool:
    checks: dict[str, Callable[[Any], bool]] = {
        "or": lambda several: any(_fits(item, each) for each in several),
        "team": lambda team: item["team"]["id"] in team["id"]["in"],
        "id": lambda ids: item["id"] in ids["in"],
        "updatedAt": lambda at: _moment(item["updatedAt"]) >= _moment(at["gte"]),
        "endsAt": lambda at: _moment(item["endsAt"]) >= _moment(at["gte"]),
    }
    return all(checks[key](value) for key, value in wanted.items() if value is not None)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _cursor(place: list[Any]) -> str:
    return b64encode(json.dumps(place).encode()).decode()


def _place(cursor: str) -> list[Any]:
    try:
        place = json.loads(b64decode(cursor.encode(), validate=True))
    except ValueError:
        place = None
    if not isinstance(place, list):
        raise GraphQLError("Invalid cursor", extensions={"code": "INVALID_INPUT"})
    return place


def _formatted(error: GraphQLError) -> Json:
    extensions = {"code": "INTERNAL_SERVER_ERROR", **(error.extensions or {})}
    return {"message": error.message, "path": list(error.path or ()), "extensions": extensions}
