"""What a case's server answers: the entries of `answers` as the scripted server takes them."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specloom.source.plain import is_array, is_object

from tests.behaviour.server import Answer

from .values import dumps

KEYS = frozenset(
    {"status", "headers", "type", "json", "text", "base64", "file", "chunks", "encoding"}
    | {"delay", "pause", "unfinished", "cut_after", "close"}
)
NOTHING = Answer(status=204)
"""What is answered where a case says nothing."""
BEYOND = Answer(status=599, body=b"the script has no answer to this request")


def answer(entry: Mapping[str, Any], files: Path) -> Answer:
    """An entry: `status`, `headers`, one of `json`, `text`, `base64`, `file` (of JSON, in `files`) and `chunks`, its
    `type` where it is not the usual one, its content `encoding`, and what is broken on the way."""
    unknown = entry.keys() - KEYS
    assert not unknown, f"unknown keys of an answer: {sorted(unknown)}"
    body, media_type = _body(entry, files)
    headers = [(name, text) for name, value in entry.get("headers", {}).items() for text in _each(value)]
    media_type = entry.get("type", media_type)
    if media_type:
        headers.append(("Content-Type", media_type))
    if encoding := entry.get("encoding"):
        headers.append(("Content-Encoding", encoding))
        body = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    chunks = entry.get("chunks")
    broken: dict[str, Any] = {key: float(entry[key]) for key in ("delay", "pause") if key in entry}
    broken |= {key: entry[key] for key in ("unfinished", "cut_after", "close") if key in entry}
    return Answer(
        status=entry.get("status", 200),
        body=body,
        headers=headers,
        chunks=None if chunks is None else tuple(map(_chunk, chunks)),
        **broken,
    )


def _body(entry: Mapping[str, Any], files: Path) -> tuple[bytes, str]:
    if "file" in entry:
        return (files / entry["file"]).read_bytes(), "application/json"
    if "json" in entry:
        return dumps(entry["json"]).encode(), "application/json"
    if "text" in entry:
        return entry["text"].encode(), "text/plain"
    return base64.b64decode(entry.get("base64", "")), ""


def _chunk(piece: Any) -> bytes:
    return base64.b64decode(piece["base64"]) if is_object(piece) else piece.encode()


def _each(value: Any) -> list[str]:
    return [str(item) for item in value] if is_array(value) else [str(value)]
