"""Scalars that a schema allows, by hypothesis-jsonschema: a few of each kind, drawn once and kept."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, cast

import jsonschema_rs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis_jsonschema import from_schema  # pyright: ignore[reportUnknownVariableType] - it has bare lists

from .schemas import validator

POOL = 12
KEYWORDS = frozenset(
    {"type", "format", "pattern", "minLength", "maxLength", "multipleOf"}
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
)
_TAME = string.ascii_letters + string.digits + "-._~"
_INTEGERS = {"int32": 2**31, "int64": 2**63}
_BASE64 = r"\A(?:[A-Za-z0-9+/]{4}){0,3}(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?\Z"
_CHECKS = (
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
)
_BASE64URL = r"\A(?:[A-Za-z0-9_-]{4}){0,3}(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?\Z"
_FORMATS: Mapping[str, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "byte": st.from_regex(_BASE64),
    "base64url": st.from_regex(_BASE64URL),
    "duration": st.from_regex(r"\AP(?:[1-9][0-9]?D(?:T[1-9][0-9]?H)?|T[1-9][0-9]?M(?:[1-9][0-9]?S)?|[1-9]W)\Z"),
    "decimal": st.from_regex(r"\A-?(?:0|[1-9][0-9]{0,20})\.[0-9]{0,10}[1-9]\Z"),
    "binary": st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)),
}
KNOWN = frozenset(
    {*_FORMATS, *_INTEGERS, "date-time", "date", "time", "email", "idn-email", "hostname", "idn-hostname"}
    | {"ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer", "regex"}
)
"""Formats that say what a value looks like."""


class Unmakeable(Exception):
    """No value can be made of a schema: it allows none, or none was found."""


class Leaves:
    """Pools of scalars. `tame`: texts of letters and digits alone, for places where others cannot go."""

    def __init__(self, *, tame: bool) -> None:
        self._tame = tame
        self._pools: dict[str, list[Any]] = {}

    def draw(self, schema: Mapping[str, Any], kind: str, random: Random) -> Any:
        """A scalar of a type (`string`, `integer`, `number`) that the keywords of a schema allow."""
        leaf = {keyword: schema[keyword] for keyword in sorted(KEYWORDS) if keyword in schema} | {"type": kind}
        if leaf.get("format") not in KNOWN:
            leaf.pop("format", None)  # it says nothing about the text
        if kind == "string" and str(schema.get("contentEncoding", "")).startswith("base64"):
            leaf["format"] = "byte"
        if kind == "integer":
            limit = _INTEGERS.get(leaf.get("format", ""), 2**53)
            leaf["minimum"] = max(leaf.get("minimum", -limit), -limit)
            leaf["maximum"] = min(leaf.get("maximum", limit - 1), limit - 1)
        key = json.dumps(leaf, sort_keys=True)
        if key not in self._pools:
            self._pools[key] = self._filled(leaf)
        if not self._pools[key]:
            raise Unmakeable(f"no {kind} for {key}")
        return random.choice(self._pools[key])

    def _filled(self, leaf: dict[str, Any]) -> list[Any]:
        try:
            allowed = validator({name: value for name, value in leaf.items() if name != "format"}).is_valid
            return [value for value in _drawn(self._strategy(leaf)) if allowed(value)]
        except (HypothesisException, jsonschema_rs.ValidationError, ValueError, OverflowError, re.error):
            return []

    def _strategy(self, leaf: dict[str, Any]) -> st.SearchStrategy[Any]:
        if leaf["type"] != "string":
            return _allowed(leaf)
        if "pattern" not in leaf and "format" not in leaf and self._tame:
            least = max(1, leaf.get("minLength", 0))
            return st.text(_TAME, min_size=least, max_size=max(least, min(leaf.get("maxLength", 12), least + 12)))
        if leaf.get("format") in _FORMATS and "pattern" not in leaf:
            return _FORMATS[leaf["format"]]
        return _allowed(leaf, codec="ascii" if "pattern" in leaf or self._tame else "utf-8")


def _allowed(leaf: dict[str, Any], codec: str = "utf-8") -> st.SearchStrategy[Any]:
    return cast("st.SearchStrategy[Any]", from_schema(leaf, codec=codec))


def _drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """The first values that a strategy gives: the simplest one, and some that are not; always the same."""
    found: list[Any] = []

    @seed(0)
    @settings(
        max_examples=POOL,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=_CHECKS,
    )
    @given(strategy)
    def draw(value: Any) -> None:
        found.append(value)

    run: Callable[[], None] = draw
    run()
    return found
