"""Parameters on the wire: every location, style and explode of OpenAPI 3.2, section 4.12 (and RFC 6570 behind it).

Pure: a value, and the `Writer` that makes JSON data of it, to text. Empty (of a header: None) means nothing is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import quote, unquote

from .errors import InvalidArgumentError
from .media import is_json
from .narrow import is_array, is_container, is_object
from .types import ANY, UNSET, Type

if TYPE_CHECKING:
    from .encoding import Writer
    from .validation import Constraints

__all__ = [
    "Parameter",
    "Style",
    "cookie",
    "deep_members",
    "header",
    "path_segment",
    "query",
    "querystring",
    "repeated_members",
]

Style: TypeAlias = Literal[
    "simple",
    "label",
    "matrix",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "tabDelimited",
    "deepObject",
    "cookie",
]

_EXPLODED = frozenset({"form", "cookie", "deepObject"})
_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
_RESERVED = re.compile(
    r"%(?![0-9A-Fa-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]|[\[\]#]", re.ASCII
)
_IN_PATH = re.compile(r"[/?]")
_FORBIDDEN_IN_HEADER = re.compile(r"[\r\n\0]")

_Quote: TypeAlias = Callable[[str], str]


class Parameter:
    """How a parameter is written. Immutable.

    `style` is empty for the default of the place it is used in (`simple` in paths and headers, `form` in queries and
    cookies); `explode` is None for the default of the style. With `media_type` the value is written as that content.
    """

    __slots__ = (
        "allow_reserved",
        "constraints",
        "explode",
        "media_type",
        "style",
        "type",
    )

    def __init__(
        self,
        type: Type = ANY,
        *,
        style: Style | Literal[""] = "",
        explode: bool | None = None,
        allow_reserved: bool = False,
        media_type: str = "",
        constraints: Constraints | None = None,
    ) -> None:
        self.type = type
        self.style: Style | Literal[""] = style
        self.explode = explode
        self.allow_reserved = allow_reserved
        self.media_type = media_type
        self.constraints = constraints

    def exploded(self, style: str) -> bool:
        """Whether arrays and objects are written as separate values; `style` is the default of the place."""
        return (
            (self.style or style) in _EXPLODED if self.explode is None else self.explode
        )


DEFAULT = Parameter()


def path_segment(
    name: str,
    value: object,
    parameter: Parameter | None,
    writer: Writer,
    *,
    whole: bool = True,
) -> str:
    """The percent-encoded text that takes the place of `{name}` in a path.

    Raises `InvalidArgumentError` where that is empty, `.` or `..` and is the `whole` segment: the request would go to
    another resource.
    """
    spec = parameter or DEFAULT
    data = _plain(name, value, spec, writer)
    encode = _encoder(spec, in_path=True)
    match spec.style:
        case "label":
            text = _prefixed(".", "", data, spec.exploded("simple"), encode)
        case "matrix":
            text = _prefixed(";", encode(name), data, spec.exploded("simple"), encode)
        case _:
            delimiter = _DELIMITERS.get(spec.style, ",")
            text = _simple(data, spec.exploded("simple"), encode, delimiter)
    if whole and text in ("", ".", ".."):
        shown = repr(text) if text else "an empty value"
        raise InvalidArgumentError(
            f"{shown} would change the path of the request", path=name
        )
    return text


def query(name: str, value: object, parameter: Parameter | None, writer: Writer) -> str:
    """The part of a query for one parameter, without `?`, with `&` between its own pairs."""
    if parameter is None:
        if isinstance(value, str) and value.__class__ is str:
            return f"{quote(name, safe='')}={quote(value, safe='')}"
        parameter = DEFAULT
    data = _plain(name, value, parameter, writer)
    encode = _encoder(parameter)
    style = parameter.style or "form"
    if style == "deepObject" and is_container(data):
        return "&".join(
            f"{encode(key)}={encode(text)}" for key, text in deep_members(name, data)
        )
    delimiter = _DELIMITERS.get(style, ",")
    return _form(name, data, parameter.exploded("form"), encode, delimiter, "&")


def header(
    name: str, value: object, parameter: Parameter | None, writer: Writer
) -> str | None:
    """The value of a header field; None for null. Nothing is percent-encoded.

    An empty list or object is an empty value: it was given, and a header that is required must be there.

    Raises `InvalidArgumentError` for a line break or NUL, which would let a value start another header.
    """
    spec = parameter or DEFAULT
    data = _plain(name, value, spec, writer)
    if data is None:
        return None
    delimiter = unquote(_DELIMITERS.get(spec.style, ","))
    text = _simple(data, spec.exploded("simple"), str, delimiter)
    if _FORBIDDEN_IN_HEADER.search(text):
        raise InvalidArgumentError(
            "a header value cannot hold a line break or NUL", path=name
        )
    return text


def cookie(
    name: str, value: object, parameter: Parameter | None, writer: Writer
) -> str:
    """The part of a `Cookie` header for one parameter, with `; ` between its own pairs.

    `style: cookie` (3.2) escapes nothing, so a value that would end the pair is refused; `form` percent-encodes.
    """
    spec = parameter or DEFAULT
    data = _plain(name, value, spec, writer)
    if spec.style != "cookie":
        return _form(name, data, spec.exploded("form"), _encoder(spec), ",", "; ")
    text = _form(name, data, spec.exploded("form"), _raw_cookie(name), ",", "; ")
    if _FORBIDDEN_IN_HEADER.search(text):
        raise InvalidArgumentError(
            "a cookie cannot hold a line break or NUL", path=name
        )
    return text


def querystring(
    name: str, value: object, parameter: Parameter | None, writer: Writer
) -> str:
    """The whole query string, for `in: querystring` (OpenAPI 3.2, section 4.12.2.2): its content, percent-encoded.

    A form media type is written as a form; JSON as compact JSON; anything else must be text already.
    """
    from .body_writer import form_text

    spec = parameter or DEFAULT
    try:
        data = writer.encode(value, spec.type)
    except InvalidArgumentError as error:
        raise error.within(name) from None
    if is_json(spec.media_type):
        return quote(_json(data), safe="")
    if is_object(data):
        return form_text(data)
    return quote(text_of(data), safe="")


def _plain(name: str, value: object, spec: Parameter, writer: Writer) -> Any:
    """`value` as JSON data, or as text where the parameter is described by a media type."""
    if value is UNSET:
        return None
    try:
        data = writer.encode(value, spec.type)
    except InvalidArgumentError as error:
        raise error.within(name) from None
    if spec.media_type:
        return _json(data) if is_json(spec.media_type) else text_of(data)
    return data


def _json(data: Any) -> str:
    from .jsontext import dumps

    return dumps(data)


def text_of(data: Any) -> str:
    """A scalar as text: booleans as JSON spells them, numbers in decimal, a value with parts as JSON."""
    if isinstance(data, str):
        return data
    if data is None:
        return ""
    if data is True:
        return "true"
    if data is False:
        return "false"
    if is_container(data):
        return _json(data)
    if isinstance(data, float):
        from .scalars import number_text

        return number_text(data)
    return str(data)


def _encoder(spec: Parameter, *, in_path: bool = False) -> _Quote:
    if not spec.allow_reserved:
        return lambda text: quote(text, safe="")
    if in_path:
        return lambda text: _IN_PATH.sub(_escape, _RESERVED.sub(_escape, text))
    return lambda text: _RESERVED.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


def _raw_cookie(name: str) -> _Quote:
    def check(text: str) -> str:
        if ";" in text:
            raise InvalidArgumentError(
                "a cookie value cannot hold ';'; percent-encode it", path=name
            )
        return text

    return check


def _items(data: list[Any]) -> list[str]:
    return [text_of(item) for item in data if item is not None]


def _members(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, text_of(item)) for key, item in data.items() if item is not None]


def repeated_members(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The members of an exploded object; one that is an array is repeated, as the parameter itself would be."""
    for key, item in data.items():
        if is_array(item):
            yield from ((key, text) for text in _items(item))
        elif item is not None:
            yield key, text_of(item)


def _simple(data: Any, explode: bool, encode: _Quote, delimiter: str = ",") -> str:
    if is_array(data):
        return delimiter.join(map(encode, _items(data)))
    if is_object(data):
        joint = "=" if explode else ","
        return ",".join(
            f"{encode(key)}{joint}{encode(item)}" for key, item in _members(data)
        )
    return encode(text_of(data))


def _prefixed(prefix: str, name: str, data: Any, explode: bool, encode: _Quote) -> str:
    """Label (`name` is empty) and matrix; a matrix pair with an empty value has no `=` (RFC 6570, section 3.2.7)."""
    if is_object(data) and explode:
        pairs = [(encode(key), encode(item)) for key, item in _members(data)]
        return "".join(
            f"{prefix}{key}={item}" if item or not name else f"{prefix}{key}"
            for key, item in pairs
        )
    if is_array(data) and explode:
        values = list(map(encode, _items(data)))
    elif is_container(data):
        values = [_simple(data, False, encode)] if data else []
    else:
        values = [encode(text_of(data))]
    if not name:
        return "".join(prefix + item for item in values)
    return "".join(
        f"{prefix}{name}={item}" if item else f"{prefix}{name}" for item in values
    )


def _form(
    name: str, data: Any, explode: bool, encode: _Quote, delimiter: str, separator: str
) -> str:
    """The pairs of the styles form, cookie and the delimited ones. An empty list or object gives nothing."""
    if data is None:
        return ""
    if is_array(data):
        items = list(map(encode, _items(data)))
        if explode:
            return separator.join(f"{encode(name)}={item}" for item in items)
        return f"{encode(name)}={delimiter.join(items)}" if items else ""
    if is_object(data):
        if explode:
            return separator.join(
                f"{encode(key)}={encode(item)}" for key, item in repeated_members(data)
            )
        pairs = [(encode(key), encode(item)) for key, item in _members(data)]
        flat = delimiter.join(text for pair in pairs for text in pair)
        return f"{encode(name)}={flat}" if pairs else ""
    return f"{encode(name)}={encode(text_of(data))}"


def deep_members(key: str, data: Any) -> Iterable[tuple[str, str]]:
    """`key[a][b]` for each leaf. Items of an array get their index, so that objects in arrays stay apart."""
    members = data.items() if is_object(data) else enumerate(data)
    for name, item in members:
        if is_container(item):
            yield from deep_members(f"{key}[{name}]", item)
        elif item is not None:
            yield f"{key}[{name}]", text_of(item)
