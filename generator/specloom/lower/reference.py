"""The views as a reference for authors of templates, Markdown and JSON Schema, made from the dataclasses themselves."""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
import typing
from collections.abc import Iterator

from specloom.languages.code import Code
from specloom.lower.view_types import view_types
from specloom.lower.views import FORMAT


def markdown(language: str) -> str:
    """A section for each view: what it is, and its attributes with their types."""
    found = [f"# Views, format {FORMAT}", "", _INTRODUCTION]
    for name, view in view_types(language).items():
        found += ["", f"## {name}", "", inspect.cleandoc(view.__doc__ or ""), "", "| attribute | is |", "| --- | --- |"]
        found += [f"| `{attribute}` | {_word(kind)} |" for attribute, kind in _attributes(view)]
    return "\n".join(found)


_INTRODUCTION = (
    "What a template is given, by the `for` of its rule in `target.toml`. *code* is text that may be printed: an\n"
    "identifier or a type, unless a literal or Markdown is spoken of; `doc` and `header` are comments. It is false in\n"
    "`{% if %}` where it is empty. *flag* is for `{% if %}` only, *list of* for `{% for %}`."
)


def schema(language: str) -> str:
    """A JSON Schema (2020-12) of the views as data: code is a string, a view that may be missing is null."""
    definitions = {
        name: {
            "type": "object",
            "description": inspect.cleandoc(view.__doc__ or ""),
            "properties": {attribute: _schema(kind) for attribute, kind in _attributes(view)},
            "required": [attribute for attribute, _ in _attributes(view)],
            "additionalProperties": False,
        }
        for name, view in view_types(language).items()
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Views, format {FORMAT}"}
    return json.dumps({**head, "$defs": definitions}, indent=2)


def _attributes(view: type) -> Iterator[tuple[str, object]]:
    hints = typing.get_type_hints(view)
    fields: tuple[dataclasses.Field[object], ...] = dataclasses.fields(view)
    yield from ((field.name, hints[field.name]) for field in fields)


def _parts(kind: object) -> tuple[object, bool, bool]:
    """The type itself, whether there are many, whether it may be missing."""
    optional = isinstance(kind, types.UnionType)
    if optional:
        kind = next(part for part in typing.get_args(kind) if part is not type(None))
    many = typing.get_origin(kind) is tuple
    return typing.get_args(kind)[0] if many else kind, many, optional


def _word(kind: object) -> str:
    inner, many, optional = _parts(kind)
    plain = {Code: "code", bool: "flag", int: "number"}
    word = plain.get(typing.cast("type", inner)) or f"`{getattr(inner, '__name__', inner)}`"
    return f"{'list of ' if many else ''}{word}{', or nothing' if optional else ''}"


def _schema(kind: object) -> dict[str, object]:
    inner, many, optional = _parts(kind)
    plain = {Code: "string", bool: "boolean", int: "integer"}
    known = plain.get(typing.cast("type", inner))
    found: dict[str, object] = {"type": known} if known else {"$ref": f"#/$defs/{getattr(inner, '__name__', inner)}"}
    if many:
        found = {"type": "array", "items": found}
    return {"anyOf": [found, {"type": "null"}]} if optional else found
