"""Media types, as headers and documents write them (RFC 9110, section 8.3)."""

from __future__ import annotations

__all__ = ["decoded", "essence", "is_json", "is_xml"]


def essence(media_type: str) -> str:
    """A media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON: `application/json`, `text/json` or any `+json` (RFC 6839)."""
    return essence(media_type).endswith(("/json", "+json"))


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML: `application/xml`, `text/xml` or any `+xml` (RFC 7303)."""
    return essence(media_type).endswith(("/xml", "+xml"))


def decoded(content: bytes, content_type: str) -> str:
    """A body of text in the charset of its media type, UTF-8 where it names none that is known. Never fails."""
    charset = ""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"')
    try:
        return content.decode(charset or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
