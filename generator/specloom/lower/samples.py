"""Values for examples, in the form they have on the wire: for each argument something that can be sent."""

from __future__ import annotations

import json
import re

from specloom.ir.api import Api
from specloom.ir.types import (
    ArrayType,
    Constraints,
    Enum,
    LiteralType,
    MapType,
    Model,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    SubsetType,
    TypeExpr,
    Union,
)
from specloom.lower.arguments import Argument
from specloom.lower.constraints import constraints_of
from specloom.lower.shapes import all_fields, bare

_DEPTH = 3
_LONGEST = 64
_REPEATED = re.compile(r"\^(?P<start>[\w-]*)\[(?P<set>[\w\\-]+)\]\{(?P<count>\d{1,3})\}\$")
"""Patterns of identifiers: a fixed beginning and so many letters of a set."""
TEXTS = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "uuid": "6f1d2c3a-5b4e-4a7d-9c8b-0a1b2c3d4e5f",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
    "base64url": "aGVsbG8",
}
"""A text for each format that has a form of its own."""


def sample(api: Api, argument: Argument) -> object:
    """A JSON value for an argument: the document's own example where it is a scalar that fits, else one that keeps
    simple limits, else any of its type."""
    found, _ = bare(api, argument.type)
    if isinstance(found, ScalarType):
        written = _written(found, argument.docs.example)
        if written is None:
            written = within(found, constraints_of(api, argument.type, argument.constraints))
        if written is not None:
            return written
    return sample_of(api, argument.type, "_".join(argument.name.words))


def _written(scalar: ScalarType, example: str) -> object:
    try:
        value: object = json.loads(example) if example else None
    except ValueError:
        return None
    kinds = {
        ScalarKind.STRING: (str,),
        ScalarKind.INTEGER: (int,),
        ScalarKind.NUMBER: (int, float),
        ScalarKind.BOOLEAN: (bool,),
    }
    fits = type(value) in kinds.get(scalar.kind, ()) and (not scalar.format or scalar.kind is not ScalarKind.STRING)
    return value if fits and value != "" and len(example) <= _LONGEST else None


def within(scalar: ScalarType, limits: Constraints) -> str | int | None:
    """A value that keeps simple limits; None where there are none."""
    if scalar.kind is ScalarKind.INTEGER and limits.minimum is not None and limits.minimum > 1:
        return int(limits.minimum)
    if scalar.kind is not ScalarKind.STRING or scalar.format or limits.pattern is None:
        return None
    found = _REPEATED.fullmatch(limits.pattern)
    if found is None or not 0 < int(found["count"]) <= _LONGEST:
        return None
    letter = "0" if "0" in found["set"] or r"\d" in found["set"] else "a"
    text = found["start"] + letter * int(found["count"])
    try:
        return text if re.fullmatch(limits.pattern, text) else None
    except re.error:
        return None


def sample_of(api: Api, expr: TypeExpr, label: str, depth: int = 0) -> object:
    """A value of a type; `label` is what a text says."""
    found, _ = bare(api, expr)
    match found:
        case ScalarType(kind=kind, format=form):
            return _scalar(kind, form, label)
        case LiteralType(value=value):
            return value
        case SubsetType(values=values) if values:
            return values[0]
        case ArrayType(item=item):
            return [sample_of(api, item, label, depth + 1)] if depth < _DEPTH else []
        case MapType(value=value):
            return {"key": sample_of(api, value, label, depth + 1)} if depth < _DEPTH else {}
        case OneOfType(items=items):
            return sample_of(api, items[0], label, depth)
        case Ref(id=id):
            return _declared(api, id, label, depth)
        case _:
            return "..."


def _scalar(kind: ScalarKind, form: str, label: str) -> object:
    match kind:
        case ScalarKind.BOOLEAN:
            return True
        case ScalarKind.INTEGER:
            return 1
        case ScalarKind.NUMBER:
            return 1.5
        case ScalarKind.NULL:
            return None
        case ScalarKind.STRING:
            return TEXTS.get(form, label)


def _declared(api: Api, id: str, label: str, depth: int) -> object:
    declaration = api.declarations.get(id)
    match declaration:
        case Enum(members=members) if members:
            return members[0].value
        case Union(variants=variants) if variants and depth < _DEPTH:
            return sample_of(api, variants[0].type, label, depth + 1)
        case Model() if depth < _DEPTH:
            return {
                field.name.wire: sample_of(api, field.type, "_".join(field.name.words), depth + 1)
                for field in all_fields(api, declaration)
                if field.required
            }
        case _:
            return {}
