"""Runs a query over the world: lists become connections, with cursors that behave as GitHub's do."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo, execute_sync, get_named_type

from tests.fakes.github.cost import Cost
from tests.fakes.github.schema import prepared, schema
from tests.fakes.github.world import Thing, World

EVENTS_BY_NAME = {
    "IssueComment": "ISSUE_COMMENT",
    "PullRequestReview": "PULL_REQUEST_REVIEW",
    "PullRequestCommit": "PULL_REQUEST_COMMIT",
}


def run(world: World, query: str, variables: dict[str, Any], limit: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the answer, its errors in GitHub's form."""
    root = _Root(world, limit)
    result = execute_sync(
        schema(),
        prepared(query).document,
        root_value=root,
        variable_values=variables,
        field_resolver=_resolve,
    )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [_formatted(error) for error in result.errors]
    return body


def rate_limit(cost: Cost, limit: int, remaining: int, reset_at: str) -> dict[str, Any]:
    return {
        "cost": cost.points, "limit": limit, "nodeCount": cost.nodes, "remaining": remaining,
        "resetAt": reset_at, "used": limit - remaining,
    }  # fmt: skip


class _Root:
    """The fields of `Query`."""

    def __init__(self, world: World, limit: Mapping[str, Any]) -> None:
        self._world = world
        self.rateLimit = limit
        self.viewer = world.viewer

    def node(self, id: str) -> Thing:  # noqa: A002 - GitHub's name
        found = self._world.node(id)
        if isinstance(found, GraphQLError):
            raise found
        return found

    def nodes(self, ids: Sequence[str]) -> list[Thing | GraphQLError]:
        return [self._world.node(id_) for id_ in ids]

    def repository(self, owner: str, name: str, **_: object) -> Thing:
        found = self._world.repository(f"{owner}/{name}")
        if found is None:
            message = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise GraphQLError(message, extensions={"type": "NOT_FOUND"})
        return found

    def repositoryOwner(self, login: str) -> Thing | None:  # noqa: N802 - GitHub's name
        return self._world.owner(login)


def _resolve(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:  # noqa: ANN401 - a resolver resolves whatever stands there
    if isinstance(source, _Root):
        found = getattr(source, info.field_name)
        return found(**arguments) if callable(found) else found
    value = source.get(info.field_name)
    if callable(value):
        return value(**arguments)
    if get_named_type(info.return_type).name.endswith("Connection"):
        return _connection(value or [], arguments)
    if isinstance(value, GraphQLError):
        raise value
    return value


def _connection(items: Sequence[Thing], arguments: Mapping[str, Any]) -> Thing:
    if kinds := arguments.get("itemTypes"):
        items = [item for item in items if _event_type(item["__typename"]) in kinds]
    if since := arguments.get("since"):
        items = [item for item in items if item["committedDate"] >= since]
    keys = _ordered(items, arguments.get("orderBy"))
    after = arguments.get("after")
    rest = keys if after is None else _behind(keys, after)
    page = rest[: arguments.get("first") or 0]
    return {
        "totalCount": len(items),
        "nodes": [item for _, item in page],
        "pageInfo": {
            "hasNextPage": len(page) < len(rest),
            "endCursor": _cursor(page[-1][0]) if page else None,
        },
    }


Keyed = list[tuple[list[Any], Thing]]


def _ordered(items: Sequence[Thing], order: Mapping[str, str] | None) -> Keyed:
    """By value where an order is asked for, so that what moves to the front is not met again further back.

    Labels have an order by default, and keep that in which they were put.
    """
    field = {"UPDATED_AT": "updatedAt", "NAME": "name", "CREATED_AT": "createdAt"}.get(
        (order or {}).get("field", "")
    )
    if order is None or field is None or not all(field in item for item in items):
        return [([index], item) for index, item in enumerate(items)]
    backwards = order["direction"] == "DESC"
    keyed: Keyed = [([item[field], item["id"]], item) for item in items]
    keyed.sort(key=lambda pair: pair[0], reverse=backwards)
    return [([backwards, *key], item) for key, item in keyed]


def _behind(keys: Keyed, cursor: str) -> Keyed:
    try:
        last = json.loads(b64decode(cursor.encode(), validate=True).removeprefix(b"cursor:v2:"))
    except ValueError:
        message = f"`{cursor}` does not appear to be a valid cursor."
        raise GraphQLError(message, extensions={"type": "INVALID_CURSOR_ARGUMENTS"}) from None
    if len(last) == 1:
        return [pair for pair in keys if pair[0] > last]
    backwards, *place = last
    return [pair for pair in keys if (pair[0][1:] < place if backwards else pair[0][1:] > place)]


def _cursor(key: list[Any]) -> str:
    return b64encode(b"cursor:v2:" + json.dumps(key).encode()).decode()


def _event_type(typename: str) -> str:
    """`ReadyForReviewEvent` is asked for as READY_FOR_REVIEW_EVENT."""
    if typename in EVENTS_BY_NAME:
        return EVENTS_BY_NAME[typename]
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in typename).strip("_").upper()


def _formatted(error: GraphQLError) -> dict[str, Any]:
    extensions = dict(error.extensions or {})
    kind = extensions.pop("type", None)
    told: dict[str, Any] = {"message": error.message, "path": list(error.path or ())}
    return {**({"type": kind} if kind else {}), **told, **({"extensions": extensions} if extensions else {})}
