"""Body and form parameters of Swagger 2.0 as a Request Body Object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from specloom.quick import dataclass
from specloom.source.cursor import written_pointer
from specloom.source.plain import is_array, is_object
from specloom.source.pointers import encode_fragment, escape
from specloom.source.swagger2_parameters import array_style, take_schema

Node = dict[str, Any]

_MULTIPART = "multipart/form-data"
_URLENCODED = "application/x-www-form-urlencoded"
_JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """The media types that a request may have (`consumes`)."""

    consumes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyParameter:
    """A `body` or `formData` parameter: as `written` in the list (perhaps a reference), what it `is`, and its place in
    the text.
    """

    written: Node
    value: Node
    place: str

    @property
    def reference(self) -> str:
        """The reference that led to it, or `""`."""
        return str(self.written.get("$ref", ""))

    @property
    def name(self) -> str:
        """What overrides what: the name of a form field; there is only one body."""
        return str(self.value.get("name", "")) if self.value.get("in") == "formData" else ""


def split_parameters(
    parameters: Any, pointer: str, moved: dict[str, str], fetch: Callable[[str], Any]
) -> tuple[list[Any], list[BodyParameter]]:
    """The parameters that stay, in order, and those that make up the body. The places of those that stay are noted in
    `moved`.
    """
    kept: list[Any] = []
    bodies: list[BodyParameter] = []
    if not is_array(parameters):
        return kept, bodies
    before = written_pointer(moved, pointer)
    for index, written in enumerate(parameters):
        value = written
        if is_object(written) and isinstance(written.get("$ref"), str):
            value = fetch(written["$ref"])
        if is_object(value) and value.get("in") in ("body", "formData"):
            bodies.append(BodyParameter(written=written, value=value, place=f"{before}/parameters/{index}"))
            continue
        if bodies:
            moved[f"{pointer}/parameters/{len(kept)}"] = f"{before}/parameters/{index}"
        kept.append(written)
    return kept, bodies


def request_body(bodies: Sequence[BodyParameter], media: Media, place: str, moved: dict[str, str]) -> Node:
    """The Request Body Object that the parameters mean, to stand at `place`.

    A `body` parameter wins over form parameters, which must not stand beside it; with a file the body is multipart.
    """
    body = next((b for b in bodies if b.value.get("in") == "body"), None)
    moved.setdefault(place, (body or bodies[0]).place)
    if body is not None:
        return _whole_body(body, media, place, moved)
    return _form_body(bodies, media, place, moved)


def _whole_body(body: BodyParameter, media: Media, place: str, moved: dict[str, str]) -> Node:
    schema = body.value.get("schema")
    schema = schema if is_object(schema) else {}
    inner = schema.get("$ref")
    if body.reference and not (isinstance(inner, str) and body.reference.startswith("#")):
        schema = {"$ref": f"{body.reference}/schema"}
    elif body.reference:
        schema = dict(schema)
    types = media.consumes or (_JSON,)
    content: Node = {}
    for index, media_type in enumerate(types):
        if index == 0:
            moved[f"{place}/content/{escape(media_type)}/schema"] = f"{moved[place]}/schema"
            content[media_type] = {"schema": schema}
        elif isinstance(schema.get("$ref"), str):
            content[media_type] = {"schema": dict(schema)}
        else:
            content[media_type] = {
                "schema": {"$ref": "#" + encode_fragment(f"{place}/content/{escape(types[0])}/schema")}
            }
    result: Node = {k: v for k, v in body.value.items() if k == "description" or k.startswith("x-")}
    result["content"] = content
    result["required"] = body.value.get("required") is True
    if isinstance(body.value.get("name"), str):
        result.setdefault("x-codegen-request-body-name", body.value["name"])
    return result


def _form_body(bodies: Sequence[BodyParameter], media: Media, place: str, moved: dict[str, str]) -> Node:
    fields = {str(b.value.get("name", "")): b for b in bodies}
    has_file = any(b.value.get("type") == "file" for b in fields.values())
    properties: Node = {}
    encoding: Node = {}
    required: list[str] = []
    types = [t for t in media.consumes if t.split(";")[0].strip().lower() in (_MULTIPART, _URLENCODED)] or [_URLENCODED]
    if has_file:
        types = [t for t in types if t.startswith("multipart/")] or [_MULTIPART]
    root = f"{place}/content/{escape(types[0])}/schema"
    for name, parameter in fields.items():
        value = dict(parameter.value)
        if value.get("type") == "array":
            style, explode = array_style(value, "formData")
            encoding[name] = {"style": style, "explode": explode}
        properties[name] = {
            **take_schema(value),
            **({"description": value["description"]} if "description" in value else {}),
        }
        properties[name].update({k: v for k, v in value.items() if k.startswith("x-")})
        if value.get("required") is True:
            required.append(name)
        moved[f"{root}/properties/{escape(name)}"] = parameter.place
    schema: Node = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    content: Node = {}
    for index, media_type in enumerate(types):
        entry: Node = {"schema": schema if index == 0 else {"$ref": "#" + encode_fragment(root)}}
        if encoding:
            entry["encoding"] = encoding if index == 0 else {k: dict(v) for k, v in encoding.items()}
        content[media_type] = entry
    return {"required": bool(required), "content": content}
