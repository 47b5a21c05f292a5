"""Types as the runtime's codecs: what emitted models and operations say about values on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from specloom.ir.api import Api
from specloom.ir.contents import Content, Encoding
from specloom.ir.types import (
    NO_CONSTRAINTS,
    Alias,
    AnyType,
    ArrayType,
    Constraints,
    Enum,
    JsonTextType,
    LiteralType,
    MapType,
    NullableType,
    OneOfType,
    Ref,
    ScalarType,
    Selection,
    SubsetType,
    TupleType,
    TypeExpr,
    Union,
    Variant,
    XmlHints,
)
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python.expr import (
    Atom,
    Bracketed,
    Expr,
    Item,
    call,
    call_items,
    dict_of,
    flat,
    keyword,
    name,
    tuple_of,
)
from specloom.languages.python.text import literal, string
from specloom.lower.constraints import assertions, constraints_of
from specloom.lower.python.file import PythonFile
from specloom.lower.python.scalars import TELLING, Scalars
from specloom.lower.shapes import bare, refs
from specloom.quick import dataclass

TYPES = ".types"

_TAKEN_AS_IS = frozenset((Encoding.TEXT, Encoding.BYTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Codecs:
    """Writes codecs into one file. `load` gives the class or codec of a declaration as it can be named there.

    `runtime` is where the runtime stands, seen from the file (`.._runtime`).
    """

    api: Api
    scalars: Scalars
    file: PythonFile
    load: Callable[[str], Code]
    runtime: str = ".._runtime"
    aliases: frozenset[str] = frozenset()
    """Aliases that are named rather than written out, because they contain themselves."""
    telling: frozenset[str] = frozenset()
    """Declarations with values inside whose type has to be known to write them."""

    def of(self, expr: TypeExpr) -> Expr:
        """The codec of an expression."""
        match expr:
            case AnyType():
                return self.constant("ANY")
            case ScalarType(kind=kind, format=format):
                return self.constant(self.scalars.codec(kind, format))
            case LiteralType(value=value):
                return call(self._name("literal"), literal(value))
            case JsonTextType(item=item):
                return call(self._name("json_text"), self.of(item))
            case ArrayType(item=item):
                return call(self._name("list_of"), self.of(item))
            case MapType(value=value):
                return call(self._name("map_of"), self.of(value))
            case TupleType(items=items, rest=rest):
                parts = [Item(self.of(item)) for item in items]
                if rest is not None:
                    parts.append(keyword(Code("rest"), self.of(rest)))
                return call_items(self._name("tuple_of"), parts)
            case NullableType(item=item):
                return call(self._name("nullable"), self.of(item))
            case OneOfType(items=items):
                return call(self._name("one_of"), *(self.of(item) for item in items))
            case SubsetType(of=of):
                return self.of(of)
            case Ref(id=id):
                return self._declared(id)

    def declaration(self, declaration: Union | Alias | Enum) -> Expr:
        """The codec of a declaration that is not its own."""
        match declaration:
            case Alias(type=type_):
                return self.of(type_)
            case Enum(members=members):
                values = dict.fromkeys((type(member.value), member.value) for member in members)
                return call(self._name("literal"), *(literal(value) for _, value in values))
            case Union():
                return self._union(declaration)

    def without_null(self, expr: TypeExpr) -> TypeExpr:
        """The expression without the `Nullable` around it, for places that say so themselves."""
        found, nullable = bare(self.api, expr)
        is_union = isinstance(found, Ref) and isinstance(self.api.declarations.get(found.id), Union)
        return found if nullable and not is_union else expr

    def plain(self, expr: TypeExpr) -> bool:
        """True when a value of this type is written rightly by what it is, so that nothing need be said of it."""
        match expr:
            case ScalarType(kind=kind, format=format):
                return self.scalars.codec(kind, format) not in TELLING
            case ArrayType(item=item) | NullableType(item=item):
                return self.plain(item)
            case MapType(value=value):
                return self.plain(value)
            case TupleType(items=items, rest=rest):
                return all(self.plain(item) for item in items) and (rest is None or self.plain(rest))
            case OneOfType(items=items):
                return all(self.plain(item) for item in items)
            case Ref(id=id):
                return id not in self.telling
            case JsonTextType():
                return False
            case AnyType() | LiteralType() | SubsetType():
                return True

    def is_constant(self, expr: TypeExpr) -> bool:
        """True when the codec of `expr` names no declaration, so that it can be evaluated at once."""
        return not any(True for _ in refs(expr))

    def is_text(self, expr: TypeExpr) -> bool:
        """True for plain text, which is what fields are unless they say otherwise."""
        if isinstance(expr, Ref):
            declaration = self.api.declarations.get(expr.id)
            return isinstance(declaration, Alias) and expr.id not in self.aliases and self.is_text(declaration.type)
        if not isinstance(expr, ScalarType):
            return False
        return self.scalars.codec(expr.kind, expr.format) == "STRING"

    def is_scalar(self, expr: TypeExpr) -> bool:
        """True for what is never an array or object on the wire."""
        if isinstance(expr, Ref):
            return isinstance(self.api.declarations.get(expr.id), Enum)
        return isinstance(expr, ScalarType | LiteralType | JsonTextType | SubsetType)

    def _declared(self, id: str) -> Expr:
        declaration = self.api.declarations.get(id)
        if declaration is None:
            return self.constant("ANY")
        if isinstance(declaration, Alias) and id not in self.aliases:
            return self.of(declaration.type)
        return name(self.load(id))

    def _union(self, union: Union) -> Expr:
        tagged = all(variant.tags or variant.default for variant in union.variants)
        if union.selection is Selection.TAG and union.tag_field is not None and tagged:
            by_tag: dict[Code, list[Variant]] = {}
            for variant in union.variants:
                for tag in variant.tags:
                    if tag is not None:
                        by_tag.setdefault(_key(tag), []).append(variant)
            table = dict_of((tag, self._alike(variants)) for tag, variants in by_tag.items())
            items = [Item(Atom(string(union.tag_field))), Item(table)]
            items += [keyword(Code("default"), self.of(v.type)) for v in union.variants if v.default][:1]
            return call_items(self._name("tagged"), items)
        if union.selection is Selection.FIRST_MATCH:
            return call(self._name("first_match"), *(self.of(variant.type) for variant in union.variants))
        if union.selection is Selection.KIND:
            return call(self._name("one_of"), *(self.of(variant.type) for variant in union.variants))
        return call(self._name("shaped"), *(self._variant(variant) for variant in union.variants))

    def _alike(self, variants: Sequence[Variant]) -> Expr:
        """What one tag stands for: its variant, or the variants that have it in common, told apart by their shape."""
        if len(variants) == 1:
            return self.of(variants[0].type)
        return call(self._name("shaped"), *(self._variant(variant) for variant in variants))

    def _variant(self, variant: Variant) -> Expr:
        found: dict[str, Expr] = {}
        if variant.consts:
            found["consts"] = dict_of((string(key), literal_tuple(values)) for key, values in variant.consts)
        if variant.required:
            found["required"] = literal_tuple(variant.required)
        if variant.properties:
            found["properties"] = literal_tuple(variant.properties)
        if not found:
            return self.of(variant.type)
        return call(self._name("variant"), self.of(variant.type), **found)

    def received(self, content: Content) -> Expr:
        """The type of a body that is received, as a lazy reference where it has to be decoded."""
        return self.reference(content.type) if content.encoding in _TAKEN_AS_IS else self.lazy(content.type)

    def reference(self, expr: TypeExpr) -> Expr:
        """The codec of a type, evaluated when it is needed: constants stay as they are."""
        codec = self.of(expr)
        return codec if self.is_constant(expr) else _lambda(codec)

    def lazy(self, expr: TypeExpr) -> Expr:
        """The codec of a type, evaluated when it is needed."""
        return _lambda(self.of(expr))

    def constraints(self, expr: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> Expr | None:
        """`Constraints(...)` of a value of this type, None where nothing is demanded of it."""
        found = assertions(constraints_of(self.api, expr, own))
        return self._asserted(found) if found else None

    def _asserted(self, found: Mapping[str, object]) -> Expr:
        items = [
            keyword(Code(key), self._asserted(assertions(value)) if isinstance(value, Constraints) else literal(value))
            for key, value in found.items()
        ]
        return call_items(self.file.use(Import(f"{self.runtime}.constraints", "Constraints")), items)

    def xml(self, hints: XmlHints | None, root: str = "") -> Expr | None:
        """`XmlHints(...)`, None where the document says nothing. `root`: what the root of a document is called."""
        found: list[Item] = []
        for key in ("name", "namespace", "prefix", "node", "wrapped", "item_name"):
            if value := getattr(hints, key, None):
                found.append(keyword(Code(key), literal(value)))
        if root:
            found.append(keyword(Code("root"), literal(root)))
        return call_items(self.file.use(Import(f"{self.runtime}.xml_hints", "XmlHints")), found) if found else None

    def constant(self, constant: str) -> Expr:
        """A constant of the runtime, such as `STRING`."""
        return name(self._name(constant))

    def _name(self, wanted: str) -> Code:
        return self.file.use(Import(f"{self.runtime}{TYPES}", wanted))


def literal_tuple(values: tuple[object, ...] | tuple[str, ...]) -> Expr:
    """A tuple of literals."""
    return tuple_of(literal(value) for value in values)


def _lambda(codec: Expr) -> Expr:
    if isinstance(codec, Bracketed):
        return Bracketed(Code(f"lambda: {codec.head}"), codec.brackets, codec.items)
    return Atom(Code(f"lambda: {flat(codec)}"))


def _key(tag: str | int | float | bool) -> Code:
    atom = literal(tag)
    assert isinstance(atom, Atom)
    return atom.text
