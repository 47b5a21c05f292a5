"""JSON values with exact numbers: how they are written, and what tells two of them apart."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from specloom.source.plain import is_array, is_object

_TEXTS = re.compile(r""" ["']([^"']+)["'], expected ["']([^"']+)["']\Z""")


def dumps(value: Any) -> str:
    """The JSON text of a value; a `Decimal` is written digit for digit."""
    if is_object(value):
        return "{" + ",".join(f"{json.dumps(name)}:{dumps(item)}" for name, item in value.items()) + "}"
    if is_array(value):
        return "[" + ",".join(map(dumps, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def differences(expected: Any, found: Any, path: str = "$") -> Iterator[str]:
    """What of `found` is not as `expected`, one line each.

    Numbers are equal as numbers. In the place of an expected value may stand `{"$instant": text}`, any text of the same
    moment; `{"$matches": pattern}`, any text that a regular expression matches wholly; `{"$oneOf": [values]}`, any of
    them; `{"$nulls": value}`, the value, whose properties that are null may be missing.
    """
    match expected:
        case {"$instant": text}:
            same = isinstance(found, str) and _instant(found) == _instant(text)
        case {"$nulls": value}:
            yield from differences(_without_nulls(value), _without_nulls(found), path)
            return
        case {"$oneOf": alternatives}:
            same = any(not list(differences(alternative, found)) for alternative in alternatives)
        case {"$matches": pattern}:
            same = isinstance(found, str) and re.fullmatch(pattern, found) is not None
        case _ if is_object(expected) and is_object(found):
            for name in expected.keys() | found.keys():
                if name not in found or name not in expected:
                    yield f"{path}.{name}: {'missing' if name in expected else f'unexpected {dumps(found[name])}'}"
                else:
                    yield from differences(expected[name], found[name], f"{path}.{name}")
            return
        case _ if is_array(expected) and is_array(found) and len(expected) == len(found):
            for index, pair in enumerate(zip(expected, found, strict=True)):
                yield from differences(*pair, f"{path}[{index}]")
            return
        case _:
            same = type(expected) is type(found) if isinstance(expected, bool) or isinstance(found, bool) else True
            same = same and expected == found
    if not same:
        yield f"{path}: {dumps(found)}, expected {dumps(expected)}"


def of_one_moment(difference: str) -> bool:
    """Whether two texts differ that stand for the same moment."""
    found = _TEXTS.search(difference)
    return found is not None and (moment := _instant(found[1])) is not None and moment == _instant(found[2])


def _without_nulls(value: Any) -> Any:
    if is_object(value):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if is_array(value) else value


def _instant(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.upper())
    except ValueError:
        return None
