"""The cases of advisories.toml and sinks.toml: a fragment of a document, and the hostile texts that stand in it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from specloom.source.plain import is_array, is_object

from .document import marked
from .marks import twin

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One mechanism. `silent`: its texts are printed nowhere; `optional`: a pack may leave them
    out."""

    ids: tuple[str, ...]
    mechanism: str
    lands: str
    tool: str = ""
    document: str = ""
    texts: tuple[str, ...] = ()
    proved_by: tuple[str, ...] = ()
    silent: bool = False
    optional: bool = False

    def hostile(self, text: str) -> Any:
        """The document with one of the texts in it."""
        return self._with(lambda pattern, number: marked(text, number))

    def harmless(self, text: str) -> Any:
        """The document with a harmless text of the same words."""
        return self._with(lambda pattern, number: twin(marked(text, number)))

    def _with(self, make: Callable[[str, str], str]) -> Any:
        base: Any = yaml.safe_load((HERE / "base.yaml").read_text("utf-8"))
        return _replaced(
            _merged(base, yaml.safe_load(self.document)), lambda text: text.replace("HOSTILE", make(text, "1"))
        )


def read(name: str) -> tuple[Case, ...]:
    """The cases of a file."""
    table = tomllib.loads((HERE / name).read_text("utf-8"))
    (entries,) = table.values()
    return tuple(Case(**_fields(entry)) for entry in entries)


def _fields(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(item) if is_array(item) else item for key, item in entry.items()}


def _merged(base: Any, fragment: Any) -> Any:
    if is_object(base) and is_object(fragment):
        return {**base, **{key: _merged(base.get(key), value) for key, value in fragment.items()}}
    return fragment


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if is_object(value):
        return {change(str(key)): _replaced(item, change) for key, item in value.items()}
    return [_replaced(item, change) for item in value] if is_array(value) else value


ADVISORIES = read("advisories.toml")
SINKS = read("sinks.toml")
