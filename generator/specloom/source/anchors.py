"""Schema resources of a document: `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema 2020-12, section 8.2) and `$self`
(OpenAPI 3.2).
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any
from urllib.parse import urldefrag, urljoin

from specloom.quick import dataclass
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object
from specloom.source.pointers import escape

_WORDS = re.compile(rb"\$(?:id|self|anchor|dynamicAnchor)\b")
_OPAQUE = frozenset({"example", "examples", "default", "enum", "const", "value", "dataValue"})
_NAME_MAPS = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas"})
_PLACEHOLDER = "file:///"


@dataclass(slots=True)
class Anchors:
    """The index of one document. A *base* is the absolute URI of a schema resource; that of the document itself is
    `base`.
    """

    base: str
    starts: dict[str, str] = field(default_factory=dict[str, str])
    named: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    dynamics: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    @classmethod
    def of(cls, text: bytes, data: Any, location: str) -> Anchors | None:
        """The index of a document; None when no schema in it has an identity of its own, which is nearly always."""
        if not _WORDS.search(text) or not is_object(data):
            return None
        retrieval = location or _PLACEHOLDER
        if retrieval.startswith("/"):
            retrieval = "file://" + retrieval
        own = data.get("$self")
        base = urldefrag(urljoin(retrieval, own)).url if isinstance(own, str) else retrieval
        index = cls(base=base, starts={base: "", retrieval: ""})
        index._collect(data)
        return index

    def _collect(self, data: Any) -> None:
        stack: list[tuple[Any, str, str, bool]] = [(data, "", self.base, False)]
        while stack:
            node, pointer, base, are_names = stack.pop()
            if is_array(node):
                stack.extend((item, f"{pointer}/{i}", base, False) for i, item in enumerate(node))
            if not is_object(node):
                continue
            if not are_names:
                base = self._note(node, pointer, base)
            for key, value in node.items():
                if (is_object(value) or is_array(value)) and (are_names or key not in _OPAQUE):
                    inside = not are_names and key in _NAME_MAPS
                    stack.append((value, f"{pointer}/{escape(key)}", base, inside))

    def _note(self, node: dict[str, Any], pointer: str, base: str) -> str:
        own = node.get("$id")
        if isinstance(own, str):
            base = urldefrag(urljoin(base, own)).url
            self.starts.setdefault(base, pointer)
        for word, index in (("$anchor", self.named), ("$dynamicAnchor", self.dynamics)):
            name = node.get(word)
            if isinstance(name, str):
                index.setdefault((base, name), pointer)
                self.named.setdefault((base, name), pointer)
        return base

    def base_of(self, cursor: Cursor) -> str:
        """The base that a reference at `cursor` starts from."""
        identifiers: list[str] = []
        here: Cursor | None = cursor
        while here is not None:
            own = here.value.get("$id") if is_object(here.value) else None
            if isinstance(own, str):
                identifiers.append(own)
            here = here.parent
        base = self.base
        for identifier in reversed(identifiers):
            base = urldefrag(urljoin(base, identifier)).url
        return base if base in self.starts else self.base

    def join(self, base: str, uri: str) -> str:
        """The absolute form of a reference without fragment."""
        return urljoin(base or self.base, uri)

    def has(self, base: str) -> bool:
        """Whether this document holds the schema resource `base`."""
        return base in self.starts

    def start_of(self, base: str) -> str:
        """The pointer at which the schema resource `base` begins."""
        return self.starts.get(base, "")

    def anchor(self, base: str, name: str) -> str | None:
        """The pointer of the schema that `#name` means in the schema resource `base`."""
        return self.named.get((base or self.base, name))

    def dynamic(self, base: str, name: str) -> str | None:
        """The pointer of the schema with that `$dynamicAnchor` in the schema resource `base`."""
        return self.dynamics.get((base, name))

    def local(self, absolute: str) -> str | None:
        """An absolute URI below the folder of this document's own, as a reference relative to where it was found."""
        folder = urljoin(self.base, ".")
        if absolute.startswith(folder) and absolute != folder:
            return absolute.removeprefix(folder)
        return None
