"""The files of a document as plain data, and references followed between them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from specloom.source.plain import is_array, is_object


class Unreadable(Exception):
    """A part of the document that cannot be read: a reference to nowhere, or to another machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value of a file. `key` tells two places apart; of what a reference leads to it is that place."""

    file: Path
    value: Any
    key: str = ""

    def get(self, name: str) -> Node | None:
        """The member of an object; None without one, or when this is no object."""
        found = self.value.get(name) if is_object(self.value) else None
        return None if found is None else Node(file=self.file, value=found, key=f"{self.key}/{escaped(name)}")

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of an object; none of anything else."""
        for name, value in self.value.items() if is_object(self.value) else ():
            yield name, Node(file=self.file, value=value, key=f"{self.key}/{escaped(name)}")

    def elements(self) -> Iterator[Node]:
        """The elements of an array; none of anything else."""
        for index, value in enumerate(self.value if is_array(self.value) else ()):
            yield Node(file=self.file, value=value, key=f"{self.key}/{index}")

    @property
    def object(self) -> dict[str, Any]:
        """The value when it is an object, else an empty one."""
        return self.value if is_object(self.value) else {}


class Source:
    """A document with the files that it refers to; each is read once."""

    def __init__(self, path: Path) -> None:
        self._files: dict[Path, Any] = {}
        self._ids: dict[Path, dict[str, Node]] = {}
        self.root = self._file(path.resolve())

    def follow(self, node: Node) -> Node:
        """What a Reference Object, or one that refers to another, leads to; anything else as it is."""
        seen: set[str] = set()
        while isinstance(reference := node.object.get("$ref"), str):
            if node.key in seen:
                raise Unreadable(f"{reference} refers to itself")
            seen.add(node.key)
            node = self.target(node.file, reference)
        return node

    def target(self, file: Path, reference: str) -> Node:
        """What a reference in a file leads to."""
        if (known := self._known(file).get(reference)) is not None:
            return known
        location, _, fragment = reference.partition("#")
        if re.match(r"[a-z][a-z0-9+.-]*:", location, re.IGNORECASE):
            raise Unreadable(f"{reference} is elsewhere")
        node = self._file((file.parent / unquote(location)).resolve() if location else file)
        if fragment and not fragment.startswith("/"):
            raise Unreadable(f"{reference} names no anchor")
        for part in unquote(fragment).split("/")[1:]:
            node = self._step(node, part.replace("~1", "/").replace("~0", "~"), reference)
        return node

    def _step(self, node: Node, part: str, reference: str) -> Node:
        value: Any = node.value
        if is_object(value) and part in value:
            value = value[part]
        elif is_array(value) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        elif is_object(value) and isinstance(value.get("$ref"), str):
            return self._step(self.follow(node), part, reference)
        else:
            raise Unreadable(f"{reference} leads nowhere")
        return Node(file=node.file, value=value, key=f"{node.key}/{escaped(part)}")

    def _file(self, path: Path) -> Node:
        if path not in self._files:
            try:
                self._files[path] = parsed(path.read_bytes())
            except (OSError, ValueError, yaml.YAMLError) as error:
                raise Unreadable(f"{path.name}: {type(error).__name__}") from None
        return Node(file=path, value=self._files[path], key=f"{path}#")

    def _known(self, path: Path) -> dict[str, Node]:
        """The schemas of a file that have an `$id` or `$anchor`, by references to them."""
        if path not in self._ids:
            found: dict[str, Node] = {}
            self._ids[path] = found
            root = self._file(path)
            if path.suffix != ".json" or b'"$id"' in path.read_bytes() or b'"$anchor"' in path.read_bytes():
                found.update(_identified(root))
        return self._ids[path]


def _identified(node: Node) -> Iterator[tuple[str, Node]]:
    for name, mark in (("$id", ""), ("$anchor", "#"), ("$dynamicAnchor", "#")):
        if isinstance(value := node.object.get(name), str):
            yield mark + value, node
    for _, inner in node.items():
        yield from _identified(inner)
    for inner in node.elements():
        yield from _identified(inner)


def escaped(name: str) -> str:
    """A name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


class _Loader(yaml.CSafeLoader):
    """YAML with the scalars of the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    for _character in _first:
        resolver = (f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"))
        _Loader.yaml_implicit_resolvers.setdefault(_character, []).append(resolver)


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    text = node.value
    return int(text[2:], 8) if text.startswith("0o") else int(text, 16) if text.startswith("0x") else int(text)


_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


def parsed(data: bytes) -> Any:
    """The data of a JSON or YAML text; keys are strings."""
    text = data.decode("utf-8-sig")
    try:
        return json.loads(text)
    except ValueError:
        return _keyed(yaml.load(text, _Loader))


def _keyed(value: object) -> Any:
    if is_object(value):
        return {_key(name): _keyed(item) for name, item in value.items()}
    return [_keyed(item) for item in value] if is_array(value) else value


def _key(name: object) -> str:
    return name if isinstance(name, str) else json.dumps(name)
