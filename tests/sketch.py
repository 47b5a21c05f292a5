"""A small target language for tests of what all languages share: it looks like TypeScript from far away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from specloom.ir.types import (
    AnyType,
    ArrayType,
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
)
from specloom.languages.code import EMPTY, Code
from specloom.languages.scope import Case, Scope
from specloom.languages.typed import Documentation, Reach, Slot

RESERVED = frozenset({"class", "type", "if", "new"})
_SCALARS = {ScalarKind.STRING: "text", ScalarKind.NULL: "nothing"}


class Sketch:
    """A `TypedLanguage`."""

    name = "sketch"
    source_suffix = ".sk"
    notice = "Generated."
    comment_mark = "//"
    indent = 2
    method_indent = 2
    flat_enums = True
    wraps_variants = True

    def spell(self, words: Sequence[str], case: Case) -> str:
        """Camel case; classes and constants begin with a capital."""
        letters = ["".join(char for char in word if char.isascii() and char.isalnum()) for word in words]
        found = "".join(word.capitalize() for word in letters) or "Empty"
        found = f"N{found}" if found[0].isdigit() else found
        if case in (Case.MODULE, Case.PACKAGE):
            return "_".join(letters).lower() or "empty"
        return found if case in (Case.CLASS, Case.CONSTANT) else found[0].lower() + found[1:]

    def escape(self, identifier: str, case: Case) -> str:
        """A trailing underscore."""
        return f"{identifier}_"

    def is_identifier(self, text: str) -> bool:
        """ASCII only."""
        return text.isidentifier() and text.isascii()

    def scope(self, owned: Iterable[str] = (), *, files: bool = False) -> Scope:
        """A scope without reserved words."""
        return Scope(self, RESERVED | frozenset(owned), fold_case=files)

    def string(self, text: str) -> Code:
        """JSON."""
        return Code(json.dumps(text))

    def comment(self, text: str, indent: int = 0) -> Code:
        """Lines that begin with two slashes."""
        return Code("\n".join(f"// {line}" for line in text.split()))

    def docstring(self, text: str, indent: int) -> Code:
        """JSON in a comment."""
        return Code(f"/** {json.dumps(text).replace('*/', '* /')} */") if text else EMPTY

    def module_path(self, package: Iterable[str], module: str) -> str:
        """`a/b/module.sk`."""
        return "/".join([*package, f"{module}.sk"])

    def type(self, expr: TypeExpr, file: Reach) -> Code:
        """`[Room]`, `{Room}`, `A | B`."""
        match expr:
            case AnyType():
                return Code("any")
            case ScalarType(kind=kind):
                return Code(_SCALARS.get(kind, kind.value))
            case LiteralType(value=value):
                return self.literal(value)
            case SubsetType(of=of):
                return self.type(of, file)
            case Ref(id=id):
                return file.name(id)
            case ArrayType(item=item):
                return Code(f"[{self.type(item, file)}]")
            case MapType(value=value):
                return Code(f"{{{self.type(value, file)}}}")
            case NullableType(item=item):
                return Code(f"{self.type(item, file)}?")
            case OneOfType(items=items):
                return self.either([self.type(item, file) for item in items])
            case TupleType(items=items):
                return Code(f"({', '.join(self.type(item, file) for item in items)})")

    def argument(self, expr: TypeExpr, file: Reach) -> Code:
        """Files are of the runtime."""
        if isinstance(expr, ScalarType) and expr.format == "binary":
            return file.use("uploads", "Upload")
        return self.type(expr, file)

    def slot(self, type: Code, expr: TypeExpr, slot: Slot) -> Code:
        """`T?`, and `T??` for three states."""
        return Code(f"{type}{'?' * (slot.optional + slot.nullable)}")

    def either(self, types: Sequence[Code]) -> Code:
        """`A | B`."""
        return Code(" | ").join(types) if types else Code("nothing")

    def codec(self, expr: TypeExpr, file: Reach) -> Code:
        """Only declarations have one."""
        return file.codec(expr.id) if isinstance(expr, Ref) else EMPTY

    def literal(self, value: object) -> Code:
        """JSON."""
        return Code(json.dumps(value))

    def value(self, expr: TypeExpr, value: object, file: Reach) -> Code:
        """JSON."""
        return self.literal(value)

    def document(self, doc: Documentation, indent: int) -> Code:
        """All of it as one docstring."""
        more = [f"{name}: {text}" for name, text in (*doc.arguments, *doc.raises)]
        return self.docstring("\n".join([doc.text, *more, doc.returns]).strip(), indent)


def sketch(types: Mapping[str, str], options: Mapping[str, str | bool | int]) -> Sketch:
    """What an entry point of `specloom.languages` names."""
    return Sketch()
