"""Parameter Objects: merged, checked against the path, with every default decided (OpenAPI 3.2, section 4.12)."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.build import paths
from specloom.build.context import Role
from specloom.build.docs import constraints, deprecation, docs, merged
from specloom.build.session import Place
from specloom.build.words import split
from specloom.diagnostics import Unsupported
from specloom.ir.names import NO_DOCS, Name
from specloom.ir.parameters import Location, Parameter, Style
from specloom.ir.types import NO_CONSTRAINTS, AnyType, Default, ScalarKind, ScalarType
from specloom.source.cursor import Cursor

_DEFAULT_STYLE = {
    Location.PATH: Style.SIMPLE,
    Location.QUERY: Style.FORM,
    Location.QUERYSTRING: Style.FORM,
    Location.HEADER: Style.SIMPLE,
    Location.COOKIE: Style.FORM,
}
_STYLES = {
    Location.PATH: frozenset({Style.SIMPLE, Style.LABEL, Style.MATRIX}),
    Location.QUERY: frozenset(
        {Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.TAB_DELIMITED, Style.DEEP_OBJECT}
    ),
    Location.QUERYSTRING: frozenset({Style.FORM}),
    Location.HEADER: frozenset({Style.SIMPLE}),
    Location.COOKIE: frozenset({Style.FORM, Style.COOKIE}),
}
_DELIMITED = frozenset({Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.TAB_DELIMITED})
"""2.0 has them in paths and headers, too."""
_LOCATIONS = {location.value: location for location in Location}
_EXPLODED = frozenset({Style.FORM, Style.COOKIE, Style.DEEP_OBJECT})
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization", "content-length", "transfer-encoding"})
"""Those that the specification wants ignored, and those that frame the message, which only its sender can know."""


def build_parameters(path_item: Cursor, operation: Cursor, template: str, place: Place) -> tuple[Parameter, ...]:
    """The parameters of an operation: those of its path in path order, then the others in the order of the document.

    An operation's parameter overrides the path item's of the same name and location. A slot of the path that nothing
    declares is a string; a declared path parameter that the path has no slot for is ignored; both are reported.
    """
    declared: dict[tuple[str, Location], Cursor] = {}
    for holder in (path_item, operation):
        for cursor, name, location in _declared(holder, place):
            declared[name, location] = cursor
    slots = paths.slots(template)
    built: dict[tuple[str, Location], Parameter] = {}
    for (name, location), cursor in declared.items():
        if location is Location.PATH and name not in slots:
            place.problems.warn(
                "unused-path-parameter",
                cursor.origin,
                f"the path {template!r} has no {{{name}}}; the parameter is ignored",
            )
            continue
        built[name, location] = build_parameter(cursor, name, location, place)
    in_path = [built.get((name, Location.PATH)) or _undeclared(name, operation, template, place) for name in slots]
    return (*in_path, *(parameter for parameter in built.values() if parameter.location is not Location.PATH))


def _fault(cursor: Cursor, name: str, where: str) -> str:
    """What keeps a parameter from being one."""
    if where in ("formData", "body"):
        return f"`in: {where}` is of Swagger 2.0; OpenAPI 3 describes {name or 'it'!r} in `requestBody`"
    if where and where not in _LOCATIONS:
        return f"`in: {where}` is none of {', '.join(_LOCATIONS)}"
    missing = " and ".join(f"`{key}`" for key, text in (("name", name), ("in", where)) if not text)
    others = ", ".join(f"`{key}`" for key, _ in cursor.items())
    return f"a parameter needs {missing}; this one has {f'only {others}' if others else 'nothing'}"


def _declared(holder: Cursor, place: Place) -> Iterator[tuple[Cursor, str, Location]]:
    listed = holder.get("parameters")
    for element in listed.elements() if listed else ():
        cursor = place.problems.attempt(element.follow, None)
        if cursor is None:
            continue
        where = cursor.text("in")
        name = cursor.text("name") or ("query" if where == Location.QUERYSTRING else "")
        if not name or where not in _LOCATIONS:
            problem = Unsupported("invalid-parameter", element.origin, _fault(cursor, name, where))
            place.problems.lose(problem.diagnostic())
            continue
        location = _LOCATIONS[where]
        if location is Location.HEADER and name.lower() in _IGNORED_HEADERS:
            place.problems.note(
                "ignored-header-parameter",
                element.origin,
                f"{name} is not a parameter of its own: media types, security schemes and the body decide it",
            )
            continue
        yield cursor, name, location


def build_parameter(cursor: Cursor, name: str, location: Location, place: Place) -> Parameter:
    """One Parameter Object."""
    style = _style(cursor, location, place)
    explode_cursor = cursor.get("explode")
    explode = style in _EXPLODED if explode_cursor is None else explode_cursor.value is True
    required = cursor.flag("required")
    if location is Location.PATH and not required:
        place.problems.note(
            "optional-path-parameter", cursor.origin, f"{name!r} is part of the path and therefore required"
        )
    leaf = split(name)
    context = place.context(Role.PARAMETER, *leaf, request=True, leaf=leaf)
    media_type, schema = content_schema(cursor) or ("", cursor.get("schema"))
    resolved = place.problems.attempt(schema.follow, None) if schema is not None else None
    default = resolved.get("default") if resolved is not None else None
    return Parameter(
        name=Name(wire=name, words=leaf, rule="the parameter's name"),
        location=location,
        type=place.session.schemas.expression(schema, context) if schema is not None else AnyType(),
        required=required or location is Location.PATH,
        style=style,
        explode=explode or style is Style.DEEP_OBJECT,
        allow_reserved=cursor.flag("allowReserved"),
        allow_empty=cursor.flag("allowEmptyValue") and location is Location.QUERY,
        media_type=media_type,
        default=Default(value=default.value) if default is not None else None,
        constraints=constraints(resolved) if resolved is not None else NO_CONSTRAINTS,
        docs=merged(docs(cursor), docs(resolved)) if resolved is not None else docs(cursor),
        deprecation=deprecation(cursor),
        origin=cursor.origin,
    )


def content_schema(cursor: Cursor) -> tuple[str, Cursor | None] | None:
    """The media type and schema of a parameter or header that is serialised as `content`; None for the others."""
    content = cursor.get("content")
    for media_type, media in content.items() if content else ():
        return media_type, media.get("schema")
    return None


def _style(cursor: Cursor, location: Location, place: Place) -> Style:
    written = cursor.text("style")
    if not written:
        return _DEFAULT_STYLE[location]
    delimited = _DELIMITED if cursor.document.version == "2.0" else frozenset[Style]()
    for style in _STYLES[location] | delimited:
        if style == written:
            return style
    style = _DEFAULT_STYLE[location]
    place.problems.warn(
        "invalid-style", cursor.origin, f"style {written!r} is not for a {location} parameter; {style} is used"
    )
    return style


def _undeclared(name: str, operation: Cursor, template: str, place: Place) -> Parameter:
    place.problems.warn(
        "undeclared-path-parameter",
        operation.origin,
        f"{{{name}}} of {template!r} is not declared; it is taken as a string",
    )
    return Parameter(
        name=Name(wire=name, words=split(name), rule="the slot of the path"),
        location=Location.PATH,
        type=ScalarType(kind=ScalarKind.STRING),
        required=True,
        style=Style.SIMPLE,
        explode=False,
        docs=NO_DOCS,
        origin=operation.origin,
    )
