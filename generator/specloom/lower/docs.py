"""What the document says about an element as CommonMark, before a language puts it into a comment or a docstring."""

from __future__ import annotations

import json
from collections.abc import Iterator

from specloom.ir.names import Deprecation, Docs
from specloom.ir.types import NO_CONSTRAINTS, Access, Constraints, Default

_LONGEST_DEFAULT = 200


def prose(docs: Docs) -> str:
    """Summary and body as one text; a body that begins with the summary stands alone."""
    summary, body = docs.summary.strip(), docs.body.strip()
    if not summary or body.startswith(summary):
        return body
    return f"{summary}\n\n{body}" if body else summary


def facts(
    constraints: Constraints = NO_CONSTRAINTS,
    default: Default | None = None,
    access: Access = Access.BOTH,
    deprecation: Deprecation | None = None,
) -> str:
    """Constraints, default, direction and deprecation as short sentences on one line."""
    if constraints is NO_CONSTRAINTS and default is None and access is Access.BOTH and deprecation is None:
        return ""
    return " ".join((*_deprecated(deprecation), *_access(access), *_limits(constraints), *_default(default)))


def described(text: str, more: str) -> str:
    """A text followed by the facts about it, as a paragraph of its own where the text has several."""
    if not text or not more:
        return text or more
    if "\n" in text.strip():
        return f"{text.rstrip()}\n\n{more}"
    ended = text.rstrip()
    return f"{ended}{'' if ended[-1] in '.!?:' else '.'} {more}"


def _deprecated(deprecation: Deprecation | None) -> Iterator[str]:
    if deprecation is not None:
        yield f"Deprecated: {deprecation.message}" if deprecation.message else "Deprecated."


def _access(access: Access) -> Iterator[str]:
    if access is Access.READ:
        yield "Set by the server."
    elif access is Access.WRITE:
        yield "Never returned."


def _limits(c: Constraints) -> Iterator[str]:
    if c is NO_CONSTRAINTS:
        return
    if c.minimum is not None and c.maximum is not None:
        yield f"From {c.minimum} to {c.maximum}."
    elif c.minimum is not None:
        yield f"At least {c.minimum}."
    elif c.maximum is not None:
        yield f"At most {c.maximum}."
    if c.exclusive_minimum is not None:
        yield f"Greater than {c.exclusive_minimum}."
    if c.exclusive_maximum is not None:
        yield f"Less than {c.exclusive_maximum}."
    if c.multiple_of is not None:
        yield f"A multiple of {c.multiple_of}."
    yield from _range(c.min_length, c.max_length, "character")
    if c.pattern is not None:
        yield f"Pattern: `{c.pattern}`."
    yield from _range(c.min_items, c.max_items, "item")
    if c.unique_items:
        yield "Items are unique."
    yield from _range(c.min_properties, c.max_properties, "property")
    if c.item is not None:
        yield f"Each item: {' '.join(_limits(c.item))}"


def _range(least: int | None, most: int | None, unit: str) -> Iterator[str]:
    units = "properties" if unit == "property" else f"{unit}s"
    if least is not None and least == most:
        yield f"Exactly {least} {unit if least == 1 else units}."
    elif least is not None and most is not None:
        yield f"{least} to {most} {units}."
    elif least is not None:
        yield f"At least {least} {unit if least == 1 else units}."
    elif most is not None:
        yield f"At most {most} {unit if most == 1 else units}."


def _default(default: Default | None) -> Iterator[str]:
    if default is None or default.value is None:
        return
    try:
        text = json.dumps(default.value, ensure_ascii=False)
    except (TypeError, ValueError):
        return
    if len(text) <= _LONGEST_DEFAULT:
        yield f"Default: `{text}`."
