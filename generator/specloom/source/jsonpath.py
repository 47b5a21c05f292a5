"""JSONPath (RFC 9535) without functions: what the targets of overlays are written in.

Segments: `.name`, `['name']`, `[0]`, `[-1]`, `[start:end:step]`, `*`, `..`, unions `[a,b]`, and filters
`[?@.x == 'y' && !@['z'] || ...]` with comparisons of literals, `@` and `$` paths, and existence tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

from specloom.quick import dataclass
from specloom.source.plain import is_array, is_object

Node = tuple[tuple[str | int, ...], Any]
"""A place (keys from the root) and the value there."""
_Selector = Callable[[Any], Iterator[tuple[str | int, Any]]]
_Test = Callable[[Any], bool]
_MISSING = object()

_NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\-\u0080-\U0010ffff]*")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,9})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SLICE = re.compile(r"\s*(-?[0-9]{1,10})?\s*:\s*(-?[0-9]{1,10})?\s*(?::\s*(-?[0-9]{1,10})?)?\s*(?=[,\]])")
_COMPARISON = re.compile(r"==|!=|<=|>=|<|>")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_MAX_DEPTH = 40


class JsonPathError(Exception):
    """A query that cannot be read. `position` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} at character {position + 1}")
        self.position = position


@dataclass(frozen=True, slots=True)
class _Segment:
    selectors: tuple[_Selector, ...]
    descendants: bool


def find(query: str, data: Any) -> list[Node]:
    """The places that `query` selects in `data`, in the order of RFC 9535. Raises `JsonPathError`."""
    reader = _Reader(query, data)
    reader.expect("$")
    segments = reader.segments()
    if reader.position != len(query):
        raise JsonPathError("unexpected text", reader.position)
    return list(_select(segments, [((), data)]))


def _select(segments: tuple[_Segment, ...], nodes: list[Node]) -> list[Node]:
    for segment in segments:
        start = [below for node in nodes for below in _descendants(node)] if segment.descendants else nodes
        nodes = [
            ((*place, key), value)
            for place, container in start
            for selector in segment.selectors
            for key, value in selector(container)
        ]
    return nodes


def _descendants(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first."""
    stack = [node]
    while stack:
        place, value = stack.pop()
        yield place, value
        stack.extend(((*place, key), item) for key, item in reversed(list(_all(value))))


def _all(value: Any) -> Iterator[tuple[str | int, Any]]:
    if is_object(value):
        yield from value.items()
    elif is_array(value):
        yield from enumerate(value)


def _member(name: str) -> _Selector:
    def select(value: Any) -> Iterator[tuple[str | int, Any]]:
        if is_object(value) and name in value:
            yield name, value[name]

    return select


def _element(index: int) -> _Selector:
    def select(value: Any) -> Iterator[tuple[str | int, Any]]:
        if is_array(value) and -len(value) <= index < len(value):
            yield index % len(value), value[index]

    return select


def _slice(start: int | None, end: int | None, step: int | None) -> _Selector:
    def select(value: Any) -> Iterator[tuple[str | int, Any]]:
        if is_array(value) and step != 0:
            for index in range(*slice(start, end, step).indices(len(value))):
                yield index, value[index]

    return select


def _filtered(test: _Test) -> _Selector:
    def select(value: Any) -> Iterator[tuple[str | int, Any]]:
        for key, item in _all(value):
            if test(item):
                yield key, item

    return select


@dataclass(slots=True)
class _Reader:
    """A recursive descent over the query text."""

    query: str
    root: Any
    position: int = 0
    depth: int = field(default=0)

    def segments(self) -> tuple[_Segment, ...]:
        found: list[_Segment] = []
        while self.position < len(self.query):
            if self.take(".."):
                selectors = self.brackets() if self.peek("[") else (self.dotted(),)
                found.append(_Segment(selectors, descendants=True))
            elif self.take("."):
                found.append(_Segment((self.dotted(),), descendants=False))
            elif self.peek("["):
                found.append(_Segment(self.brackets(), descendants=False))
            else:
                break
        return tuple(found)

    def dotted(self) -> _Selector:
        if self.take("*"):
            return _all
        return _member(self.match(_NAME, "a name")[0])

    def brackets(self) -> tuple[_Selector, ...]:
        self.expect("[")
        selectors = [self.selector()]
        while self.take(","):
            selectors.append(self.selector())
        self.expect("]")
        return tuple(selectors)

    def selector(self) -> _Selector:
        self.blank()
        if self.take("*"):
            return _all
        if self.take("?"):
            return _filtered(self.alternatives())
        if self.peek("'") or self.peek('"'):
            return _member(self.quoted())
        bounds = _SLICE.match(self.query, self.position)
        if bounds:
            self.position = bounds.end()
            start, end, step = (int(part) if part else None for part in bounds.groups())
            return _slice(start, end, step)
        return _element(int(self.match(_INTEGER, "a selector")[0]))

    def alternatives(self) -> _Test:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise JsonPathError("filters are nested too deep", self.position)
        tests = [self.conditions()]
        while self.take("||"):
            tests.append(self.conditions())
        self.depth -= 1
        return lambda value: any(test(value) for test in tests)

    def conditions(self) -> _Test:
        tests = [self.condition()]
        while self.take("&&"):
            tests.append(self.condition())
        return lambda value: all(test(value) for test in tests)

    def condition(self) -> _Test:
        if self.take("!"):
            inner = self.condition()
            return lambda value: not inner(value)
        if self.take("("):
            inner = self.alternatives()
            self.expect(")")
            return inner
        left, is_path = self.operand()
        self.blank()
        operator = _COMPARISON.match(self.query, self.position)
        if operator is None:
            if not is_path:
                raise JsonPathError("a comparison is missing", self.position)
            return lambda value: left(value) is not _MISSING
        self.position = operator.end()
        right, _ = self.operand()
        return lambda value: _compare(operator[0], left(value), right(value))

    def operand(self) -> tuple[Callable[[Any], Any], bool]:
        self.blank()
        if self.peek("@") or self.peek("$"):
            relative = self.query[self.position] == "@"
            self.position += 1
            segments = self.segments()

            def evaluate(value: Any) -> Any:
                found = _select(segments, [((), value if relative else self.root)])
                return found[0][1] if found else _MISSING

            return evaluate, True
        constant = self.literal()
        return lambda _: constant, False

    def literal(self) -> Any:
        if self.peek("'") or self.peek('"'):
            return self.quoted()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.take(word):
                return value
        return json.loads(self.match(_NUMBER, "a value")[0])

    def quoted(self) -> str:
        match = self.match(_QUOTED, "a quoted name")
        text: str = match[2] if match[1] is None else match[1].replace("\\'", "'").replace('"', '\\"')
        try:
            return str(json.loads(f'"{text}"'))
        except ValueError:
            raise JsonPathError("a wrong escape", match.start()) from None

    def match(self, pattern: re.Pattern[str], what: str) -> re.Match[str]:
        match = pattern.match(self.query, self.position)
        if match is None:
            raise JsonPathError(f"{what} is expected", self.position)
        self.position = match.end()
        return match

    def blank(self) -> None:
        while self.position < len(self.query) and self.query[self.position] in " \t\r\n":
            self.position += 1

    def peek(self, text: str) -> bool:
        return self.query.startswith(text, self.position)

    def take(self, text: str) -> bool:
        at = self.position
        self.blank()
        if self.peek(text):
            self.position += len(text)
            return True
        self.position = at
        return False

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise JsonPathError(f"{text!r} is expected", self.position)


def _compare(operator: str, left: Any, right: Any) -> bool:
    if operator == "==":
        return _equal(left, right)
    if operator == "!=":
        return not _equal(left, right)
    if operator in ("<=", ">=") and _equal(left, right):
        return True
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (left, right))
    if not numbers and not (isinstance(left, str) and isinstance(right, str)):
        return False
    return bool(left < right) if operator[0] == "<" else bool(left > right)


def _equal(left: Any, right: Any) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)
