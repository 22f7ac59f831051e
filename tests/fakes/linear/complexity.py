"""What a query costs by the rules that Linear publishes (https://linear.app/developers/rate-limiting).

A property costs 0.1, an object 1, and a list what its items cost times how many are asked for.
"""

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
    value_from_ast_untyped,
)

USUAL_PAGE = 50
MOST = 10_000
LARGEST_PAGE = 250
_PROPERTY, _OBJECT = 0.1, 1.0


def complexity(document: DocumentNode, variables: dict[str, Any]) -> float:
    """Of the whole query; raises `ValueError` for a page that is larger than Linear gives."""
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return sum(_Walk(fragments, variables).through(each.selection_set) for each in operations)


class _Walk:
    """The cost of selections, within one query and its variables."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], variables: dict[str, Any]) -> None:
        self._fragments = fragments
        self._variables = variables

    def through(self, selections: SelectionSetNode) -> float:
        return sum(map(self._field, self._flat(selections)))

    def _field(self, field: FieldNode) -> float:
        if not self._is_included(field):
            return 0.0
        if field.selection_set is None:
            return _PROPERTY
        inner = self._flat(field.selection_set)
        nodes = [each for each in inner if each.name.value == "nodes"]
        if not nodes:
            return _OBJECT + sum(map(self._field, inner))
        items = self._arguments(field).get("first") or USUAL_PAGE
        if not 1 <= items <= LARGEST_PAGE:
            raise ValueError(f"Argument Validation Error: first must not be greater than {LARGEST_PAGE}.")
        return sum(self._field(each) * (items if each in nodes else 1) for each in inner)

    def _is_included(self, field: FieldNode) -> bool:
        conditions = [
            value_from_ast_untyped(argument.value, self._variables)
            for directive in field.directives or ()
            for argument in directive.arguments or ()
        ]
        return False not in conditions

    def _arguments(self, field: FieldNode) -> dict[str, Any]:
        given = field.arguments or ()
        return {each.name.value: value_from_ast_untyped(each.value, self._variables) for each in given}

    def _flat(self, selections: SelectionSetNode) -> list[FieldNode]:
        found: list[FieldNode] = []
        for each in selections.selections:
            if isinstance(each, FieldNode):
                found.append(each)
            elif isinstance(each, FragmentSpreadNode):
                found += self._flat(self._fragments[each.name.value].selection_set)
        return found
