"""Which specification a document was written for."""

from __future__ import annotations

from typing import Any

from specloom.source.plain import is_object

SUPPORTED = ("2.0", "3.0", "3.1", "3.2")


def version_of(data: Any) -> str:
    """`"2.0"`, `"3.0"`, `"3.1"` or `"3.2"`; `""` for a file that does not say (a fragment), or says something else."""
    declared = declared_version(data)
    short = ".".join(declared.split(".")[:2])
    return short if short in SUPPORTED else ""


def declared_version(data: Any) -> str:
    """The text of `openapi` or `swagger` as the document has it; `""` when there is neither. A number (`swagger: 2.0`)
    counts.
    """
    if not is_object(data):
        return ""
    for word in ("openapi", "swagger"):
        value = data.get(word)
        if isinstance(value, str | float) or (isinstance(value, int) and not isinstance(value, bool)):
            text = str(value).strip()
            return text if "." in text else f"{text}.0"
    return ""
