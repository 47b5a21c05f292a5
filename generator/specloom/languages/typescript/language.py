"""TypeScript as a target language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from specloom.ir.types import TypeExpr
from specloom.languages.code import EMPTY, Code
from specloom.languages.language import NOTICE
from specloom.languages.letters import words_of
from specloom.languages.scope import Case, Scope
from specloom.languages.typed import Documentation, Reach, Slot
from specloom.languages.typescript import names
from specloom.languages.typescript import text as texts
from specloom.languages.typescript.scalars import SCALARS, TypeScriptScalar, configured
from specloom.languages.typescript.types import Types, either
from specloom.languages.typescript.values import value_of
from specloom.quick import dataclass

__all__ = ["TypeScript", "typescript"]

_MEMBERS = (Case.ATTRIBUTE, Case.FUNCTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScript:
    """The `TypedLanguage` for TypeScript 5 and newer. `scalars` is the table of `scalars`."""

    scalars: Mapping[str, TypeScriptScalar] = field(default_factory=lambda: SCALARS)

    name = "typescript"
    source_suffix = ".ts"
    notice = NOTICE
    comment_mark = "//"
    indent = 2
    method_indent = 2
    flat_enums = False
    wraps_variants = False
    client_name: str = ""
    option_functions: bool = False
    status_error: str = "ApiStatusError"
    service_words: tuple[str, ...] = ()

    def spell(self, words: Sequence[str], case: Case) -> str:
        """See `names.spell`."""
        return names.spell(words, case)

    def escape(self, identifier: str, case: Case) -> str:
        """A trailing underscore."""
        return names.escape(identifier, case)

    def is_identifier(self, text: str) -> bool:
        """See `names.is_identifier`."""
        return names.is_identifier(text)

    def scope(self, owned: Iterable[str] = (), *, files: bool = False) -> Scope:
        """A scope without `owned` and what every object has, and without reserved words but for properties and methods;
        for files without device names, and without regard to case."""
        if files:
            return Scope(self, {*owned, *words_of("typescript_modules")}, fold_case=True)
        reserved = {*owned, *words_of("typescript_objects")}
        return Scope(self, reserved, words=words_of("typescript"), free=_MEMBERS)

    def string(self, text: str) -> Code:
        """A string literal whose value is exactly `text`."""
        return texts.string(text)

    def comment(self, text: str, indent: int = 0) -> Code:
        """Comment lines that `text` cannot leave, and that are no instruction to a tool."""
        return texts.comment(text, indent)

    def docstring(self, text: str, indent: int) -> Code:
        """CommonMark as a TSDoc comment."""
        return texts.docstring(text, indent)

    def document(self, doc: Documentation, indent: int) -> Code:
        """A TSDoc comment with tags."""
        return texts.document(doc, indent)

    def module_path(self, package: Iterable[str], module: str) -> str:
        """`a/b/module.ts`."""
        return "/".join([*package, f"{module}.ts"])

    def finish(self, text: str, package: str) -> str:
        """The text as it is."""
        return text

    def type(self, expr: TypeExpr, file: Reach) -> Code:
        """What a property of this type holds."""
        return Types(scalars=self.scalars, file=file).of(expr)

    def argument(self, expr: TypeExpr, file: Reach) -> Code:
        """What a caller may give: read-only, and a `Date` for a date-time."""
        return Types(scalars=self.scalars, file=file, given=True).of(expr)

    def slot(self, type: Code, expr: TypeExpr, slot: Slot, file: Reach) -> Code:
        """The type after `name?:`. What is sent may be given as undefined, which is not sent, under any settings of the
        compiler."""
        found = [type, *([Code("null")] if slot.nullable else [])]
        return either([*found, *([Code("undefined")] if slot.optional and slot.sent else [])])

    def wrapped(self, expr: TypeExpr, file: Reach) -> Code:
        """Nothing: a variant is any type."""
        return EMPTY

    def either(self, types: Sequence[Code]) -> Code:
        """`A | B`."""
        return either(types)

    def codec(self, expr: TypeExpr, file: Reach) -> Code:
        """A codec of the runtime, or a function that returns one."""
        return Types(scalars=self.scalars, file=file).codec(expr)

    def literal(self, value: object) -> Code:
        """A JSON value as an expression."""
        return texts.literal(value)

    def value(self, expr: TypeExpr, value: object, slot: Slot, file: Reach) -> Code:
        """A value for an example."""
        return value_of(expr, value, file)


def typescript(types: Mapping[str, str], options: Mapping[str, str | bool | int]) -> TypeScript:
    """TypeScript with the types and options of a pack. Raises `ValueError` for what it does not understand."""
    return TypeScript(scalars=configured(types, options))
