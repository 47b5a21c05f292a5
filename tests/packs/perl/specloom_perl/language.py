"""Perl 5 as a target language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from specloom.languages.code import Code
from specloom.languages.scope import Case
from specloom.languages.simple import SimpleLanguage

_PLAIN = re.compile(r"[ -&(-\[\]-~]*")


@dataclass(frozen=True, kw_only=True)
class Perl(SimpleLanguage):
    """Perl: snake case, classes in Pascal case, `undef`, no types but in comments."""

    def string(self, text: str) -> Code:
        """A single-quoted string where that says it; else a double-quoted one with every odd character as `\\x{…}`."""
        if _PLAIN.fullmatch(text):
            return Code(f"'{text}'")
        return Code('"' + "".join(char if char.isascii() and char.isalnum() else _escape(char) for char in text) + '"')

    def table(self, entries: Sequence[tuple[Code, Code]]) -> Code:
        """A hash reference."""
        return Code(f"{{ {Code(', ').join(Code(f'{key} => {value}') for key, value in entries)} }}")


def _escape(char: str) -> str:
    return " " if char == " " else f"\\x{{{0xFFFD if 0xD800 <= ord(char) <= 0xDFFF else ord(char):x}}}"


def _reserved() -> Iterator[str]:
    lines = files("specloom_perl").joinpath("reserved.txt").read_text("utf-8").splitlines()
    return (word for line in lines if not line.startswith("#") for word in line.split())


def perl(types: Mapping[str, str], options: Mapping[str, str | bool | int]) -> Perl:
    """The language, for specloom's entry point."""
    return Perl(
        name="perl",
        source_suffix=".pm",
        reserved=frozenset(_reserved()),
        cases=dict.fromkeys(Case, "snake") | {Case.CLASS: "pascal", Case.CONSTANT: "upper", Case.PACKAGE: "pascal"},
        types={"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", **types},
        constants=("undef", "JSON::PP::true", "JSON::PP::false"),
    )
