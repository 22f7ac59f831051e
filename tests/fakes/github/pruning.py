"""Cuts a schema down to what some queries touch: the fake's own schema is made by this."""

from collections.abc import Iterable

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_specified_scalar_type,
    parse,
    visit,
)

ACTORS = ("Bot", "EnterpriseUserAccount", "Mannequin", "Organization", "User")
"""Nobody asks for these by name, yet any of them may answer."""

Uses = dict[str, dict[str, set[str]]]
"""By type and field, the arguments in use."""


def pruned(schema: GraphQLSchema, queries: Iterable[str]) -> str:
    """The schema's text with the types, fields and arguments that the queries use, by name."""
    uses: Uses = {name: {} for name in ACTORS}
    for query in queries:
        info = TypeInfo(schema)
        visit(parse(query), TypeInfoVisitor(info, _Collector(info, uses)))
    for name in tuple(uses):
        _inherit(schema.type_map[name], uses)
    reached = _inputs(schema, uses)
    texts = [_printed(schema.type_map[name], uses) for name in sorted({*uses, *reached})]
    return '"""GitHub\'s schema, cut down to what our queries touch (pruning.py)."""\n' + "\n".join(
        ["schema { query: Query }", *filter(None, texts)]
    )


class _Collector(Visitor):
    def __init__(self, info: TypeInfo, uses: Uses) -> None:
        super().__init__()
        self._info = info
        self._uses = uses

    def enter_field(self, node: FieldNode, *_: object) -> None:
        owner, field = self._info.get_parent_type(), self._info.get_field_def()
        if owner is None or field is None or node.name.value.startswith("__"):
            return
        used = self._uses.setdefault(owner.name, {}).setdefault(node.name.value, set())
        used |= {argument.name.value for argument in node.arguments or ()}
        self._uses.setdefault(get_named_type(field.type).name, {})

    def enter_inline_fragment(self, *_: object) -> None:
        kind = self._info.get_type()
        if kind is not None:
            self._uses.setdefault(get_named_type(kind).name, {})


def _inherit(kind: GraphQLNamedType, uses: Uses) -> None:
    """A type has the fields of its interfaces that are in use."""
    if isinstance(kind, GraphQLObjectType):
        for interface in kind.interfaces:
            for field, arguments in uses.get(interface.name, {}).items():
                uses[kind.name].setdefault(field, set()).update(arguments)


def _inputs(schema: GraphQLSchema, uses: Uses) -> set[str]:
    """The types of the arguments in use, and of their fields."""
    found: set[str] = set()
    for name, fields in uses.items():
        kind = schema.type_map[name]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, arguments in fields.items():
                found |= {get_named_type(kind.fields[field].args[a].type).name for a in arguments}
    for name in tuple(found):
        kind = schema.type_map[name]
        if isinstance(kind, GraphQLInputObjectType):
            found |= {get_named_type(field.type).name for field in kind.fields.values()}
    return found


def _printed(kind: GraphQLNamedType, uses: Uses) -> str:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return _with_fields(kind, uses)
    if isinstance(kind, GraphQLUnionType):
        return f"union {kind.name} = {' | '.join(t.name for t in kind.types if t.name in uses)}"
    if isinstance(kind, GraphQLEnumType):
        return f"enum {kind.name} {{ {' '.join(kind.values)} }}"
    if isinstance(kind, GraphQLInputObjectType):
        return f"input {kind.name} {{ {' '.join(f'{n}: {f.type}' for n, f in kind.fields.items())} }}"
    return "" if is_specified_scalar_type(kind) else f"scalar {kind.name}"


def _with_fields(kind: GraphQLObjectType | GraphQLInterfaceType, uses: Uses) -> str:
    word = "type" if isinstance(kind, GraphQLObjectType) else "interface"
    interfaces = [interface.name for interface in kind.interfaces if interface.name in uses]
    lines = [f"  {name}{_arguments(kind, name, uses)}: {kind.fields[name].type}" for name in uses[kind.name]]
    implements = f" implements {' & '.join(interfaces)}" if interfaces else ""
    return "\n".join([f"{word} {kind.name}{implements} {{", *sorted(lines), "}"])


def _arguments(kind: GraphQLObjectType | GraphQLInterfaceType, field: str, uses: Uses) -> str:
    known = kind.fields[field].args
    used = [f"{name}: {known[name].type}" for name in sorted(uses[kind.name][field])]
    return f"({', '.join(used)})" if used else ""
