"""What gofmt decides by width: columns of the keys of literals and of constants, and which functions fit on a line."""

from __future__ import annotations

import re

_KEY = re.compile(r"(?P<head>\t+\w+:) +(?P<rest>\S.*,)\Z")
_CONSTANT = re.compile(r"(?P<head>\t\w+) +(?P<type>\w+) +(?P<rest>= .*)\Z")
_EMPTY_FUNCTION = re.compile(r"^(func [^\n{]{25,}\)) \{\}$", re.MULTILINE)
_LONGEST_FUNCTION = 99
"""Bytes of the head of a function without a body that stays on one line."""


def unfolded(text: str) -> str:
    """`text` with the closing brace of long functions that do nothing on a line of its own."""
    return _EMPTY_FUNCTION.sub(
        lambda found: f"{found[1]} {{\n}}" if len(found[1].encode()) > _LONGEST_FUNCTION else found[0], text
    )


def aligned(text: str) -> str:
    """`text` with its columns filled up with spaces.

    gofmt gives a column to the values of keys that stand on lines of their own, and to types and values of constants; a
    value of several lines, a blank line or a comment ends it.
    """
    out: list[str] = []
    run: list[re.Match[str]] = []
    for line in text.split("\n"):
        found = _KEY.match(line) or _CONSTANT.match(line)
        if found and run and not _belongs(run[-1], found):
            out += _filled(run)
            run = []
        if found:
            run.append(found)
            continue
        out += _filled(run)
        run = []
        out.append(line)
    return "\n".join([*out, *_filled(run)])


def _belongs(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two lines stand in one column: of the same kind, at the same indentation."""
    return one.re is other.re and _indent(one) == _indent(other)


def _indent(found: re.Match[str]) -> int:
    return len(found["head"]) - len(found["head"].lstrip("\t"))


def _filled(run: list[re.Match[str]]) -> list[str]:
    width = max((len(found["head"]) for found in run), default=0)
    types = max((len(found["type"]) for found in run if found.re is _CONSTANT), default=0)
    return [
        (
            f"{found['head']:<{width}} {found['type']:<{types}} {found['rest']}"
            if found.re is _CONSTANT
            else f"{found['head']:<{width}} {found['rest']}"
        )
        for found in run
    ]
