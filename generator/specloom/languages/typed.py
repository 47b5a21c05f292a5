"""What a language offers to the lowering that all languages share (`lower.common`): types, literals, documentation.

A new language is one module with this interface; a pack for it is a folder of templates over `lower.views`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from specloom.ir.types import Declaration, Field, TypeExpr
from specloom.languages.code import Code
from specloom.languages.language import Language
from specloom.quick import dataclass


class Reach(Protocol):
    """The file that a type is written into, as far as a language has to know it."""

    def name(self, id: str) -> Code:
        """The name of a declaration's type; the file imports it where it stands elsewhere."""
        ...

    def codec(self, id: str) -> Code:
        """The name of what describes a declaration on the wire; the file imports it where it stands elsewhere."""
        ...

    def use(self, module: str, name: str, *, typing: bool = False) -> Code:
        """`name`, which the file now imports from `module`: of the runtime or of the standard library, as the language
        and its packs agree; `typing`: for types alone. Both are fixed texts of the language, never of a document."""
        ...

    @property
    def package_name(self) -> Code:
        """The name by which programs import the package."""
        ...

    def declaration(self, id: str) -> Declaration | None:
        """The declaration with this id."""
        ...

    def is_recursive(self, id: str) -> bool:
        """Whether an alias contains itself, so that it is named wherever it is used."""
        ...

    def fields(self, id: str) -> tuple[tuple[Field, Code], ...]:
        """All fields of a model, inherited ones too, each with its identifier."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for a value: a field or an argument. `optional`: it may be left out. `nullable`: null is one of its
    values. `sent`: it travels in a request, so that absent and null have to be told apart where both are possible.
    `ordered`: the members of an object are written into one text, one after another."""

    optional: bool = False
    nullable: bool = False
    sent: bool = False
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation:
    """What is said about an element. Texts are CommonMark of the document; names are identifiers of the target.

    `name` is what it stands at; `request` is what a method sends (`GET /rooms`), which its text says, too. `deprecated`
    is the reason, empty where none is given, None for what is not deprecated.
    """

    name: str
    text: str
    request: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    returns: str = ""
    raises: tuple[tuple[str, str], ...] = ()
    deprecated: str | None = None


class TypedLanguage(Language, Protocol):
    """A language that `lower.common` can write packages in. All methods are pure but for what `Reach` records."""

    @property
    def indent(self) -> int:
        """What one level of indentation adds to the `indent` of `docstring` and `document`."""
        ...

    @property
    def method_indent(self) -> int:
        """The `indent` at which methods stand: that of a class body, or 0."""
        ...

    @property
    def flat_enums(self) -> bool:
        """True where the members of an enum are names of the package (`RoomTypeGo`), not of the enum."""
        ...

    @property
    def wraps_variants(self) -> bool:
        """True where a variant of a union that is no model needs a type of its own."""
        ...

    @property
    def client_name(self) -> str:
        """What every client's class is called; empty where it has the name of the API."""
        ...

    @property
    def option_functions(self) -> bool:
        """True where a client is given its credentials by functions of the package (`WithToken`), not by arguments."""
        ...

    @property
    def status_error(self) -> str:
        """What the runtime calls the error of every status that has none of its own (`ApiStatusError`)."""
        ...

    @property
    def service_words(self) -> tuple[str, ...]:
        """What the name of a resource's class ends with (`RoomsService`); none: its own words are enough."""
        ...

    def type(self, expr: TypeExpr, file: Reach) -> Code:
        """The type of a value that is held or was received (`download` is the whole of an answer in raw bytes)."""
        ...

    def argument(self, expr: TypeExpr, file: Reach) -> Code:
        """The type of a value that a caller gives (`binary` is something to upload)."""
        ...

    def slot(self, type: Code, expr: TypeExpr, slot: Slot, file: Reach) -> Code:
        """The type of a field or argument whose values are of `type` (which was written for `expr`)."""
        ...

    def wrapped(self, expr: TypeExpr, file: Reach) -> Code:
        """What the type of a variant holds that is no model; empty where such a variant needs none."""
        ...

    def either(self, types: Sequence[Code]) -> Code:
        """One of several types; the type of nothing for none."""
        ...

    def codec(self, expr: TypeExpr, file: Reach) -> Code:
        """What tells the runtime how values of a type are written and read; empty where it needs nothing."""
        ...

    def literal(self, value: object) -> Code:
        """A JSON value (null, booleans, numbers, text, lists, dicts) as an expression."""
        ...

    def value(self, expr: TypeExpr, value: object, slot: Slot, file: Reach) -> Code:
        """`value`, in the form it has on the wire, as an expression for a place of the type that `argument` and `slot`
        give for `expr`; for examples, which stand outside of the package."""
        ...

    def finish(self, text: str, package: str) -> str:
        """A file of source as it is written: what a formatter would do, and what names the package in copied files."""
        ...

    def document(self, doc: Documentation, indent: int) -> Code:
        """The comment that documents an element. Its first line stands without indentation."""
        ...
