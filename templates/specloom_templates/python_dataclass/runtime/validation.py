"""Constraints of the document, checked before sending where the client was made with `validate=True`.

All violations of a request are reported at once. What is checked is the JSON data that would be sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .constraints import Constraints
from .errors import InvalidArgumentError
from .fields import fields_of
from .narrow import is_array, is_object
from .registry import resolve
from .types import (
    ANY,
    FirstMatch,
    ListOf,
    MapOf,
    Nullable,
    Shaped,
    Tagged,
    TupleOf,
    Type,
)

if TYPE_CHECKING:
    from .encoding import Writer

__all__ = ["ConstraintError", "Constraints", "faults", "validate", "violations"]


class ConstraintError(InvalidArgumentError):
    """A request that the document does not allow; `violations` lists each fault with its place."""

    violations: tuple[str, ...]

    def __init__(self, violations: tuple[str, ...]) -> None:
        super().__init__("\n".join(violations))
        self.violations = violations


def validate(
    values: Mapping[str, object],
    constraints: Mapping[str, Constraints],
    writer: Writer,
    types: Mapping[str, Type] | None = None,
) -> None:
    """Check arguments by name: their own constraints, and those of the fields of models inside them.

    Raises `ConstraintError` with every violation. A value that is not given, or None, is not checked.
    """
    if found := tuple(faults(values, constraints, writer, types)):
        raise ConstraintError(found)


def faults(
    values: Mapping[str, object],
    constraints: Mapping[str, Constraints],
    writer: Writer,
    types: Mapping[str, Type] | None = None,
) -> Iterator[str]:
    """Each violation that `validate` reports."""
    for name, value in values.items():
        type_ = (types or {}).get(name, ANY)
        data = writer.encode(value, type_)
        yield from violations(
            data,
            name,
            constraints.get(name),
            _model_of(value) if type_ is ANY else type_,
        )


def _model_of(value: object) -> Type:
    from .models import Model

    return type(value) if isinstance(value, Model) else ANY


def violations(
    data: Any, place: str, own: Constraints | None, type_: Type = ANY
) -> Iterator[str]:
    """Each fault of JSON data, with its place, by `own` constraints and by those of the fields of `type_`."""
    if data is None:
        return
    if own is not None:
        for fault in _faults(data, own):
            yield f"{place}: {fault}"
        if own.item is not None and is_array(data):
            for index, item in enumerate(data):
                yield from violations(item, f"{place}[{index}]", own.item)
    yield from _inner(data, place, type_)


def _inner(data: Any, place: str, type_: Type) -> Iterator[str]:
    target = resolve(type_)
    if isinstance(target, Nullable):
        target = resolve(target.item)
    if isinstance(target, Tagged | Shaped | FirstMatch):
        from .unions import select_variant, tagged_variant

        found = (
            tagged_variant(target, data)
            if isinstance(target, Tagged)
            else select_variant(target, data)
        )
        if found is not None:
            yield from _inner(data, place, found)
    elif is_array(data) and isinstance(target, ListOf):
        for index, item in enumerate(data):
            yield from _inner(item, f"{place}[{index}]", target.item)
    elif is_array(data) and isinstance(target, TupleOf):
        for index, (item, item_type) in enumerate(
            zip(data, target.items, strict=False)
        ):
            yield from _inner(item, f"{place}[{index}]", item_type)
    elif is_object(data) and isinstance(target, MapOf):
        for key, item in data.items():
            yield from _inner(item, f"{place}.{key}", target.value)
    elif is_object(data) and isinstance(target, type) and hasattr(target, "_fields"):
        for spec in fields_of(target):
            if spec.wire in data:
                yield from violations(
                    data[spec.wire], f"{place}.{spec.wire}", spec.constraints, spec.type
                )
            elif spec.required and spec.access != "read":
                yield f"{place}.{spec.wire}: is required"


def _faults(data: Any, own: Constraints) -> Iterator[str]:
    if isinstance(data, str):
        yield from _text_faults(data, own)
    elif is_array(data):
        yield from _size_faults(len(data), own.min_items, own.max_items, "item")
        if own.unique_items and _has_twins(data):
            yield "its items must be unique"
    elif is_object(data):
        yield from _size_faults(
            len(data), own.min_properties, own.max_properties, "property"
        )
    elif not isinstance(data, bool):
        yield from _number_faults(data, own)


def _text_faults(text: str, own: Constraints) -> Iterator[str]:
    yield from _size_faults(len(text), own.min_length, own.max_length, "character")
    if own.pattern is not None:
        pattern = translate(own.pattern)
        if pattern is not None and pattern.search(text) is None:
            yield f"must match {own.pattern!r}, is {text!r}"


def _size_faults(
    size: int, least: int | None, most: int | None, unit: str
) -> Iterator[str]:
    if least is not None and size < least:
        yield f"must have at least {_count(least, unit)}, has {size}"
    if most is not None and size > most:
        yield f"must have at most {_count(most, unit)}, has {size}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit if number == 1 else unit[:-1] + 'ies' if unit.endswith('y') else unit + 's'}"


def _number_faults(number: Any, own: Constraints) -> Iterator[str]:
    if own.minimum is not None and number < own.minimum:
        yield f"must be at least {own.minimum}, is {number}"
    if own.maximum is not None and number > own.maximum:
        yield f"must be at most {own.maximum}, is {number}"
    if own.exclusive_minimum is not None and number <= own.exclusive_minimum:
        yield f"must be more than {own.exclusive_minimum}, is {number}"
    if own.exclusive_maximum is not None and number >= own.exclusive_maximum:
        yield f"must be less than {own.exclusive_maximum}, is {number}"
    if own.multiple_of and not _is_multiple(number, own.multiple_of):
        yield f"must be a multiple of {own.multiple_of}, is {number}"


def _is_multiple(number: Any, step: float) -> bool:
    """Decimally, as the document spells both: 0.3 is a multiple of 0.1."""
    from decimal import Decimal
    from fractions import Fraction

    return (
        Fraction(Decimal(str(number))) / Fraction(Decimal(str(step)))
    ).denominator == 1


def _has_twins(items: list[Any]) -> bool:
    seen: set[str] = set()
    for item in items:
        text = _canonical(item)
        if text in seen:
            return True
        seen.add(text)
    return False


def _canonical(item: Any) -> str:
    """A text that is equal for equal JSON values: `1` and `1.0` are, `1` and `true` are not."""
    if is_object(item):
        return (
            "{"
            + ",".join(f"{key!r}:{_canonical(item[key])}" for key in sorted(item))
            + "}"
        )
    if is_array(item):
        return "[" + ",".join(map(_canonical, item)) + "]"
    if isinstance(item, float) and item.is_integer():
        return repr(int(item))
    return repr(item)


_UNSUPPORTED = re.compile(
    r"\\[pPkxc]|\(\?<[A-Za-z_]|\(\?[imsx-]|\[\^?\]|&&|--|\|\||~~|\[\["
)


@lru_cache(maxsize=512)
def translate(pattern: str) -> re.Pattern[str] | None:
    """An ECMA-262 pattern as one of Python that means the same; None where that is not certain.

    `$` means the very end, `\\d` and `\\w` are ASCII, and what Python lacks or reads differently (`\\p{…}`, named
    groups, empty classes, flags) is left unchecked rather than checked wrongly.
    """
    if _UNSUPPORTED.search(pattern.replace("\\\\", "")):
        return None
    out: list[str] = []
    in_class = False
    index = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\\" and index + 1 < len(pattern):
            pair = pattern[index : index + 2]
            out.append("/" if pair == "\\/" else pair)
            index += 2
            continue
        if character == "[":
            in_class = True
        elif character == "]":
            in_class = False
        out.append(r"\Z" if character == "$" and not in_class else character)
        index += 1
    try:
        return re.compile("".join(out), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None
