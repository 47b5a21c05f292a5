"""Every code that a diagnostic can carry is documented, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from specloom.explanations import codes, explanation

GENERATOR = Path(__file__).parents[2] / "generator" / "specloom"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
# Functions and classes whose first argument is a code.
MAKERS = {
    "Unsupported",
    "UnreadableError",
    "failure",
    "warn",
    "note",
    "explain",
    "_problem",
    "_diagnostic",
    "_warning",
    "_refuse",
    "_remark",
}


def used() -> Iterator[str]:
    """Codes in the source: `code="..."`, `code = "..."` in a class, the first text given to what makes a diagnostic."""
    for path in GENERATOR.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call):
                values += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                values += node.args[:2] if name in MAKERS else []
            elif isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["code"]:
                values += [inner for inner in ast.walk(node.value) if isinstance(inner, ast.Constant)]
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.fullmatch(value.value):
                    yield value.value


def test_every_code_is_documented() -> None:
    found = set(used())
    assert len(found) > 40
    assert found - set(codes()) == set()


def test_every_documented_code_is_used() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in GENERATOR.rglob("*.py"))
    assert [code for code in codes() if f'"{code}"' not in texts] == []


@pytest.mark.parametrize("code", codes())
def test_an_explanation_says_what_it_means_what_happens_and_what_to_do(code: str) -> None:
    text = explanation(code)
    assert text is not None
    assert re.fullmatch(rf"# {code}\n\n\S[^#]+\n\nResult: [^#]+\n\nWhat to do: [^#]+\n", text)


def test_an_unknown_code_has_none() -> None:
    assert explanation("no-such-code") is None
    assert explanation("../config") is None
