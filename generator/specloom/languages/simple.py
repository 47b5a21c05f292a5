"""A beginning for a language of your own: everything `TypedLanguage` asks for, from a few tables.

Derive from it, fill the tables, and replace the methods in which your language differs. What it writes is safe as long
as `string` and `comment` are right for the language: check these two first.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from specloom.ir.types import (
    AnyType,
    ArrayType,
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
)
from specloom.languages import prose
from specloom.languages.code import EMPTY, Code
from specloom.languages.language import NOTICE
from specloom.languages.scope import Case, Scope
from specloom.languages.typed import Documentation, Reach, Slot

_ASCII = re.compile(r"[^A-Za-z0-9]")
_WIDTH = 100


@dataclass(frozen=True, kw_only=True)
class SimpleLanguage:
    """A `TypedLanguage` of tables.

    `cases` says how each kind of name is spelled: `camel`, `pascal`, `snake` or `upper`; none of them may be one of
    `reserved`. `types` is the table of scalars, `kind` or `kind:format` to how the language writes it. `constants` are
    its words for null, true and false, `shapes` how it writes types: `any`, `array`, `map`, `nullable` and `or`, with
    `{}` for the type inside.

    `comment_mark` begins a line of a comment, `notice` is the text of a file's header, `source_suffix` the ending of
    source files. `method_indent` is the indentation at which templates print the `doc` of a method, `indent` that of a
    `doc` inside of something else. `flat_enums`, `wraps_variants`, `client_name`, `option_functions`, `status_error`
    and `service_words` are those of `TypedLanguage`.
    """

    name: str
    source_suffix: str
    comment_mark: str = "#"
    notice: str = NOTICE
    indent: int = 4
    method_indent: int = 0
    flat_enums: bool = False
    wraps_variants: bool = False
    client_name: str = ""
    option_functions: bool = False
    status_error: str = "ApiStatusError"
    service_words: tuple[str, ...] = ()
    reserved: frozenset[str] = frozenset()
    cases: Mapping[Case, str] = field(default_factory=lambda: dict.fromkeys(Case, "snake") | {Case.CLASS: "pascal"})
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    constants: tuple[str, str, str] = ("null", "true", "false")
    shapes: Mapping[str, str] = field(
        default_factory=lambda: {"any": "any", "array": "[{}]", "map": "{{{}}}", "nullable": "{} or null", "or": " | "}
    )

    def spell(self, words: Sequence[str], case: Case) -> str:
        """The words in the spelling that `cases` gives, letters and digits of ASCII only."""
        letters = [part for word in words if (part := _ascii(word))] or ["empty"]
        if letters[0][0].isdigit():
            letters.insert(0, "n")
        match self.cases[case]:
            case "pascal":
                return "".join(word.capitalize() for word in letters)
            case "camel":
                return letters[0].lower() + "".join(word.capitalize() for word in letters[1:])
            case "upper":
                return "_".join(letters).upper()
            case _:
                return "_".join(letters).lower()

    def escape(self, identifier: str, case: Case) -> str:
        """A trailing underscore."""
        return f"{identifier}_"

    def is_identifier(self, text: str) -> bool:
        """Letters, digits and underscores of ASCII, no digit first."""
        return text.isascii() and text.isidentifier()

    def scope(self, owned: Iterable[str] = (), *, files: bool = False) -> Scope:
        """A scope without `reserved` and `owned`."""
        return Scope(self, self.reserved | frozenset(owned), fold_case=files)

    def module_path(self, package: Iterable[str], module: str) -> str:
        """The parts, joined by slashes, with the ending of the language."""
        return "/".join([*package, f"{module}{self.source_suffix}"])

    def string(self, text: str) -> Code:
        """A string as JSON writes it, all but ASCII escaped.

        Replace it where `\\uXXXX` or `\\"` mean something else, or where a character (`$`, `#{`) begins code.
        """
        return Code(json.dumps(text))

    def comment(self, text: str, indent: int = 0) -> Code:
        """Comment lines that `text` cannot leave: line ends of all kinds begin a new one."""
        pad = "\n" + " " * indent
        lines = (f"{self.comment_mark} {prose.INVISIBLE.sub(chr(0xFFFD), line)}" for line in _lines(text))
        return Code(pad.join(line.rstrip() for line in lines))

    def docstring(self, text: str, indent: int) -> Code:
        """A comment; nothing for an empty text."""
        cleaned = prose.clean(text)
        return self.comment("\n".join(prose.wrap(cleaned, _WIDTH)), indent) if cleaned else EMPTY

    def document(self, doc: Documentation, indent: int) -> Code:
        """The text, then the arguments, what is returned and raised, and that it is deprecated, one a line."""
        lines = [doc.text] if doc.text else []
        lines += [f"`{name}`: {text}" for name, text in doc.arguments if text]
        lines += [f"Returns: {doc.returns}"] if doc.returns else []
        lines += [f"Raises {name}: {text}" for name, text in doc.raises]
        lines += [f"Deprecated. {doc.deprecated}"] if doc.deprecated is not None else []
        return self.docstring("\n\n".join(lines), indent)

    def type(self, expr: TypeExpr, file: Reach) -> Code:
        """A type, written with `types` and `shapes`."""
        match expr:
            case AnyType():
                return Code(self.shapes["any"])
            case ScalarType(kind=kind, format=form):
                return Code(self.types.get(f"{kind.value}:{form}") or self.types.get(kind.value) or kind.value)
            case LiteralType(value=value):
                return self.literal(value)
            case JsonTextType():
                return self.type(ScalarType(kind=ScalarKind.STRING, format="json"), file)
            case SubsetType(of=of):
                return self.type(of, file)
            case Ref(id=id):
                return file.name(id)
            case ArrayType(item=item):
                return self._shaped("array", self.type(item, file))
            case MapType(value=value):
                return self._shaped("map", self.type(value, file))
            case NullableType(item=item):
                return self._shaped("nullable", self.type(item, file))
            case OneOfType(items=items):
                return self.either([self.type(item, file) for item in items])
            case TupleType(items=items, rest=rest):
                found = [self.type(item, file) for item in (*items, *([rest] if rest is not None else []))]
                return self._shaped("array", self.either(found) if found else Code(self.shapes["any"]))

    def argument(self, expr: TypeExpr, file: Reach) -> Code:
        """The same as `type`."""
        return self.type(expr, file)

    def slot(self, type: Code, expr: TypeExpr, slot: Slot, file: Reach) -> Code:
        """The type, and that it may be null."""
        return self._shaped("nullable", type) if slot.nullable else type

    def wrapped(self, expr: TypeExpr, file: Reach) -> Code:
        """The type of the variant."""
        return self.type(expr, file)

    def either(self, types: Sequence[Code]) -> Code:
        """The types with what `shapes` has for `or` between them; null for none."""
        return Code(self.shapes["or"]).join(dict.fromkeys(types)) if types else Code(self.constants[0])

    def codec(self, expr: TypeExpr, file: Reach) -> Code:
        """Nothing: values are written by what they are."""
        return EMPTY

    def literal(self, value: object) -> Code:
        """A JSON value, with the language's own words for null, true and false."""
        match value:
            case None:
                return Code(self.constants[0])
            case bool():
                return Code(self.constants[1] if value else self.constants[2])
            case str():
                return self.string(value)
            case float() if not math.isfinite(value):
                return self.string(str(value))
            case int() | float():
                return Code(repr(value))
            case list():
                return self.listed([self.literal(item) for item in cast("list[object]", value)])
            case dict():
                table = cast("dict[str, object]", value)
                return self.table([(self.string(key), self.literal(item)) for key, item in table.items()])
            case _:
                raise TypeError(f"{type(value).__name__} is no JSON value")

    def value(self, expr: TypeExpr, value: object, slot: Slot, file: Reach) -> Code:
        """The same as `literal`."""
        return self.literal(value)

    def finish(self, text: str, package: str) -> str:
        """The text as it is."""
        return text

    def listed(self, items: Sequence[Code]) -> Code:
        """A list of values."""
        return Code(f"[{Code(', ').join(items)}]")

    def table(self, entries: Sequence[tuple[Code, Code]]) -> Code:
        """A table of keys and values."""
        return Code(f"{{{Code(', ').join(Code(f'{key}: {value}') for key, value in entries)}}}")

    def _shaped(self, shape: str, inner: Code) -> Code:
        return Code(self.shapes[shape].format(str(inner)))


def _ascii(word: str) -> str:
    """The letters and digits of a word; of other scripts, their code points, so that different words stay different."""
    plain = _ASCII.sub("", unicodedata.ucd_3_2_0.normalize("NFKD", word))
    return plain or "".join(f"u{ord(char):x}" for char in word if char.isalnum())


def _lines(text: str) -> list[str]:
    return prose.clean(text).split("\n") if text else [""]
