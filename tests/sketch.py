"""A small target language for tests of what all languages share: it looks like TypeScript from far away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from specloom.ir.types import Ref, ScalarType, TypeExpr
from specloom.languages.code import EMPTY, Code
from specloom.languages.scope import Case
from specloom.languages.simple import SimpleLanguage
from specloom.languages.typed import Reach, Slot


@dataclass(frozen=True, kw_only=True)
class Sketch(SimpleLanguage):
    """Camel case; enums and variants whose names are those of the package; a codec for each declaration."""

    name: str = "sketch"
    source_suffix: str = ".sk"
    notice: str = "Generated."
    comment_mark: str = "//"
    flat_enums: bool = True
    wraps_variants: bool = True

    def argument(self, expr: TypeExpr, file: Reach) -> Code:
        """Files are of the runtime."""
        if isinstance(expr, ScalarType) and expr.format == "binary":
            return file.use("uploads", "Upload")
        return self.type(expr, file)

    def slot(self, type: Code, expr: TypeExpr, slot: Slot, file: Reach) -> Code:
        """`T?`, and `T??` for three states."""
        return Code(f"{type}{'?' * (slot.optional + slot.nullable)}")

    def codec(self, expr: TypeExpr, file: Reach) -> Code:
        """Only declarations have one."""
        return file.codec(expr.id) if isinstance(expr, Ref) else EMPTY

    def docstring(self, text: str, indent: int) -> Code:
        """JSON in a comment."""
        return Code(f"/** {json.dumps(text).replace('*/', '* /')} */") if text else EMPTY


CASES: Mapping[Case, str] = dict.fromkeys(Case, "camel") | {
    Case.CLASS: "pascal",
    Case.CONSTANT: "pascal",
    Case.MODULE: "snake",
    Case.PACKAGE: "snake",
}


def sketch(types: Mapping[str, str], options: Mapping[str, str | bool | int]) -> Sketch:
    """What an entry point of `specloom.languages` names."""
    return Sketch(cases=CASES, types={"string": "text"}, reserved=frozenset({"class", "type", "if", "new"}))
