"""The types of values on the wire, as data: what emitted models and operations say about their fields.

A `Type` is one of
  * a `Codec`: a constant of this module (`STRING`, `DATE_TIME`, ...) or what a constructor (`list_of`, `tagged`, ...)
  returns;
  * a `Model` subclass or an open enum class, which are their own codec;
  * a function without arguments that returns a type: a lazy reference, called when the codec is first needed, so that
    models may refer to each other and importing one does not import them all.

This module is loaded with every SDK, so it holds descriptions only; `codecs` turns them into functions on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from .validation import Constraints
    from .xml_hints import XmlHints

Json: TypeAlias = Any
"""A value as `json.loads` returns it."""

Access: TypeAlias = Literal["both", "read", "write"]
"""In which direction a property travels: both, from the server (`readOnly`), to it (`writeOnly`)."""


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Nothing was given: the property or argument is not sent at all, while `None` is sent as null. It is falsy."""


class Codec:
    """How a value is written and read. Instances are immutable descriptions, compared by identity."""

    __slots__ = ()


Type: TypeAlias = Codec | type[Any] | Callable[[], Any]


class Scalar(Codec):
    """A value without parts; `name` says which."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name.upper()


ANY: Final = Scalar("any")
"""Any JSON value, kept as it is."""
STRING: Final = Scalar("string")
INTEGER: Final = Scalar("integer")
"""An `int` of any size; a JSON number without a fractional part (`1.0`) is one."""
NUMBER: Final = Scalar("number")
BOOLEAN: Final = Scalar("boolean")
NULL: Final = Scalar("null")
DATE_TIME: Final = Scalar("date_time")
"""RFC 3339 `date-time` as an aware `datetime`."""
DATE: Final = Scalar("date")
TIME: Final = Scalar("time")
DURATION: Final = Scalar("duration")
"""ISO 8601 duration as a `timedelta`; one with years or months has no fixed length and stays text."""
UUID: Final = Scalar("uuid")
DECIMAL: Final = Scalar("decimal")
"""A `Decimal` written as a string; read from a string or a number without loss."""
DECIMAL_NUMBER: Final = Scalar("decimal_number")
"""A `Decimal` written as a number, digit for digit."""
BYTES: Final = Scalar("bytes")
"""`bytes` as base64 text (RFC 4648, section 4)."""
BASE64URL: Final = Scalar("base64url")
"""`bytes` as URL-safe base64 text (RFC 4648, section 5); padding is written, and not needed when read."""
BINARY: Final = Scalar("binary")
"""Raw bytes as a body or a part."""
JSON_TEXT: Final = Scalar("json_text")
"""A string that holds JSON: a string is sent as it is, anything else as its JSON text; received as the string."""


class ListOf(Codec):
    __slots__ = ("item",)

    def __init__(self, item: Type) -> None:
        self.item = item


class JsonTextOf(Codec):
    __slots__ = ("item",)

    def __init__(self, item: Type) -> None:
        self.item = item


class MapOf(Codec):
    __slots__ = ("value",)

    def __init__(self, value: Type) -> None:
        self.value = value


class TupleOf(Codec):
    __slots__ = ("items", "rest")

    def __init__(self, items: tuple[Type, ...], rest: Type | None) -> None:
        self.items = items
        self.rest = rest


class LiteralOf(Codec):
    __slots__ = ("values",)

    def __init__(self, values: tuple[str | int | float | bool | None, ...]) -> None:
        self.values = values


class Nullable(Codec):
    __slots__ = ("item",)

    def __init__(self, item: Type) -> None:
        self.item = item


class Tagged(Codec):
    __slots__ = ("default", "field", "variants")

    def __init__(
        self,
        field: str,
        variants: Mapping[str | int | float | bool, Type],
        default: Type | None,
    ) -> None:
        self.field = field
        self.variants = variants
        self.default = default


class Variant:
    """One alternative of a `shaped` union and what tells it from the others; see `variant`."""

    __slots__ = ("consts", "properties", "required", "type")

    def __init__(
        self,
        type: Type,
        consts: Mapping[str, Sequence[str | int | float | bool | None]],
        required: tuple[str, ...],
        properties: tuple[str, ...],
    ) -> None:
        self.type = type
        self.consts = consts
        self.required = required
        self.properties = properties


class Shaped(Codec):
    __slots__ = ("variants",)

    def __init__(self, variants: tuple[Variant, ...]) -> None:
        self.variants = variants


class FirstMatch(Codec):
    __slots__ = ("variants",)

    def __init__(self, variants: tuple[Type, ...]) -> None:
        self.variants = variants


def list_of(item: Type) -> Codec:
    """A JSON array as a `list`."""
    return ListOf(item)


def map_of(value: Type) -> Codec:
    """A JSON object with any property names as a `dict`."""
    return MapOf(value)


def tuple_of(*items: Type, rest: Type | None = None) -> Codec:
    """A JSON array typed by position (`prefixItems`) as a `tuple`; `rest` types what follows, None: any."""
    return TupleOf(items, rest)


def literal(*values: str | int | float | bool | None) -> Codec:
    """Exactly one of these JSON scalars, kept as it is."""
    return LiteralOf(values)


def json_text(item: Type) -> Codec:
    """A text that holds the JSON of an `item`. Another text stays as it is."""
    return JsonTextOf(item)


def nullable(item: Type) -> Codec:
    """`item` or null. It matters in strict mode only: leniently, null is read as `None` everywhere."""
    return Nullable(item)


def tagged(
    field: str,
    variants: Mapping[str | int | float | bool, Type],
    *,
    default: Type | None = None,
) -> Codec:
    """A union whose variant is named by the property `field`; a value with another tag is of the `default`, or raw."""
    return Tagged(field, variants, default)


def variant(
    type: Type,
    *,
    consts: Mapping[str, Sequence[str | int | float | bool | None]] | None = None,
    required: Iterable[str] = (),
    properties: Iterable[str] = (),
) -> Variant:
    """An alternative of `shaped`: the fixed values of some of its properties, the names it must and may have."""
    return Variant(type, consts or {}, tuple(required), tuple(properties))


def shaped(*variants: Variant | Type) -> Codec:
    """A union whose variant is found by JSON type, then by constant values and required names, then by known names."""
    return Shaped(tuple(v if isinstance(v, Variant) else variant(v) for v in variants))


def first_match(*variants: Type) -> Codec:
    """A union whose variant is the first one that the value satisfies; none: the value stays raw."""
    return FirstMatch(variants)


def one_of(*variants: Type) -> Codec:
    """A union told apart by JSON type (`type: [string, integer]`); of two for one type, the first that fits."""
    return FirstMatch(variants)


class FieldSpec:
    """One property of a model.

    `name` is the attribute, `wire` the property name (empty: the same). `nullable` means that `None` is *sent* as null;
    if the property is not required either, the attribute has three states, with `UNSET` for absence. Leave it False
    for an optional nullable property of a model that is only received, where absent and null both read as `None`.
    """

    __slots__ = (
        "access",
        "constraints",
        "name",
        "nullable",
        "required",
        "type",
        "wire",
        "xml",
    )

    def __init__(
        self,
        name: str,
        wire: str = "",
        type: Type = STRING,
        *,
        required: bool = False,
        nullable: bool = False,
        access: Access = "both",
        constraints: Constraints | None = None,
        xml: XmlHints | None = None,
    ) -> None:
        self.name = name
        self.wire = wire or name
        self.type = type
        self.required = required
        self.nullable = nullable
        self.access = access
        self.constraints = constraints
        self.xml = xml

    @property
    def has_unset(self) -> bool:
        """Whether the attribute distinguishes absence (`UNSET`) from null (`None`)."""
        return self.nullable and not self.required
