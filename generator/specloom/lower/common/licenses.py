"""The license of a package as registries want it: an SPDX expression (SPDX 2.3, annex D)."""

from __future__ import annotations

import re

_NAMES = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "creative commons attribution 3.0": "CC-BY-3.0",
    "creative commons attribution 4.0": "CC-BY-4.0",
    "mit": "MIT",
    "mit license": "MIT",
    "the mit license": "MIT",
}
"""What documents call licenses that have an identifier."""
_EXPRESSION = re.compile(r"[A-Za-z0-9.]+(?:-[A-Za-z0-9.]+)+\+?(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")


def spdx(name: str) -> str:
    """The expression for what a document calls its license; empty where there is none, or none is known."""
    return _NAMES.get(name.strip().lower()) or (name if _EXPRESSION.fullmatch(name) else "")
