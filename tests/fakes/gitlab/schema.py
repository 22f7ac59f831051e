"""GitLab's schema of about 14.9 where the shared folder has it, else the part of it that we touch."""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    build_ast_schema,
    extend_schema,
    parse,
    validate,
)

REAL = Path("/work/shared/schemas/gitlab-14.9.graphql.gz")
OWN = Path(__file__).parent / "schema.graphql"

LATER = "extend type Pipeline { source: String } extend type Commit { committedDate: Time }"
"""What servers of today have beyond that, of what we ask for."""

LIMIT = 250
"""The complexity that a signed-in user may ask for (https://docs.gitlab.com/api/graphql/#limits)."""

LARGEST_PAGE = 100


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


@cache
def older() -> GraphQLSchema:
    """As of 14.9."""
    return real_schema() if REAL.exists() else own_schema()


@cache
def newest() -> GraphQLSchema:
    return extend_schema(older(), parse(LATER), assume_valid=True)


@cache
def prepared(query: str, *, is_new: bool) -> Prepared:
    try:
        document = parse(query)
    except GraphQLError as error:
        return Prepared(DocumentNode(), (error,))
    return Prepared(document, tuple(validate(newest() if is_new else older(), document)))


def complexity(document: DocumentNode, variables: dict[str, object]) -> int:
    """By GitLab's arithmetic, taking every list for one that costs by its length: the most it can be.

    A field costs one; a list what is in it and one, one more if it is sorted, and a hundredth for every item
    (https://docs.gitlab.com/development/graphql_guide/authorization/ and app/graphql/types/base_field.rb).
    """
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    return _sum(operation.selection_set, fragments, variables)


def _sum(
    selection: SelectionSetNode | None,
    fragments: dict[str, FragmentDefinitionNode],
    variables: dict[str, object],
) -> int:
    total = 0
    for node in selection.selections if selection else ():
        if isinstance(node, FragmentSpreadNode):
            total += _sum(fragments[node.name.value].selection_set, fragments, variables)
        elif isinstance(node, InlineFragmentNode):
            total += _sum(node.selection_set, fragments, variables)
        elif isinstance(node, FieldNode):
            total += _cost(node, _sum(node.selection_set, fragments, variables), variables)
    return total


def _cost(node: FieldNode, inner: int, variables: dict[str, object]) -> int:
    arguments = {each.name.value: each.value for each in node.arguments or ()}
    first = arguments.get("first")
    if first is None:
        return inner + 1
    asked = variables.get(first.name.value) if isinstance(first, VariableNode) else None
    if isinstance(first, IntValueNode):
        asked = int(first.value)
    items = min(asked if isinstance(asked, int) else LARGEST_PAGE, LARGEST_PAGE)
    return int((inner + 1 + ("sort" in arguments)) * (1 + 0.01 * items))


def _built(text: str) -> GraphQLSchema:
    return build_ast_schema(parse(text, no_location=True), assume_valid=True, assume_valid_sdl=True)
