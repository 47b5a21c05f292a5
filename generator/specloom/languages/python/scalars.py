"""What scalars of the document are in Python: a table, so that a pack or a user's config can put other types in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from specloom.ir.types import ScalarKind
from specloom.languages.imports import Import
from specloom.quick import dataclass

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_STATEMENT = re.compile(
    r"import (?P<whole>[\w.]+)(?: as (?P<local>\w+))?"
    r"|from (?P<module>[\w.]+) import (?P<name>\w+)(?: as (?P<alias>\w+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonScalar:
    """A type by name: a builtin (`wanted` is None, `path` is its name), or `path` (`.datetime`, or nothing) of an
    import.
    """

    path: str
    wanted: Import | None = None

    @property
    def qualified(self) -> str:
        """The type by where it is defined, whatever an import calls it: `datetime.datetime`, `bytes`."""
        if self.wanted is None:
            return self.path
        return ".".join(part for part in (self.wanted.module, self.wanted.name) if part) + self.path


_DT = Import("datetime", alias="dt")

SCALARS: Mapping[str, PythonScalar] = {
    "boolean": PythonScalar(path="bool"),
    "integer": PythonScalar(path="int"),
    "number": PythonScalar(path="float"),
    "number:decimal": PythonScalar(path="", wanted=Import("decimal", "Decimal")),
    "string": PythonScalar(path="str"),
    "string:date-time": PythonScalar(path=".datetime", wanted=_DT),
    "string:date": PythonScalar(path=".date", wanted=_DT),
    "string:time": PythonScalar(path=".time", wanted=_DT),
    "string:duration": PythonScalar(path=".timedelta", wanted=_DT),
    "string:uuid": PythonScalar(path="", wanted=Import("uuid", "UUID")),
    "string:decimal": PythonScalar(path="", wanted=Import("decimal", "Decimal")),
    "string:byte": PythonScalar(path="bytes"),
    "string:base64url": PythonScalar(path="bytes"),
    "string:binary": PythonScalar(path="bytes"),
}
"""The type of each scalar but null, by `kind:format`, else by `kind`."""


def scalar_of(kind: ScalarKind, form: str, table: Mapping[str, PythonScalar] = SCALARS) -> PythonScalar:
    """The type of a scalar of this kind and format; a format that the table does not know is as good as none."""
    return table.get(f"{kind}:{form}") or table[kind]


def parse_scalar(text: str) -> PythonScalar:
    """An entry as TOML writes it: `bool`, or `dt.datetime, import datetime as dt`, or `UUID, from uuid import UUID`.

    Raises `ValueError` when the first part is no dotted name, the second no import of one name, or they do not belong
    together.
    """
    path, _, statement = (part.strip() for part in text.partition(","))
    if not _DOTTED.fullmatch(path):
        raise ValueError(f"{path!r} is not a dotted name")
    if not statement:
        return PythonScalar(path=path)
    wanted = parse_import(statement)
    local = wanted.alias or wanted.name or wanted.module
    if path != local and not path.startswith(local + "."):
        raise ValueError(f"{statement!r} does not import {path!r}")
    return PythonScalar(path=path[len(local) :], wanted=wanted)


def parse_import(statement: str) -> Import:
    """`import a as b` or `from a import b`. Raises `ValueError` for anything else."""
    found = _STATEMENT.fullmatch(statement)
    if found is None:
        raise ValueError(f"{statement!r} is not an import of one name")
    if found["whole"]:
        return Import(found["whole"], "", found["local"] or "")
    return Import(found["module"], found["name"], found["alias"] or "")
