"""Type expressions and declarations.

*Expressions* nest, have no name and compare by value. *Declarations* have an identity (`id`, derived from their place
in the document), a name, docs and an origin, and are what files contain. An expression points at a declaration with
`Ref`.
"""

from __future__ import annotations

from enum import StrEnum

from specloom.ir.names import Deprecation, Docs, Name, Origin
from specloom.ir.names import Scalar as JsonScalar
from specloom.quick import dataclass


class ScalarKind(StrEnum):
    """The JSON type of a scalar."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    NULL = "null"


class JsonKind(StrEnum):
    """The JSON type of a whole value, as unions are selected by it."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    NULL = "null"
    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class AnyType:
    """Any JSON value: no schema, an empty one, or one that only describes itself in prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarType:
    """A scalar with the document's `format`.

    Formats that `build` decides itself: `byte` and `base64url` (text that encodes bytes: `format` or
    `contentEncoding`), `binary` (raw bytes as a body or a part), `json` (text that holds JSON: `contentMediaType:
    application/json`, a description that says so, or config).
    """

    kind: ScalarKind
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralType:
    """Exactly one value: `const`, or an `enum` of one."""

    value: JsonScalar


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayType:
    """A list. `unique` is `uniqueItems`; order is kept all the same."""

    item: TypeExpr
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TupleType:
    """`prefixItems`: `items` by position, then any number of `rest` (None: no more are described)."""

    items: tuple[TypeExpr, ...]
    rest: TypeExpr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapType:
    """An object whose property names the document does not list; names are strings."""

    value: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class NullableType:
    """`item` or null. Never nested, never around `AnyType`."""

    item: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonTextType:
    """A text that holds JSON, whose value is an `item` (`contentMediaType: application/json` and `contentSchema`)."""

    item: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOfType:
    """An anonymous choice of expressions that the JSON kind alone tells apart (`type: [string, integer]`).

    A choice that needs more than the kind is a `Union` declaration.
    """

    items: tuple[TypeExpr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """The declaration with this id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsetType:
    """An argument that takes some of the values of an enum which a response declares (`Status` of `listRooms` beside
    `Room.status`).

    `of` is that enum; `values`, in the order of the argument's own list, are what the argument is documented to take.
    It has no declaration of its own. Never found in what is only received.
    """

    of: Ref
    values: tuple[JsonScalar, ...]


TypeExpr = (
    AnyType
    | ScalarType
    | LiteralType
    | JsonTextType
    | ArrayType
    | TupleType
    | MapType
    | NullableType
    | OneOfType
    | Ref
    | SubsetType
)


class Access(StrEnum):
    """In which direction a property travels: `readOnly`, `writeOnly` or both."""

    BOTH = "both"
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """The assertions of JSON Schema on one value, as written; None is absent."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    min_properties: int | None = None
    max_properties: int | None = None
    item: Constraints | None = None
    """Those of each item of an array, where its schema stands inside the array's own."""


NO_CONSTRAINTS = Constraints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """The `default` of the document: documentation, never sent."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlHints:
    """The XML Object (OpenAPI 3.2, section 4.26), decided."""

    name: str = ""
    namespace: str = ""
    prefix: str = ""
    node: str = ""
    """`element`, `attribute`, `text`, `cdata`, `none`, or empty where the document does not say."""
    wrapped: bool = False
    item_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A property of a model."""

    name: Name
    type: TypeExpr
    required: bool
    access: Access = Access.BOTH
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    docs: Docs
    deprecation: Deprecation | None = None
    xml: XmlHints | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An object with named properties.

    `bases` are the ids of the models it inherits (allOf references that were kept); `fields` are its own only. `extra`
    is the type of further properties: None when the document closes the object, `AnyType` when it says nothing.
    """

    id: str
    name: Name
    fields: tuple[Field, ...]
    bases: tuple[str, ...] = ()
    extra: TypeExpr | None = AnyType()
    xml: XmlHints | None = None
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin
    owner: str = ""
    """Id of the declaration or operation that encloses an inline one; empty for a component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumMember:
    """A listed value."""

    name: Name
    value: JsonScalar
    docs: Docs


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """A scalar with listed values. Open: values that are not listed must survive decoding. `kind` is None for mixed
    kinds."""

    id: str
    name: Name
    kind: ScalarKind | None
    members: tuple[EnumMember, ...]
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin
    owner: str = ""


class Selection(StrEnum):
    """How the variant of a union is found in a received value."""

    TAG = "tag"
    """By the value of the property `tag_field` (discriminator, or a const that all variants have)."""
    KIND = "kind"
    """By the JSON type of the value."""
    SHAPE = "shape"
    """By JSON type, then by const values and required property names."""
    FIRST_MATCH = "first-match"
    """Variants cannot be told apart: the first one whose shape fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One alternative of a union, with what tells it from the others."""

    name: Name
    type: TypeExpr
    kinds: tuple[JsonKind, ...]
    tags: tuple[JsonScalar, ...] = ()
    """Values of the union's tag. One that several variants have leaves these; their shape decides then."""
    default: bool = False
    """The variant of a value whose tag is missing, or is that of no variant (`defaultMapping`)."""
    consts: tuple[tuple[str, tuple[JsonScalar, ...]], ...] = ()
    """(property, its possible values) that are fixed in this variant."""
    required: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """oneOf or anyOf. A value of no known variant must survive as raw data."""

    id: str
    name: Name
    variants: tuple[Variant, ...]
    selection: Selection
    tag_field: str | None = None
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A component schema that is no object, enum or union: a list, a map, a scalar."""

    id: str
    name: Name
    type: TypeExpr
    constraints: Constraints = NO_CONSTRAINTS
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin
    owner: str = ""


Declaration = Model | Enum | Union | Alias
