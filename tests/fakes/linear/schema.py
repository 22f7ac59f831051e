"""Linear's own schema where the shared folder has it, and the part of it that our queries touch where not."""

import gzip
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    build_ast_schema,
    parse,
    validate,
)

REAL = Path("/work/shared/schemas/linear.graphql.gz")
OWN = Path(__file__).parent / "schema.graphql"


@cache
def real_schema() -> GraphQLSchema:
    return _built(gzip.open(REAL, "rt").read())


@cache
def own_schema() -> GraphQLSchema:
    return _built(OWN.read_text())


@cache
def prepared(query: str) -> tuple[DocumentNode, tuple[GraphQLError, ...]]:
    """A query parsed, and what is wrong with it by the part of the schema that we keep."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return DocumentNode(), (error,)
    return document, tuple(validate(own_schema(), document))


def differences(own: GraphQLSchema, real: GraphQLSchema) -> list[str]:
    """What the part says otherwise than the whole: types, fields, arguments and their types."""
    return [
        f"{name}.{field}"
        for name, kind in own.type_map.items()
        if not name.startswith("__") and isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
        for field, told in kind.fields.items()
        if not _is_same(told, getattr(real.type_map.get(name), "fields", {}).get(field))
    ]


def _is_same(own: object, real: object) -> bool:
    if real is None or str(getattr(own, "type", "")) != str(getattr(real, "type", "")):
        return False
    theirs = getattr(real, "args", {})
    mine = getattr(own, "args", {})
    return all(name in theirs and str(theirs[name].type) == str(each.type) for name, each in mine.items())


def _built(text: str) -> GraphQLSchema:
    return build_ast_schema(parse(text, no_location=True), assume_valid=True, assume_valid_sdl=True)
