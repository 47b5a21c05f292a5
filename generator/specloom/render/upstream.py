"""Whether the parts of a pack that a user's templates replace are still what they were when the user replaced them.

A template that stands in front of one of the pack says what it was made from, one line a block:

    {#- upstream declarations 5d41402abc4b -#}

`*` stands for the whole template where it extends nothing. `specloom pack override` writes these lines. When the part
of the pack changes, a run says so: the user compares, adapts, and writes the line that the message gives.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from specloom.diagnostics import Diagnostic, Severity
from specloom.ir.names import Origin
from specloom.render.packs import Pack

WHOLE = "*"
_LINE = re.compile(r"\{#- upstream (?P<block>\*|[a-z_]\w*) (?P<hash>[0-9a-f]{12}) -#\}")
_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+["'](?:pack|base)/""")
_LEXER = Environment(trim_blocks=False)


def changed_overrides(pack: Pack) -> Iterator[Diagnostic]:
    """A warning (`override-outdated`) for each replaced part that changed, another (`override-untracked`) for each that
    no line tells about."""
    if pack.overrides is None:
        return
    for path in sorted(pack.overrides.glob("*.jinja")):
        upstream = upstream_of(pack, path.name)
        if upstream is None:
            continue
        text = path.read_text("utf-8")
        told = {found["block"]: found["hash"] for found in _LINE.finditer(text)}
        for block, now in overridden(text, upstream).items():
            line = line_for(block, now)
            what = f"the template {path.name}" if block == WHOLE else f"the block {block!r} of {path.name}"
            if block not in told:
                message = f"{what} replaces that of the pack {pack.target.name}, and nothing says which version of it"
                yield _finding(
                    "override-untracked", Severity.WARNING, message, path, f"Put this line below the first: {line}"
                )
            elif told[block] != now:
                message = f"{what} was changed in the pack {pack.target.name} after you replaced it"
                hint = f"Compare it with {upstream}, adapt yours, and write {line}"
                yield _finding("override-outdated", Severity.WARNING, message, path, hint)


def upstream_of(pack: Pack, template: str) -> Path | None:
    """The template of the pack with this name."""
    return next((folder / template for folder in pack.folders if (folder / template).is_file()), None)


def overridden(text: str, upstream: Path) -> dict[str, str]:
    """What a user's template replaces of the pack's: blocks by name, or all of it as `*`, each with its hash now."""
    source = upstream.read_text("utf-8")
    if not _EXTENDS.search(text):
        return {WHOLE: _hash(source)}
    theirs = blocks(source)
    return {name: _hash(theirs[name]) for name in blocks(text) if name in theirs}


def line_for(block: str, now: str) -> str:
    """The line that says what a part was made from."""
    return f"{{#- upstream {block} {now} -#}}"


def blocks(source: str) -> dict[str, str]:
    """The blocks of a template by name, each with its source between `block` and `endblock`; none for one that cannot
    be read, which is reported when it is printed."""
    found: dict[str, str] = {}
    open_blocks: list[tuple[str, list[str]]] = []
    statement: list[str] = []
    try:
        tokens = list(_LEXER.lex(source))
    except TemplateSyntaxError:
        return {}
    for _, kind, text in tokens:
        for _, parts in open_blocks:
            parts.append(text)
        if kind == "block_begin":
            statement = []
        elif kind == "name":
            statement.append(text)
        elif kind == "block_end" and statement[:1] == ["block"]:
            open_blocks.append((statement[1], []))
        elif kind == "block_end" and statement[:1] == ["endblock"] and open_blocks:
            name, parts = open_blocks.pop()
            found[name] = "".join(parts).rpartition("{%")[0]
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _finding(code: str, severity: Severity, message: str, path: Path, hint: str) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, message=message, origin=Origin(document=str(path)), hint=hint)
