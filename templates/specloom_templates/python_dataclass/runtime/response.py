"""How an answer becomes a value or an error. Pure: status, headers and content in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .api import ApiInfo
from .codecs import decode, decode_json, loads
from .errors import ApiStatusError, DecodeError, SdkError, status_error_class
from .media import decoded, essence, is_json, is_xml
from .next_page import dig
from .operations import Endpoint, Reading, Responses
from .registry import bare
from .transport import Request
from .types import BINARY, Type

__all__ = ["body_reader", "media_type_of", "read_value", "status_error", "type_for"]

_KEPT_READINGS = 16
_LONGEST_MESSAGE = 500
_MESSAGES = (
    ("detail",),
    ("title",),
    ("error", "message"),
    ("error_description",),
    ("error",),
    ("errorMessage",),
)
"""Where bodies say what went wrong, beside what the API's document says: RFC 9457
problems, OAuth errors, habits."""


def read_value(
    op: Endpoint,
    status: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    strict: bool,
) -> Any:
    """The value of a 2xx answer: of the type declared for its status and media type;
    None where it has no body.

    Raises `DecodeError` for a body that is not what its media type says and, if
    `strict`, not what the document says."""
    content_type = headers.get("content-type", "")
    key = (status, content_type)
    reading = op.readings.get(key)
    if reading is None:
        reading = _reading(op, status, content_type)
        if len(op.readings) < _KEPT_READINGS:
            op.readings[key] = reading
    if not content and not content_type:
        return None
    try:
        return reading(content, strict)
    except DecodeError as error:
        error.content = content
        raise


def _reading(op: Endpoint, status: int, content_type: str) -> Reading:
    """How the bodies of one status and content type are read; one that reads nothing
    where there is no body."""
    contents = contents_for(op.responses, status)
    if not contents or status in (204, 205) or op.method == "HEAD":
        return lambda content, strict: None
    media_type = essence(content_type)
    declared_as, type_ = type_for(contents, media_type)
    return body_reader(type_, content_type or declared_as, declared_as)


def body_reader(type_: Type, content_type: str, declared_as: str) -> Reading:
    """The function that reads a body, given `strict`; it raises `DecodeError`. A body
    sent as another kind of text than declared is read as what was declared; what a range
    of media types leaves open, as what its type can be."""
    if bare(type_) is BINARY:
        return lambda content, strict: content
    if is_json(declared_as):
        return lambda content, strict: decode_json(type_, content, strict=strict)
    is_structure = "*" in declared_as and not _is_single(type_)
    if is_json(content_type) or is_structure:
        return lambda content, strict: decode_json(type_, content, strict=strict)
    if is_xml(declared_as):
        from .xml import decode_xml

        return lambda content, strict: decode_xml(type_, content, strict=strict)
    if declared_as == "application/x-www-form-urlencoded":
        return lambda content, strict: decode(
            type_, _form(decoded(content, content_type), type_), strict=strict
        )
    return lambda content, strict: decode(
        type_, _text(decoded(content, content_type), type_)
    )


def _is_single(type_: Type) -> bool:
    from .texts import is_single

    return is_single(type_)


def _text(text: str, type_: Type) -> Any:
    from .texts import text_value

    return text_value(text, type_)


def _form(text: str, type_: Type) -> dict[str, Any]:
    from urllib.parse import parse_qsl

    from .texts import form_value

    return form_value(parse_qsl(text, keep_blank_values=True), type_)


def contents_for(responses: Responses, status: int) -> Mapping[str, Type]:
    """The media types declared for `status`: exactly, by range, or as `default`.

    Any 2xx is success, so a 2xx code that is not declared is read as the first one that
    is and has a body."""
    exact = responses.get(str(status))
    if exact is None:
        exact = responses.get(f"{status // 100}XX")
    if exact is not None:
        return exact
    if 200 <= status <= 299:
        successes = [
            contents for code, contents in responses.items() if code[:1] == "2"
        ]
        if successes:
            return next((contents for contents in successes if contents), successes[0])
    return responses.get("default", {})


def type_for(contents: Mapping[str, Type], media_type: str) -> tuple[str, Type]:
    """The declared media type, and type, for a body that was sent as `media_type`:
    exactly, by range, else the first."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        for declared, type_ in contents.items():
            if essence(declared) == wanted:
                return essence(declared), type_
    if is_json(media_type):
        for declared, type_ in contents.items():
            if is_json(declared):
                return essence(declared), type_
    declared, type_ = next(iter(contents.items()))
    return essence(declared), type_


def media_type_of(headers: Mapping[str, str]) -> str:
    """The media type of an answer, lower case and without parameters; "" where it has
    none."""
    return essence(headers.get("content-type", ""))


def status_error(
    api: ApiInfo,
    op: Endpoint | None,
    request: Request,
    status: int,
    headers: Mapping[str, str],
    content: bytes,
) -> ApiStatusError:
    """The error for an answer that is not 2xx. Never fails, whatever the body is."""
    raw = _lenient(content)
    body = raw
    contents: Mapping[str, Type] = (
        contents_for(op.responses, status) if op is not None and content else {}
    )
    if contents and raw is not None:
        declared_as, type_ = type_for(contents, media_type_of(headers))
        try:
            if bare(type_) is not BINARY:
                content_type = headers.get("content-type", "")
                body = body_reader(type_, content_type, declared_as)(content, False)
            if isinstance(raw, str) and hasattr(body, "to_dict"):
                raw = body.to_dict()  # a model, written in another way than JSON
        except SdkError:
            body = raw
    more_info = dig(raw, ("more_info",)) or dig(raw, ("type",))
    return status_error_class(status)(
        status_code=status,
        method=request.method,
        url=request.safe_url,
        headers=headers,
        content=content,
        body=body,
        code=_first(
            raw, (api.error_code, ("code",), ("error", "code"), ("error", "type"))
        ),
        message=_message(api, raw) or _reason(status),
        errors=dig(raw, ("errors",)),
        more_info=(
            more_info if isinstance(more_info, str) and "://" in more_info else None
        ),
    )


def _lenient(content: bytes) -> Any:
    """A body as JSON, else as text, else None."""
    text = content.decode("utf-8", "replace").strip()
    if text[:1] in ("{", "[", '"'):
        try:
            return loads(text)
        except DecodeError:
            return text
    return text or None


def _message(api: ApiInfo, raw: Any) -> str:
    found = _first(raw, (api.error_message, ("message",)))
    if not isinstance(found, str) or not found:
        found = _first(raw, _MESSAGES)
    if not isinstance(found, str):
        return ""
    line = " ".join(found.split())
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"


def _first(raw: Any, paths: tuple[tuple[str, ...], ...]) -> Any:
    """The first scalar at any of `paths`."""
    for path in paths:
        found = dig(raw, path) if path else None
        if isinstance(found, str | int | float):
            return found
    return None


def _reason(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unexpected status"
