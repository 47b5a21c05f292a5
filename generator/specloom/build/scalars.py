"""Scalar types and their formats."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, TypeGuard

from specloom.build import places
from specloom.build.context import Context, Gatherer
from specloom.ir.types import JsonTextType, LiteralType, NullableType, ScalarKind, ScalarType, TypeExpr
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

_KINDS = {kind.value: kind for kind in ScalarKind}
_COMPOSING = frozenset(("$ref", "$dynamicRef", "allOf", "oneOf", "anyOf", "discriminator"))
_BEYOND = _COMPOSING | {"enum", "const", "contentEncoding", "contentMediaType", "x-specloom-name"}
"""Keywords by which a schema with a scalar `type` may be more than that."""
_CODINGS = {"base64": "byte", "base64url": "base64url"}
_JSON_TEXT = re.compile(
    r"(?:an?\s+|the\s+)?(?:valid\s+|encoded\s+|serialized\s+|stringified\s+)?JSON[- ](?:encoded\s+|formatted\s+)?"
    r"(?:array|object|list|map|dictionary)\b(?!\s+(?:keys?|paths?|names?|ids?|pointers?)\b)",
    re.IGNORECASE,
)
_JSON_MEDIA = re.compile(r"application/([\w.+-]+\+)?json\b", re.IGNORECASE)


def is_scalar(kind: object) -> TypeGuard[str]:
    """Whether a `type` is that of a scalar."""
    return isinstance(kind, str) and kind in _KINDS


def alone(g: Gatherer, schema: Cursor) -> TypeExpr | None:
    """The expression of a schema that is a scalar (or null) and nothing else, whatever is around it.

    None for any other, which `expressions.express` must look at. Most properties are such scalars, and the answer is
    the same; it needs no context, whose making takes longer.
    """
    value = schema.value
    if g.options.json_text or not is_object(value) or not _BEYOND.isdisjoint(value):
        return None
    kind: Any = value.get("type")
    null = is_array(kind) and len(kind) == 2 and kind[1] == "null"
    if null:
        kind = kind[0]
    if not is_scalar(kind) or kind == "null":
        return None
    form = value.get("format")
    form = form if isinstance(form, str) else ""
    if kind == "string" and _says_json(value, form):
        form = "json"
    return _nullable(kind, form) if null else _scalar(kind, form)


def express(g: Gatherer, schema: Cursor, context: Context, kind: str) -> TypeExpr:
    """The expression of a schema of the scalar type `kind`; null alone is the literal null."""
    if kind == "null":
        return LiteralType(value=None)
    form = schema.text("format")
    if kind == "string":
        form = _string_format(g, schema, context, form)
    inside = schema.get("contentSchema") if form == "json" else None
    if inside is not None and is_object(inside.value) and inside.value:
        return JsonTextType(item=g.nested(inside, context.below(context.role, context.words, context.leaf)))
    return _scalar(kind, form)


@lru_cache(maxsize=1024)
def _scalar(kind: str, form: str) -> ScalarType:
    """One value for all uses: expressions compare by value, and most are among a dozen."""
    return ScalarType(kind=_KINDS[kind], format=form)


@lru_cache(maxsize=1024)
def _nullable(kind: str, form: str) -> NullableType:
    return NullableType(item=_scalar(kind, form))


def _string_format(g: Gatherer, schema: Cursor, context: Context, form: str) -> str:
    coding = schema.text("contentEncoding").lower()
    if coding in _CODINGS:
        return _CODINGS[coding]
    media = schema.text("contentMediaType")
    if (media and _JSON_MEDIA.match(media)) or _holds_json(g, schema, context, form):
        return "json"
    if media and not form and not media.lower().startswith("text/"):
        return "binary"
    return form


def _holds_json(g: Gatherer, schema: Cursor, context: Context, form: str) -> bool:
    """A text that holds JSON, by its own words or by configuration."""
    if _says_json(schema.value, form):
        return True
    globs = g.options.json_text
    if not globs:
        return False
    named = (g.identify(schema, context), places.identify(schema), str(schema.origin), schema.origin.pointer)
    return any(fnmatchcase(name, glob) for glob in globs for name in named)


def _says_json(schema: dict[str, Any], form: str) -> bool:
    """Whether the description says that the text is JSON, and no keyword says something else."""
    if form or "pattern" in schema:
        return False
    text = schema.get("description")
    return isinstance(text, str) and "json" in text[:40].lower() and _JSON_TEXT.match(text) is not None
