"""`surface.json`: the public surface as data. Its keys are stable, and the same in every language; tools are built on
them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages, Pagination

FORMAT = 1
STYLES: dict[type[Pagination], str] = {
    NextUrl: "next_url",
    LinkHeader: "link_header",
    CursorPages: "cursor",
    OffsetPages: "offset",
    NumberedPages: "page_number",
}
"""What a style of paging is called."""


def surface_text(surface: Mapping[str, object]) -> str:
    """JSON with each operation and each model on a line of its own: short, and a difference is easy to read."""
    lines: list[str] = []
    for key, value in surface.items():
        if isinstance(value, list) and value:
            entries = ",\n".join(f"    {json.dumps(entry)}" for entry in cast("list[object]", value))
            lines.append(f"  {json.dumps(key)}: [\n{entries}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def pagination_entry(pages: Pagination | None) -> dict[str, object] | None:
    """How an operation is paged."""
    if pages is None:
        return None
    found: dict[str, object] = {"style": STYLES[type(pages)], "items": list(pages.items)}
    if isinstance(pages, CursorPages | OffsetPages | NumberedPages):
        found["parameter"] = pages.parameter
    if isinstance(pages, NextUrl | CursorPages):
        found["next"] = list(pages.next)
    return found
