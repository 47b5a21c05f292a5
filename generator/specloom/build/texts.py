"""The texts of everything that is no schema: operations, parameters, responses, tags, servers."""

from __future__ import annotations

from specloom.ir.names import NO_DOCS, Docs
from specloom.source.cursor import Cursor


def described(cursor: Cursor) -> Docs:
    """`summary` in one line, `description` as it is, and the link of `externalDocs`."""
    external = cursor.get("externalDocs")
    link = external.text("url") if external is not None else ""
    summary, body = " ".join(cursor.text("summary").split()), cursor.text("description").strip()
    return Docs(summary=summary, body=body, link=link) if summary or body or link else NO_DOCS
