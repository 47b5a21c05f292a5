"""What is written to standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any


def visible(text: str) -> str:
    """`text` with everything that would steer a terminal written as an escape: messages quote an untrusted document."""
    return "".join(c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode() for c in text)


def say(text: str) -> None:
    """Lines on standard output, safe for a terminal."""
    sys.stdout.write("\n".join(visible(line) for line in text.split("\n")) + "\n")
    sys.stdout.flush()


def say_json(record: Mapping[str, Any]) -> None:
    """One value on standard output, for a program."""
    json.dump(record, sys.stdout, indent=2)
    sys.stdout.write("\n")
