"""One shape for all versions: the data of a document is rewritten in place into that of OpenAPI 3.2.

The walk goes along the grammar of `shapes`, so that a property called `nullable` or an example that looks like a schema
is never touched. A file that is no whole document (a bare schema, a folder of paths) has no grammar of its own: what
stands in it is known only from the references that lead there, so the walk hands those on (`Draft.expect`) and `refs`
comes back with them.

What changes, by version:

* 2.0: see `swagger2`; the schemas are then treated as those of 3.0.
* 2.0 and 3.0: siblings of `$ref` in schemas are dropped but for annotations; see `schemas` for null and exclusive
  bounds.
* 3.1 and 3.2: nothing, but that a stray `nullable` is honoured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any

from specloom.quick import dataclass
from specloom.source import swagger2
from specloom.source.cursor import written_pointer
from specloom.source.plain import is_object
from specloom.source.pointers import Path, decode_fragment, lookup, of_path, to_path
from specloom.source.schemas import modernise
from specloom.source.shapes import Kind, inside

_ROOTS = ("#/components/", "#/paths/", "#/webhooks/")
_SWAGGER_ROOTS = ("#/definitions/", "#/parameters/", "#/responses/", "#/paths/")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A document while it is being normalised; `moved` is filled in by the walk.

    `is_whole`: a document with a version of its own, no fragment. `expect(reference, kind)` is called for each
    reference to another document; `fetch` looks such a reference up in that document's text (None: not found).
    `swagger` is what a 2.0 document says for all its operations; a fragment has it from what refers to it.
    """

    data: Any
    version: str
    is_whole: bool
    expect: Callable[[str, Kind], None]
    fetch: Callable[[str], Any]
    moved: dict[str, str] = field(default_factory=dict[str, str])
    swagger: swagger2.Defaults = field(default_factory=swagger2.Defaults)
    _seen: dict[int, Any] = field(default_factory=dict[int, Any])

    def normalise_document(self) -> None:
        """Rewrites a whole document."""
        if not is_object(self.data):
            return
        if self.version == "2.0":
            self.swagger = swagger2.convert_document(self.data, self.moved)
        self._walk(self.data, Kind.DOCUMENT, None)

    def normalise_part(self, pointer: str, kind: Kind) -> None:
        """Rewrites what stands at `pointer`, knowing that it is a `kind`. Doing it again changes nothing."""
        found, value = lookup(self.data, pointer)
        if found:
            self._walk(value, kind, to_path(pointer))

    def _walk(self, value: Any, kind: Kind, path: Path) -> None:
        """Visits `value` and all objects below it, each once; a loop with its own stack, as it runs over millions of
        values.
        """
        seen = self._seen
        is_swagger = self.version == "2.0"
        roots: tuple[str, ...] = (_SWAGGER_ROOTS if is_swagger else _ROOTS) if self.is_whole else ()
        stack: list[tuple[Any, Kind, Path]] = [(value, kind, path)]
        while stack:
            node, kind, path = stack.pop()
            if not is_object(node) or id(node) in seen:
                continue
            seen[id(node)] = node
            reference = node.get("$ref")
            if isinstance(reference, str) and not reference.startswith(roots):
                if reference.startswith("#"):
                    pointer = decode_fragment(reference[1:])
                    found, target = lookup(self.data, pointer)
                    if found:
                        stack.append((target, kind, to_path(pointer)))
                else:
                    self.expect(reference, kind)
            if kind is Kind.SCHEMA:
                node, path = self._modernise(node, path)
            elif is_swagger:
                swagger2.convert(node, kind, of_path(path), self.swagger, self.moved, self._fetch)
            stack.extend(inside(node, kind, path))

    def _modernise(self, node: dict[str, Any], path: Path) -> tuple[dict[str, Any], Path]:
        """Rewrites one schema; returns the schema that holds its subschemas afterwards, and its place."""
        suffix = modernise(node, self.version)
        if not suffix:
            return node, path
        pointer = of_path(path)
        self.moved[pointer + suffix] = written_pointer(self.moved, pointer)
        inner = node["anyOf"][0]
        self._seen[id(inner)] = inner
        return inner, ((path, "anyOf"), 0)

    def _fetch(self, reference: str) -> Any:
        """What a reference of a 2.0 document names, in the words of 2.0."""
        if not reference.startswith("#"):
            return self.fetch(reference)
        pointer = decode_fragment(reference[1:])
        found, value = lookup(self.swagger.shared, pointer)
        return value if found else lookup(self.data, pointer)[1]
