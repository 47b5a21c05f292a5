"""Swagger 2.0 objects in the shape of OpenAPI 3.x, each converted in place when the walk of `normalise` reaches it.

Definitions, parameters, responses and security definitions move to `components`; host, basePath and schemes become
`servers`; a body parameter or form parameters become `requestBody` (see `swagger2_bodies`); the schema of a response
becomes `content`. Conversions do nothing to what is converted already. Every move is written to `moved` (new pointer →
pointer in the text).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from specloom.quick import dataclass
from specloom.source.cursor import written_pointer
from specloom.source.plain import is_array, is_object
from specloom.source.pointers import encode_fragment, escape
from specloom.source.shapes import METHODS, Kind
from specloom.source.swagger2_bodies import BodyParameter, Media, request_body, split_parameters
from specloom.source.swagger2_parameters import convert_header, convert_parameter

Node = dict[str, Any]
Fetch = Callable[[str], Any]

_FLOWS = {"application": "clientCredentials", "accessCode": "authorizationCode"}
_PREFERENCE = ("https", "http", "wss", "ws")
_SECTIONS = {
    "definitions": "schemas",
    "parameters": "parameters",
    "responses": "responses",
    "securityDefinitions": "securitySchemes",
}
JSON = "application/json"
BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a 2.0 document says for all its operations; also holds for the files it is split into."""

    media: Media = field(default_factory=Media)
    produces: tuple[str, ...] = ()
    host: str = ""
    base_path: str = ""
    shared: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The shared parameters and responses as the text has them."""


def convert_document(data: Node, moved: dict[str, str]) -> Defaults:
    """Converts the top level of a 2.0 document in place, and returns what its operations inherit."""
    defaults = Defaults(
        media=Media(consumes=_texts(data.pop("consumes", None))),
        produces=_texts(data.pop("produces", None)),
        host=_text(data.pop("host", "")),
        base_path=_text(data.pop("basePath", "")),
        shared={section: _copies(data.get(section)) for section in ("parameters", "responses")},
    )
    schemes = _texts(data.pop("schemes", None))
    servers = _servers(schemes, defaults)
    if servers:
        data["servers"] = servers
        moved["/servers"] = "/host" if defaults.host else "/basePath"
    components: Node = {}
    for section, target in _SECTIONS.items():
        content = data.pop(section, None)
        if is_object(content):
            components[target] = content
            moved[f"/components/{target}"] = f"/{section}"
    _convert_shared_bodies(components, defaults, moved)
    schemes_by_name = components.get("securitySchemes")
    for scheme in schemes_by_name.values() if is_object(schemes_by_name) else ():
        if is_object(scheme):
            _convert_security_scheme(scheme)
    if components:
        data["components"] = components
    return defaults


def convert(node: Node, kind: Kind, pointer: str, defaults: Defaults, moved: dict[str, str], fetch: Fetch) -> None:
    """Converts one object of the walk in place; schemas are the business of `schemas`."""
    if kind is Kind.PATH_ITEM:
        _convert_path_item(node, pointer, moved, fetch)
    elif kind is Kind.OPERATION:
        _convert_operation(node, pointer, defaults, moved, fetch)
    elif kind is Kind.PARAMETER:
        convert_parameter(node, pointer, moved)
    elif kind is Kind.RESPONSE:
        convert_response(node, pointer, defaults.produces, moved)
    elif kind is Kind.HEADER:
        convert_header(node, pointer, moved)


def convert_response(node: Node, pointer: str, produces: tuple[str, ...], moved: dict[str, str]) -> None:
    """`schema` and `examples` become `content`, one entry a media type. The same schema is written once and referred to
    by the others.
    """
    schema = node.pop("schema", None)
    examples = node.pop("examples", None)
    if not is_object(schema):
        return
    written = written_pointer(moved, pointer)
    media = produces or ((BYTES,) if schema.get("type") == "file" else (JSON,))
    content: Node = {}
    for index, media_type in enumerate(media):
        entry: Node = {"schema": schema}
        place = f"{pointer}/content/{escape(media_type)}/schema"
        if index == 0:
            moved[place] = f"{written}/schema"
        elif isinstance(schema.get("$ref"), str):
            entry["schema"] = dict(schema)
        else:
            entry["schema"] = {"$ref": "#" + encode_fragment(f"{pointer}/content/{escape(media[0])}/schema")}
        if is_object(examples) and media_type in examples:
            entry["example"] = examples[media_type]
        content[media_type] = entry
    node["content"] = content


def _convert_path_item(node: Node, pointer: str, moved: dict[str, str], fetch: Fetch) -> None:
    """Body and form parameters of a path belong to each of its operations that has none of the same name."""
    kept, bodies = split_parameters(node.get("parameters"), pointer, moved, fetch)
    if not bodies:
        return
    node["parameters"] = kept
    for method in METHODS:
        operation = node.get(method)
        if is_object(operation):
            own = operation.get("parameters")
            _, overriding = split_parameters(own, pointer, {}, fetch)
            names = {body.name for body in overriding}
            inherited = [body.written for body in bodies if body.name not in names]
            operation["parameters"] = [*(own if is_array(own) else ()), *inherited]


def _convert_operation(node: Node, pointer: str, defaults: Defaults, moved: dict[str, str], fetch: Fetch) -> None:
    media = Media(consumes=_texts(node.pop("consumes"))) if "consumes" in node else defaults.media
    own_produces = _texts(node.pop("produces")) if "produces" in node else None
    kept, bodies = split_parameters(node.get("parameters"), pointer, moved, fetch)
    if bodies:
        node["parameters"] = kept
        node["requestBody"] = request_body(bodies, media, f"{pointer}/requestBody", moved)
    schemes = _texts(node.pop("schemes", None))
    if schemes and defaults.host:
        node["servers"] = _servers(schemes, defaults)
        moved[f"{pointer}/servers"] = f"{written_pointer(moved, pointer)}/schemes"
    responses = node.get("responses")
    if own_produces is None or not is_object(responses):
        return
    for status, response in responses.items():
        if not is_object(response):
            continue
        place = f"{pointer}/responses/{escape(status)}"
        reference = response.get("$ref")
        if isinstance(reference, str) and own_produces != defaults.produces:
            _inline_response(response, reference, fetch)
        if "$ref" not in response:
            convert_response(response, place, own_produces, moved)


def _inline_response(response: Node, reference: str, fetch: Fetch) -> None:
    """A shared response with a schema, returned in other media types than the document's: its members, by reference."""
    shared = fetch(reference)
    if not is_object(shared):
        return
    schema = shared.get("schema")
    if schema is None and "content" in shared:
        return
    response.clear()
    response.update({k: v for k, v in shared.items() if k not in ("schema", "examples", "headers")})
    if is_object(shared.get("headers")):
        response["headers"] = {
            name: {"$ref": f"{reference}/headers/{encode_fragment(escape(name))}"} for name in shared["headers"]
        }
    if is_object(schema):
        local = isinstance(schema.get("$ref"), str) and reference.startswith("#")
        response["schema"] = dict(schema) if local else {"$ref": f"{reference}/schema"}


def _convert_shared_bodies(components: Node, defaults: Defaults, moved: dict[str, str]) -> None:
    """Shared body parameters become shared request bodies; form parameters exist only inside operations."""
    parameters = components.get("parameters")
    if not is_object(parameters):
        return
    bodies: Node = {}
    for name, parameter in list(parameters.items()):
        place = parameter.get("in") if is_object(parameter) else None
        if place not in ("body", "formData"):
            continue
        del parameters[name]
        if place == "body":
            pointer = f"/components/requestBodies/{escape(name)}"
            moved[pointer] = f"/parameters/{escape(name)}"
            body = BodyParameter(written=parameter, value=parameter, place=moved[pointer])
            bodies[name] = request_body([body], defaults.media, pointer, moved)
    if bodies:
        components["requestBodies"] = bodies


def _convert_security_scheme(scheme: Node) -> None:
    kind = scheme.get("type")
    if kind == "basic":
        scheme["type"] = "http"
        scheme["scheme"] = "basic"
    elif kind == "oauth2" and "flows" not in scheme:
        flow = _text(scheme.pop("flow", ""))
        members = ("authorizationUrl", "tokenUrl", "scopes")
        scheme["flows"] = {_FLOWS.get(flow, flow): {m: scheme.pop(m) for m in members if m in scheme}} if flow else {}


def _servers(schemes: tuple[str, ...], defaults: Defaults) -> list[Node]:
    """One server a scheme, safest first; without a host one that is relative to where the document was found."""
    base = defaults.base_path.rstrip("/")
    if base and not base.startswith("/"):
        base = "/" + base
    if not defaults.host:
        return [{"url": base}] if base else []
    ordered = sorted(
        schemes or ("https",), key=lambda s: _PREFERENCE.index(s) if s in _PREFERENCE else len(_PREFERENCE)
    )
    return [{"url": f"{scheme}://{defaults.host}{base}"} for scheme in dict.fromkeys(ordered)]


def _copies(section: Any) -> Node:
    """The members of a section, safe from later changes at their top level."""
    return {k: dict(v) if is_object(v) else v for k, v in section.items()} if is_object(section) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(dict.fromkeys(item for item in value if isinstance(item, str))) if is_array(value) else ()
