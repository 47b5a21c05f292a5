"""Parameters read back from the wire: every location, style and explode (OpenAPI 3.2, section 4.12; RFC 6570).

What is read has the structure of the value that was given, with texts for scalars. `fits` says which values a style
can carry at all: those that it leaves open, or cannot tell from others, are not sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote

from specloom.source.plain import is_array, is_object

from tests.harness.values import differences

from .operations import Parameter
from .values import parts

Pair = tuple[str, str]
"""A name and a value of a query, a form or a cookie, as sent."""
DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
_LOST = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t", "label": ".", "cookie": ";,"}
_VISIBLE = re.compile(r"[!-~]+( [!-~]+)*")
_BRACKET = re.compile(r"\[([^\]]*)\]")


class NotSent(Exception):
    """A parameter that was given, and is not where it should be, or not as its style writes it."""


def fits(parameter: Parameter, value: Any, names: Iterable[str]) -> bool:
    """Whether a value can be sent in a parameter so that it can be told from others. `names`: of the parameters beside
    it, which an exploded object must not name."""
    if value is None or (parameter.media_type and not parameter.is_json and isinstance(value, list | dict)):
        return False
    if parameter.is_json:
        return parameter.place != "header" or _VISIBLE.fullmatch(json.dumps(value)) is not None
    inner = list(value.values()) if is_object(value) else value if is_array(value) else [value]
    texts = [text for text in parts(value) if isinstance(text, str)]
    if None in parts(value) or not inner:
        return False
    nested = [one for one in inner if is_array(one) or is_object(one)]
    if nested and not (parameter.style == "deepObject" and all(nested)):
        return False
    if is_object(value) and parameter.explode and not set(value).isdisjoint(names):
        return False
    if parameter.place in ("header", "cookie") and not all(map(_VISIBLE.fullmatch, texts)):
        return False
    if inner is not value and not is_object(value):
        if parameter.place == "path" and parameter.shares:
            return str(value).isalnum()
        return parameter.place != "path" or value not in ("", ".", "..")
    lost = _LOST.get(parameter.style, "") + (",=" if parameter.place == "header" else "")
    if parameter.style == "deepObject" and any(set("[]") & set(name) for name in texts):
        return False
    return "" not in texts and not any(set(lost) & set(text) for text in map(str, parts(value)))


def exact(value: Any) -> Any:
    """A value with decimals for fractions, as JSON is read here."""
    if is_object(value):
        return {name: exact(item) for name, item in value.items()}
    if is_array(value):
        return [exact(item) for item in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def differs(parameter: Parameter, given: Any, found: Any) -> list[str]:
    """What of a value that was read is not as given; scalars are compared as texts."""
    if parameter.is_json:
        return list(differences(exact(given), found, "value"))
    return list(differences(_texts(given, found), found, "value"))


def _texts(given: Any, found: Any) -> Any:
    """What was given with texts for scalars: where the text found says the same, that one."""
    if is_object(given):
        return {n: _texts(item, found.get(n) if is_object(found) else None) for n, item in given.items()}
    if is_array(given):
        beside = found if is_array(found) and len(found) == len(given) else [None] * len(given)
        return [_texts(item, other) for item, other in zip(given, beside, strict=True)]
    return found if isinstance(found, str) and same_text(given, found) else given


def same_text(given: Any, text: str) -> bool:
    """Whether a text stands for a scalar: numbers in any notation, booleans as JSON has them."""
    if isinstance(given, bool) or given is None:
        return text == json.dumps(given)
    if isinstance(given, str):
        return given == text
    try:
        return Decimal(text) == Decimal(repr(given))
    except InvalidOperation:
        return False


def from_text(parameter: Parameter, given: Any, raw: str) -> Any:
    """The value in a path segment or a header; of a path, percent-encoded."""
    decoded = unquote if parameter.place == "path" else str
    if parameter.media_type:
        return _content(parameter, decoded(raw))
    match parameter.style:
        case "label":
            return _prefixed(parameter, given, raw, ".", "")
        case "matrix":
            return _prefixed(parameter, given, raw, ";", parameter.name)
        case _:
            return _joined(given, raw, ",", parameter.explode, decoded)


def from_pairs(parameter: Parameter, given: Any, pairs: Sequence[Pair], used: set[int]) -> Any:
    """The value in a query, form or cookie; the indexes of its pairs are added to `used`."""
    if parameter.style == "deepObject" and isinstance(given, list | dict):
        return _deep(parameter.name, given, pairs, used)
    if is_object(given) and parameter.explode and not parameter.media_type:
        return {name: _exploded(name, item, pairs, used) for name, item in given.items()}
    if is_array(given) and parameter.explode and not parameter.media_type:
        return _exploded(parameter.name, given, pairs, used)
    raw = _single(parameter.name, pairs, used)
    if parameter.media_type:
        return _content(parameter, unquote(raw))
    delimiter = DELIMITERS.get(parameter.style, ",")
    return _joined(given, raw, delimiter, False, unquote)


def _content(parameter: Parameter, text: str) -> Any:
    return json.loads(text, parse_float=Decimal) if parameter.is_json else text


def _exploded(name: str, given: Any, pairs: Sequence[Pair], used: set[int]) -> Any:
    if not is_array(given):
        return unquote(_single(name, pairs, used))
    found = [index for index, (key, _) in enumerate(pairs) if unquote(key) == name]
    used.update(found)
    return [unquote(pairs[index][1]) for index in found]


def _single(name: str, pairs: Sequence[Pair], used: set[int]) -> str:
    found = [index for index, (key, _) in enumerate(pairs) if unquote(key) == name and index not in used]
    if len(found) != 1:
        raise NotSent(f"{name} is there {len(found)} times in {list(pairs)}")
    used.add(found[0])
    return pairs[found[0]][1]


def _joined(given: Any, raw: str, delimiter: str, explode: bool, decoded: Any) -> Any:
    if is_array(given):
        return [decoded(part) for part in raw.split(delimiter)]
    if not is_object(given):
        return decoded(raw)
    pieces = raw.split(delimiter)
    if explode:
        halves = [piece.partition("=") for piece in pieces]
        return {decoded(name): decoded(value) for name, _, value in halves}
    if len(pieces) % 2:
        raise NotSent(f"{raw} are no pairs")
    return {decoded(name): decoded(value) for name, value in zip(pieces[::2], pieces[1::2], strict=True)}


def _prefixed(parameter: Parameter, given: Any, raw: str, prefix: str, name: str) -> Any:
    """Label (`name` is empty) and matrix."""
    if not raw.startswith(prefix):
        raise NotSent(f"{raw} does not begin with {prefix}")
    pieces = raw[1:].split(prefix)
    if is_object(given) and parameter.explode:
        return {unquote(key): unquote(value) for key, _, value in (piece.partition("=") for piece in pieces)}
    values = [piece.partition("=")[2] if name else piece for piece in pieces]
    if name and any(unquote(piece.partition("=")[0]) != name for piece in pieces):
        raise NotSent(f"{raw} does not name {name}")
    if is_array(given) and parameter.explode:
        return [unquote(value) for value in values]
    if len(values) != 1:
        raise NotSent(f"{raw} is more than one value")
    return _joined(given, values[0], ",", False, unquote)


def _deep(name: str, given: Any, pairs: Sequence[Pair], used: set[int]) -> Any:
    """`name[a][b]=…`; arrays by index, or repeated with or without empty brackets."""
    leaves: dict[tuple[str, ...], list[str]] = {}
    for index, (key, value) in enumerate(pairs):
        key = unquote(key)
        if key.startswith(f"{name}["):
            used.add(index)
            path = tuple(part for part in _BRACKET.findall(key[len(name) :]))
            leaves.setdefault(path, []).append(unquote(value))
    return _nested(given, leaves, ())


def _nested(given: Any, leaves: Mapping[tuple[str, ...], list[str]], path: tuple[str, ...]) -> Any:
    if is_object(given):
        names = dict.fromkeys(key[len(path)] for key in leaves if key[: len(path)] == path and len(key) > len(path))
        return {name: _nested(given.get(name), leaves, (*path, name)) for name in names}
    if is_array(given):
        if (repeated := leaves.get(path) or leaves.get((*path, ""))) is not None:
            return repeated
        return [_nested(item, leaves, (*path, str(index))) for index, item in enumerate(given)]
    found = leaves.get(path, [])
    if len(found) != 1:
        raise NotSent(f"{'.'.join(path)} is there {len(found)} times")
    return found[0]
