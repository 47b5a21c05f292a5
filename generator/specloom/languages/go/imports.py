"""The imports of a Go file: those packages of the standard library that its code names, as goimports finds them."""

from __future__ import annotations

import re

PACKAGES = {
    "context": "context",
    "fmt": "fmt",
    "io": "io",
    "json": "encoding/json",
    "log": "log",
    "strings": "strings",
    "time": "time",
}
"""The packages that emitted code may name, by the name it has for them."""

PLACE = "\nimport ()\n"
"""What a template has where its imports go."""
_TOKEN = re.compile(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"|`[^`]*`|(?<![\w.])(?P<name>[a-z]\w*)\.[A-Z]')


def imported(text: str, own: str, path: str) -> str:
    """`text` with an import declaration in the place of `import ()`; without it where nothing is imported.

    `own` is the name of the package that is written, at `path`: files of another package may name it, too.
    """
    before, found, after = text.partition(PLACE)
    if not found:
        return text
    names = {token["name"] for token in _TOKEN.finditer(after) if token["name"]}
    standard = sorted(PACKAGES[name] for name in names if name in PACKAGES)
    groups = ["\n".join(f'\t"{each}"' for each in standard)] if standard else []
    if own in names:
        groups.append(f'\t"{path}"' if path.rpartition("/")[2] == own else f'\t{own} "{path}"')
    if not groups:
        return f"{before}\n" + after.lstrip("\n")
    joined = "\n\n".join(groups)
    block = f"import {joined.strip()}\n" if "\n" not in joined else f"import (\n{joined}\n)\n"
    return f"{before}\n{block}{after}"
