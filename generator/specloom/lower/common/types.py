"""Types, and what stands at a type: slots, XML hints, whether a value needs its type to be written."""

from __future__ import annotations

from collections.abc import Callable

from specloom.ir.types import (
    NO_CONSTRAINTS,
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
    ScalarKind,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
    XmlHints,
)
from specloom.languages.code import EMPTY, Code
from specloom.languages.scope import Case
from specloom.languages.typed import TypedLanguage
from specloom.lower.common.file import CommonFile
from specloom.lower.constraints import assertions, constraints_of
from specloom.lower.views import AssertionView, ConstraintsView, TypeView, XmlView

BINARY = ScalarType(kind=ScalarKind.STRING, format="binary")
DOWNLOAD = ScalarType(kind=ScalarKind.STRING, format="download")
TEXT = ScalarType(kind=ScalarKind.STRING)


def type_view(file: CommonFile, expr: TypeExpr, *, given: bool = False, named: bool = True) -> TypeView:
    """A type as it is held, or, where it is `given`, as a caller may write it. Where it is not `named`, the file need
    not know what its text names."""
    language = file.package.typed
    names = file if named else scratch(file)
    return TypeView(
        text=language.argument(expr, names) if given else language.type(expr, names),
        codec=language.codec(expr, file),
        is_plain=_is_plain(file, expr),
    )


def scratch(file: CommonFile) -> CommonFile:
    """A file at the same place, for what is not printed: what is named there is not imported."""
    return CommonFile(file.package, file.here)


def _is_plain(file: CommonFile, expr: TypeExpr) -> bool:
    """True for what JSON holds by itself: no declaration but enums, no text with a format."""
    match expr:
        case ScalarType(kind=ScalarKind.STRING, format=form) | ScalarType(kind=ScalarKind.INTEGER, format=form):
            return not form
        case ArrayType(item=item) | NullableType(item=item) | MapType(value=item):
            return _is_plain(file, item)
        case TupleType(items=items, rest=rest):
            return all(_is_plain(file, item) for item in (*items, *([rest] if rest is not None else [])))
        case OneOfType(items=items):
            return all(_is_plain(file, item) for item in items)
        case Ref(id=id):
            return isinstance(file.declaration(id), Enum)
        case JsonTextType():
            return False
        case AnyType() | LiteralType() | SubsetType() | ScalarType():
            return True


def constraints_view(file: CommonFile, expr: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> ConstraintsView | None:
    """What is demanded of a value of this type, by `own` constraints and those of the aliases it names; None for
    nothing."""
    return _asserted(file.package.typed, constraints_of(file.package.api, expr, own))


def _asserted(language: TypedLanguage, constraints: Constraints) -> ConstraintsView | None:
    found = assertions(constraints)
    item = constraints.item
    if not found:
        return None
    return ConstraintsView(
        assertions=tuple(
            AssertionView(
                name=Code(language.spell(name.split("_"), Case.ATTRIBUTE)),
                value=language.literal(value),
                is_text=isinstance(value, str),
            )
            for name, value in found.items()
            if name != "item"
        ),
        item=_asserted(language, item) if item is not None else None,
    )


def xml_view(language: TypedLanguage, hints: XmlHints | None, root: str = "") -> XmlView | None:
    """What the document says of the XML form, with what the root of a document is called; None where it says
    nothing."""
    if hints is None or (hints == XmlHints() and not root):
        return None
    text = optional(language)
    return XmlView(
        name=text(hints.name),
        root_name=text(root),
        namespace=text(hints.namespace),
        prefix=text(hints.prefix),
        node=text(hints.node),
        item_name=text(hints.item_name),
        is_wrapped=hints.wrapped,
    )


def optional(language: TypedLanguage) -> Callable[[str], Code]:
    """Writes a text as a literal, and an empty one as nothing."""
    return lambda text: language.string(text) if text else EMPTY
