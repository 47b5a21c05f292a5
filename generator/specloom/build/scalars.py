"""Scalar types and their formats."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache

from specloom.build import places
from specloom.build.context import Context, Gatherer
from specloom.ir.types import LiteralType, ScalarKind, ScalarType, TypeExpr
from specloom.source.cursor import Cursor

_KINDS = {kind.value: kind for kind in ScalarKind}
_CODINGS = {"base64": "byte", "base64url": "base64url"}
_JSON_TEXT = re.compile(
    r"(?:an?\s+|the\s+)?(?:valid\s+|encoded\s+|serialized\s+|stringified\s+)?JSON[- ](?:encoded\s+|formatted\s+)?"
    r"(?:array|object|list|map|dictionary)\b(?!\s+(?:keys?|paths?|names?|ids?|pointers?)\b)",
    re.IGNORECASE,
)
_JSON_MEDIA = re.compile(r"application/([\w.+-]+\+)?json\b", re.IGNORECASE)


def is_scalar(kind: object) -> bool:
    """Whether a `type` is that of a scalar."""
    return isinstance(kind, str) and kind in _KINDS


def express(g: Gatherer, schema: Cursor, context: Context, kind: str) -> TypeExpr:
    """The expression of a schema of the scalar type `kind`; null alone is the literal null."""
    if kind == "null":
        return LiteralType(value=None)
    form = schema.text("format")
    if kind == "string":
        form = _string_format(g, schema, context, form)
    return _scalar(kind, form)


@lru_cache(maxsize=1024)
def _scalar(kind: str, form: str) -> ScalarType:
    """One value for all uses: expressions compare by value, and most are among a dozen."""
    return ScalarType(kind=_KINDS[kind], format=form)


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
    if not form and "pattern" not in schema.value:
        text = schema.text("description")
        if "json" in text[:40].lower() and _JSON_TEXT.match(text):
            return True
    globs = g.options.json_text
    if not globs:
        return False
    named = (g.identify(schema, context), places.identify(schema), str(schema.origin), schema.origin.pointer)
    return any(fnmatchcase(name, glob) for glob in globs for name in named)
