"""What a query costs and how many nodes it may reach, by the rules that GitHub publishes.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    value_from_ast_untyped,
)

from tests.fakes.github.schema import fields_of

MOST_ITEMS = 100
MOST_NODES = 500_000


class Refusal(Exception):
    """GitHub does not even begin with the query."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Cost:
    """`requests` is the sum of the parents of every connection, `nodes` of what they can hold."""

    requests: int = 0
    nodes: int = 0

    @property
    def points(self) -> int:
        return max(1, round((1 + self.requests) / 100))


def cost(schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> Cost:
    """Raises `Refusal` for what GitHub does not run at all."""
    walk = _Walk(schema, document, variables)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode) and schema.query_type:
            walk.through(definition.selection_set, schema.query_type, 1)
    if walk.cost.nodes > MOST_NODES:
        raise Refusal(
            "MAX_NODE_LIMIT_EXCEEDED", f"This query requests up to {walk.cost.nodes:,} possible nodes."
        )
    return walk.cost


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> None:
        self.cost = Cost()
        self._schema = schema
        self._variables = _with_defaults(document, variables)
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def through(self, selections: SelectionSetNode, kind: GraphQLNamedType, parents: int) -> None:
        for selection in selections.selections:
            if self._is_included(selection):
                self._enter(selection, kind, parents)

    def _enter(self, selection: SelectionNode, kind: GraphQLNamedType, parents: int) -> None:
        if isinstance(selection, FieldNode):
            self._field(selection, kind, parents)
        elif isinstance(selection, FragmentSpreadNode):
            fragment = self._fragments[selection.name.value]
            self.through(fragment.selection_set, self._named(fragment.type_condition.name.value), parents)
        elif isinstance(selection, InlineFragmentNode):
            inner = self._named(selection.type_condition.name.value) if selection.type_condition else kind
            self.through(selection.selection_set, inner, parents)

    def _field(self, field: FieldNode, kind: GraphQLNamedType, parents: int) -> None:
        owner = fields_of(kind)
        if field.selection_set is None or owner is None or field.name.value not in owner.fields:
            return
        inner = get_named_type(owner.fields[field.name.value].type)
        arguments = {
            a.name.value: value_from_ast_untyped(a.value, self._variables) for a in field.arguments or ()
        }
        if inner.name.endswith("Connection"):
            parents *= self._items(field, arguments, parents)
        elif "ids" in arguments:
            if len(arguments["ids"]) > MOST_ITEMS:
                raise Refusal("ARGUMENT_LIMIT", f"You may not provide more than {MOST_ITEMS} node ids.")
            parents *= len(arguments["ids"])
        self.through(field.selection_set, inner, parents)

    def _items(self, field: FieldNode, arguments: dict[str, Any], parents: int) -> int:
        """How many items of a connection each parent asks for; one that only counts them costs nothing."""
        items = arguments.get("first") or arguments.get("last")
        if items is None:
            chosen = {s.name.value for s in field.selection_set.selections if isinstance(s, FieldNode)}  # type: ignore[union-attr] # only fields with selections come here
            if chosen == {"totalCount"}:
                return 1
            raise Refusal(
                "MISSING_PAGINATION_BOUNDARIES", f"Provide `first` or `last` on `{field.name.value}`."
            )
        if not 1 <= items <= MOST_ITEMS:
            raise Refusal(
                "EXCESSIVE_PAGINATION", f"Requesting {items} records on `{field.name.value}` is too many."
            )
        self.cost.requests += parents
        self.cost.nodes += parents * items
        return int(items)

    def _named(self, name: str) -> GraphQLNamedType:
        return self._schema.type_map[name]

    def _is_included(self, selection: SelectionNode) -> bool:
        for directive in selection.directives or ():
            conditions = [value_from_ast_untyped(a.value, self._variables) for a in directive.arguments or ()]
            if conditions == [directive.name.value == "skip"]:
                return False
        return True


def _with_defaults(document: DocumentNode, variables: dict[str, Any]) -> dict[str, Any]:
    defaults = {
        variable.variable.name.value: value_from_ast_untyped(variable.default_value)
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for variable in definition.variable_definitions or ()
        if variable.default_value is not None
    }
    return {**defaults, **variables}
