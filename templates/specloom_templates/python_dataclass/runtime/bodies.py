"""Request bodies: what an operation says about its body, and the bytes that come of it."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from .types import ANY, BINARY, Type

if TYPE_CHECKING:
    from .params import Parameter, Style
    from .validation import Constraints
    from .xml_hints import XmlHints

__all__ = [
    "BodySpec",
    "BytesBody",
    "EncodedBody",
    "FormBody",
    "JsonBody",
    "JsonLinesBody",
    "MultipartBody",
    "Part",
    "TextBody",
    "XmlBody",
]

Content: TypeAlias = bytes | Iterable[bytes] | AsyncIterable[bytes]

_NO_TYPES: Mapping[str, Type] = {}


class BodySpec:
    """What all bodies have. Immutable.

    `whole`: the value is the body itself; otherwise it is a mapping of wire names to arguments, of which `UNSET` and
    `None` are left out (but `None` of a name in `nullable` is sent as null). `required`: an empty body is sent where no
    argument was given, instead of none. `constraints` are checked on request only, by wire name. In `nullable` and
    `constraints`, `""` stands for the whole body.
    `also` are media types, or ranges of them, that a caller may choose instead of `media_type`.
    """

    __slots__ = (
        "also",
        "constraints",
        "media_type",
        "nullable",
        "required",
        "type",
        "whole",
    )

    def __init__(
        self,
        media_type: str,
        type: Type = ANY,
        *,
        nullable: tuple[str, ...] = (),
        whole: bool = False,
        required: bool = False,
        constraints: Mapping[str, Constraints] | None = None,
        also: tuple[str, ...] = (),
    ) -> None:
        self.media_type = media_type
        self.also = also
        self.type = type
        self.nullable = nullable
        self.whole = whole
        self.required = required
        self.constraints = constraints


class JsonBody(BodySpec):
    """JSON. `fields` gives the types of flattened properties whose values do not tell how they are written."""

    __slots__ = ("fields",)

    def __init__(
        self,
        media_type: str = "application/json",
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        fields: Mapping[str, Type] = _NO_TYPES,
        nullable: tuple[str, ...] = (),
        whole: bool = False,
        required: bool = False,
        constraints: Mapping[str, Constraints] | None = None,
    ) -> None:
        super().__init__(
            media_type,
            type,
            nullable=nullable,
            whole=whole,
            required=required,
            constraints=constraints,
            also=also,
        )
        self.fields = fields


class Part:
    """How one property of a form or multipart body is written (an Encoding Object, decided). Immutable.

    With `style`, `explode` or `allow_reserved` the value is written as a query parameter would be; otherwise by
    `content_type`, and where that is empty by what the value is: an array as one part or pair an item, an object as
    JSON.
    """

    __slots__ = (
        "allow_reserved",
        "content_type",
        "explode",
        "headers",
        "is_file",
        "style",
        "type",
    )

    def __init__(
        self,
        type: Type = ANY,
        *,
        content_type: str = "",
        style: Style | Literal[""] = "",
        explode: bool | None = None,
        allow_reserved: bool = False,
        is_file: bool = False,
        headers: Mapping[str, Parameter] | None = None,
    ) -> None:
        self.type = type
        self.content_type = content_type
        self.style: Style | Literal[""] = style
        self.explode = explode
        self.allow_reserved = allow_reserved
        self.is_file = is_file
        self.headers = headers or {}

    @property
    def styled(self) -> bool:
        """Whether the document asks for the serialisation of a query parameter."""
        return bool(self.style) or self.explode is not None or self.allow_reserved


_NO_PARTS: Mapping[str, Part] = {}


class _PartsBody(BodySpec):
    __slots__ = ("parts",)

    def __init__(
        self,
        media_type: str,
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        parts: Mapping[str, Part] = _NO_PARTS,
        whole: bool = False,
        required: bool = False,
        constraints: Mapping[str, Constraints] | None = None,
    ) -> None:
        super().__init__(
            media_type,
            type,
            whole=whole,
            required=required,
            constraints=constraints,
            also=also,
        )
        self.parts = parts


class FormBody(_PartsBody):
    """`application/x-www-form-urlencoded`. `parts` lists properties that are not written in the default way."""

    __slots__ = ()

    def __init__(
        self,
        media_type: str = "application/x-www-form-urlencoded",
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        parts: Mapping[str, Part] = _NO_PARTS,
        whole: bool = False,
        required: bool = False,
        constraints: Mapping[str, Constraints] | None = None,
    ) -> None:
        super().__init__(
            media_type,
            type,
            also=also,
            parts=parts,
            whole=whole,
            required=required,
            constraints=constraints,
        )


class MultipartBody(_PartsBody):
    """`multipart/form-data` and its kin. `parts` lists properties that are not written in the default way.

    A body that is an array has nameless parts: `prefix` by position, then `item` for each further one (OpenAPI 3.2,
    section 4.14.5).
    """

    __slots__ = ("item", "prefix")

    def __init__(
        self,
        media_type: str = "multipart/form-data",
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        parts: Mapping[str, Part] = _NO_PARTS,
        prefix: tuple[Part, ...] = (),
        item: Part | None = None,
        whole: bool = False,
        required: bool = False,
        constraints: Mapping[str, Constraints] | None = None,
    ) -> None:
        super().__init__(
            media_type,
            type,
            also=also,
            parts=parts,
            whole=whole,
            required=required,
            constraints=constraints,
        )
        self.prefix = prefix
        self.item = item


class TextBody(BodySpec):
    """Text. Always whole."""

    __slots__ = ()

    def __init__(
        self,
        media_type: str = "text/plain",
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        required: bool = False,
    ) -> None:
        super().__init__(media_type, type, whole=True, required=required, also=also)


class BytesBody(BodySpec):
    """Raw bytes: `bytes`, a path, a file object, or an (async) iterable of `bytes`. Always whole."""

    __slots__ = ()

    def __init__(
        self,
        media_type: str = "application/octet-stream",
        *,
        also: tuple[str, ...] = (),
        required: bool = False,
    ) -> None:
        super().__init__(media_type, BINARY, whole=True, required=required, also=also)


class XmlBody(BodySpec):
    """XML, written by the `xml` hints of the fields of `type`; `xml` describes the root element."""

    __slots__ = ("xml",)

    def __init__(
        self,
        media_type: str = "application/xml",
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        nullable: tuple[str, ...] = (),
        xml: XmlHints | None = None,
        whole: bool = False,
        required: bool = False,
        constraints: Mapping[str, Constraints] | None = None,
    ) -> None:
        super().__init__(
            media_type,
            type,
            nullable=nullable,
            whole=whole,
            required=required,
            constraints=constraints,
            also=also,
        )
        self.xml = xml


class JsonLinesBody(BodySpec):
    """One JSON text a line, from any (async) iterable; `type` is that of an item. Always whole."""

    __slots__ = ()

    def __init__(
        self,
        media_type: str = "application/jsonl",
        type: Type = ANY,
        *,
        also: tuple[str, ...] = (),
        required: bool = False,
    ) -> None:
        super().__init__(media_type, type, whole=True, required=required, also=also)


class EncodedBody:
    """A body as it goes on the wire.

    `content` is bytes, or an object to be iterated (`__iter__`, or `__aiter__` where the caller gave an async source);
    iterating it again starts anew if `replayable`. `length` is None where it is not known beforehand.
    """

    __slots__ = ("content", "content_type", "length", "replayable")

    def __init__(
        self,
        content: Content,
        content_type: str,
        *,
        length: int | None = None,
        replayable: bool = True,
    ) -> None:
        self.content = content
        self.content_type = content_type
        self.length = len(content) if isinstance(content, bytes) else length
        self.replayable = replayable
