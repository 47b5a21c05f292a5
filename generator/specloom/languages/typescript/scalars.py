"""What scalars of the document are in TypeScript: a table, so that a pack or a user's configuration can put other types
in."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.ir.types import ScalarKind
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScriptScalar:
    """A type, and the codec of the runtime that reads and writes its values.

    `given` is what a caller may give instead, `module` where the runtime has the codec, `uses` the name of a type that
    has to be imported for it, from `uses_from`.
    """

    type: str
    codec: str
    module: str = "codecs"
    given: str = ""
    uses: str = ""
    uses_from: str = ""


def _own(type_: str, codec: str, given: str = "") -> TypeScriptScalar:
    return TypeScriptScalar(type=type_, codec=codec, module="scalars", given=given)


SCALARS: Mapping[str, TypeScriptScalar] = {
    "boolean": TypeScriptScalar(type="boolean", codec="boolean"),
    "integer": TypeScriptScalar(type="number", codec="integer"),
    "integer:int64": _own("number | bigint", "int64"),
    "integer:uint64": _own("number | bigint", "int64"),
    "number": TypeScriptScalar(type="number", codec="number"),
    "number:decimal": _own("string", "decimalNumber", "string | number"),
    "null": TypeScriptScalar(type="null", codec="nothing"),
    "string": TypeScriptScalar(type="string", codec="string"),
    "string:date-time": _own("string", "dateTime", "string | Date"),
    "string:date": _own("string", "date", "string | Date"),
    "string:time": _own("string", "time"),
    "string:duration": _own("string", "duration"),
    "string:uuid": _own("string", "uuid"),
    "string:decimal": _own("string", "decimal", "string | number"),
    "string:byte": _own("Uint8Array", "bytes", "Uint8Array | string"),
    "string:base64url": _own("Uint8Array", "base64url", "Uint8Array | string"),
    "string:json": _own("string", "jsonText", "unknown"),
    "string:binary": TypeScriptScalar(
        type="string", codec="binary", module="scalars", given="Uploadable", uses="Uploadable", uses_from="uploads"
    ),
    "string:download": TypeScriptScalar(
        type="FileDownload", codec="binary", module="scalars", uses="FileDownload", uses_from="download"
    ),
}
"""By `kind:format`, else by `kind`."""

DATES: Mapping[str, Mapping[str, TypeScriptScalar]] = {
    "string": {},
    "date": {"string:date-time": _own("Date", "instant", "Date | string")},
}
"""The pack's option `dates`: what a date-time is."""

INTEGERS: Mapping[str, Mapping[str, TypeScriptScalar]] = {
    "exact": {},
    "bigint": {key: _own("bigint", "bigInteger", "bigint | number") for key in ("integer:int64", "integer:uint64")},
    "number": {key: _own("number", "nearInteger") for key in ("integer:int64", "integer:uint64")},
}
"""The pack's option `int64`: what a 64-bit integer is."""


def scalar_of(kind: ScalarKind, form: str, table: Mapping[str, TypeScriptScalar]) -> TypeScriptScalar:
    """The type of a scalar of this kind and format; a format that the table does not know is as good as none."""
    return table.get(f"{kind}:{form}") or table[kind]


def configured(types: Mapping[str, str], options: Mapping[str, str | bool | int]) -> Mapping[str, TypeScriptScalar]:
    """The table with the options of a pack applied, and then `types`, each of which names another entry of the table
    (`string:uuid` → `string`). Raises `ValueError` for what it does not understand."""
    table = {**SCALARS, **_chosen("dates", DATES, options), **_chosen("int64", INTEGERS, options)}
    for key, wanted in types.items():
        if key.partition(":")[0] not in {str(kind) for kind in ScalarKind}:
            raise ValueError(f"{key!r} begins with no scalar type of JSON Schema")
        if wanted not in table:
            raise ValueError(f"{wanted!r} is no entry of the table of scalars; there are: {', '.join(sorted(table))}")
    return {**table, **{key: table[wanted] for key, wanted in types.items()}}


def _chosen(
    name: str,
    choices: Mapping[str, Mapping[str, TypeScriptScalar]],
    options: Mapping[str, str | bool | int],
) -> Mapping[str, TypeScriptScalar]:
    wanted = options.get(name, next(iter(choices)))
    if not isinstance(wanted, str) or wanted not in choices:
        raise ValueError(f"the option {name!r} is one of {', '.join(choices)}, not {wanted!r}")
    return choices[wanted]
