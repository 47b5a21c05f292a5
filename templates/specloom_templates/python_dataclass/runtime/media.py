"""Media types, as headers and documents write them (RFC 9110, section 8.3)."""

from __future__ import annotations

from .errors import InvalidArgumentError

__all__ = ["charset_of", "decoded", "encoded", "essence", "is_json", "is_xml"]


def essence(media_type: str) -> str:
    """A media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON: `application/json`, `text/json` or any `+json` (RFC 6839)."""
    return essence(media_type).endswith(("/json", "+json"))


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML: `application/xml`, `text/xml` or any `+xml` (RFC 7303)."""
    return essence(media_type).endswith(("/xml", "+xml"))


def charset_of(content_type: str) -> str:
    """The charset that a media type names; `utf-8` where it names none."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip('"')
    return "utf-8"


def encoded(text: str, content_type: str) -> bytes:
    """Text in the charset of its media type. Raises `InvalidArgumentError` where that is unknown or lacks a
    character."""
    charset = charset_of(content_type)
    try:
        return text.encode(charset)
    except LookupError:
        raise InvalidArgumentError(
            f"{charset!r} is no charset that is known here", path="content_type"
        ) from None
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(
            f"{text[error.start]!r} cannot be written in {charset}", path="body"
        ) from None


def decoded(content: bytes, content_type: str) -> str:
    """A body of text in the charset of its media type, UTF-8 where it names none that is known. Never fails."""
    try:
        return content.decode(charset_of(content_type), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
