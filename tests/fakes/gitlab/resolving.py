"""Runs a query over the world: lists become connections, with cursors that behave as GitLab's do."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo, execute_sync, get_named_type

from tests.fakes.gitlab.schema import LARGEST_PAGE, newest, older, prepared
from tests.fakes.gitlab.world import Thing, World

_ORDERS = {"mergeRequests": ("updatedAt", "number"), "pipelines": ("number",)}
"""By list, what it is ordered by, the greatest first; other lists keep the order they have."""


def run(
    world: World, query: str, variables: dict[str, Any], score: Mapping[str, int], *, is_new: bool
) -> dict[str, Any]:
    """The body of the answer."""
    result = execute_sync(
        newest() if is_new else older(),
        prepared(query, is_new=is_new).document,
        root_value=_Root(world, score),
        variable_values=variables,
        field_resolver=_resolve,
    )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [{"message": error.message, "path": error.path} for error in result.errors]
    return body


class _Root:
    """The fields of `Query`."""

    def __init__(self, world: World, score: Mapping[str, int]) -> None:
        self._world = world
        self.queryComplexity = score
        self.currentUser = world.viewer

    def projects(self, ids: Sequence[str], **_: object) -> list[Thing]:
        numbers = [int(id_.rpartition("/")[2]) for id_ in ids]
        return [_project(self._world.projects[n]) for n in sorted(numbers) if n in self._world.projects]

    def users(self, usernames: Sequence[str], **_: object) -> list[Thing]:
        wanted = {username.lower() for username in usernames}
        return [user for name, user in self._world.users.items() if name.lower() in wanted]


def _project(project: Thing) -> Thing:
    head = {"sha": project["commits"][0]["id"]} if project["commits"] else None
    off = project["off"]
    return {
        "id": f"gid://gitlab/Project/{project['number']}",
        "mergeRequests": None if "merge_requests" in off else project["mergeRequests"],
        "pipelines": None if "builds" in off else project["pipelines"],
        "repository": None
        if "repository" in off
        else {"tree": {"lastCommit": head}, "files": project["files"]},
    }


def _resolve(
    source: Any,  # noqa: ANN401 - JSON
    info: GraphQLResolveInfo[Any],
    **arguments: Any,  # noqa: ANN401 - JSON
) -> Any:  # noqa: ANN401 - JSON
    if isinstance(source, _Root):
        found = getattr(source, info.field_name)
        value = found(**arguments) if callable(found) else found
    else:
        value = _value(source, info.field_name, arguments)
    if get_named_type(info.return_type).name.endswith("Connection"):
        return None if value is None else _connection(info.field_name, value, arguments)
    return value


def _value(source: Thing, field: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if field == "mergeRequest":
        return next((pr for pr in source["mergeRequests"] or () if pr["iid"] == arguments["iid"]), None)
    if field == "pipeline":
        return next((each for each in source["pipelines"] or () if each["iid"] == arguments["iid"]), None)
    if field == "blobs":
        files = source["files"]
        return [{"path": path, "rawTextBlob": files[path]} for path in arguments["paths"] if path in files]
    return source.get(field)


def _connection(field: str, items: Sequence[Thing], arguments: Mapping[str, Any]) -> Thing:
    since, iids = arguments.get("updatedAfter"), arguments.get("iids")
    chosen = [item for item in items if since is None or item["updatedAt"] >= _zulu(since)]
    chosen = [item for item in chosen if iids is None or item["iid"] in iids]
    if arguments.get("sort") not in (None, "UPDATED_DESC", "created_desc"):
        raise GraphQLError(f"The fake knows no order {arguments}.")
    keyed = _ordered(field, chosen)
    after = arguments.get("after")
    rest = keyed if after is None else [pair for pair in keyed if pair[0] > _key(after)]
    page = rest[: min(arguments.get("first") or LARGEST_PAGE, LARGEST_PAGE)]
    return {
        "count": len(chosen),
        "nodes": [item for _, item in page],
        "pageInfo": {
            "hasNextPage": len(page) < len(rest),
            "endCursor": _cursor(page[-1][0]) if page else None,
        },
    }


def _ordered(field: str, items: Sequence[Thing]) -> list[tuple[list[Any], Thing]]:
    """By value where GitLab orders by value: what moves to the front is not met again further back."""
    fields = _ORDERS.get(field)
    if fields is None:
        return [([index], item) for index, item in enumerate(items)]
    keyed = [([_inverse(item[name]) for name in fields], item) for item in items]
    return sorted(keyed, key=lambda pair: pair[0])


def _inverse(value: str | int) -> list[int] | int:
    """What sorts the other way round."""
    return -value if isinstance(value, int) else [-ord(letter) for letter in value]


def _zulu(moment: str) -> str:
    """GraphQL's times compare as text once they are all in one form."""
    return moment[:19] + "Z"


def _cursor(key: Sequence[Any]) -> str:
    return b64encode(json.dumps(key).encode()).decode()


def _key(cursor: str) -> list[Any]:
    try:
        found: list[Any] = json.loads(b64decode(cursor, validate=True))
    except ValueError:
        raise GraphQLError("Please provide a valid cursor") from None
    return found
