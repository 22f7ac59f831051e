"""GitHub's own schema where the shared folder has it, and the part of it that our queries touch where not."""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_ast_schema,
    parse,
    validate,
)

REAL = Path("/work/shared/schemas/github.graphql.gz")
OWN = Path(__file__).parent / "schema.graphql"


@dataclass(frozen=True)
class Prepared:
    """A query parsed and validated; it is run only without `errors`."""

    document: DocumentNode
    errors: tuple[GraphQLError, ...]


@cache
def real_schema() -> GraphQLSchema:
    return _built(gzip.open(REAL, "rt").read())


@cache
def own_schema() -> GraphQLSchema:
    return _built(OWN.read_text())


def schema() -> GraphQLSchema:
    return real_schema() if REAL.exists() else own_schema()


@cache
def prepared(query: str) -> Prepared:
    try:
        document = parse(query)
    except GraphQLError as error:
        return Prepared(DocumentNode(), (error,))
    return Prepared(document, tuple(validate(schema(), document)))


def fields_of(kind: GraphQLNamedType) -> GraphQLObjectType | GraphQLInterfaceType | None:
    """The type, if it has fields to select."""
    return kind if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else None


def _built(text: str) -> GraphQLSchema:
    return build_ast_schema(parse(text, no_location=True), assume_valid=True, assume_valid_sdl=True)
