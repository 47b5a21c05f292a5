"""Python, by `tokenize` and `ast`."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping

from .marks import Examined, Mark

_TEXT = {tokenize.STRING, tokenize.COMMENT} | {
    kind for name in ("FSTRING_MIDDLE", "TSTRING_MIDDLE") if (kind := getattr(tokenize, name, None)) is not None
}
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def examine(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    """See `proofs.Examine`."""
    return {path: Examined(structure(text, mark), tuple(leaks(text, mark))) for path, text in files.items()}


def leaks(code: str, mark: Mark) -> list[str]:
    """Tokens that carry the mark and are neither string nor comment; line ends that only some readers see."""
    assert "\r" not in code, "a carriage return ends a line for Python"
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [
        f"line {t.start[0]}: {t.line.strip()[:120]}" for t in tokens if t.type not in _TEXT and mark.is_in(t.string)
    ]


def structure(code: str, mark: Mark) -> str:
    """The syntax tree, one node a line, with docstrings and marked strings masked. Comments are no part of it."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED):
            # Also strings below a field or an assignment, which document it.
            node.body = [each for each in node.body if not _is_text(each)] or [ast.Pass()]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = mark.masked(node.value)
    return ast.dump(tree, indent=1)


def _is_text(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)
