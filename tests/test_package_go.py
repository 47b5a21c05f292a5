"""The committed Go package as its users get it: the examples of docs/go.md are compiled against it, and run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.golang import ROOT, go, unformatted

PACKAGE = ROOT / "generated" / "go_stdlib" / "twiliovideo"
DOCS = ROOT / "docs" / "go.md"
_EXAMPLE = re.compile(r"^```go\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_IMPORTS = {
    **{name: name for name in ("context", "errors", "fmt", "io", "os", "strings", "testing", "time")},
    "http": "net/http",
    "json": "encoding/json",
    "slog": "log/slog",
    "sdktest": "example.com/twiliovideo/sdktest",
    "twiliovideo": "example.com/twiliovideo",
}


def _file(example: str, number: int) -> str:
    """An example as a file: statements are the body of a function with a context and, if they make none, a client."""
    if not example.startswith("func "):
        given = "" if "client := " in example else ", client *twiliovideo.Client"
        body = "".join(f"\t{line}\n" if line else "\n" for line in example.splitlines())
        end = "" if example.rstrip().endswith("return err") else "\treturn nil\n"
        example = f"func Example{number}(ctx context.Context{given}) error {{\n{body}{end}}}\n"
    used = sorted(path for name, path in _IMPORTS.items() if re.search(rf"\b{name}\.\w", example))
    imports = "".join(f'\t"{path}"\n' for path in used)
    return f"package app\n\nimport (\n{imports})\n\n{example}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module of a user with the examples."""
    folder = tmp_path_factory.mktemp("app")
    examples = _EXAMPLE.findall(DOCS.read_text(encoding="utf-8"))
    assert len(examples) > 7
    for number, example in enumerate(examples, 1):
        name = f"example{number}_test.go" if "testing.T" in example else f"example{number}.go"
        (folder / name).write_text(_file(example, number), encoding="utf-8")
    (folder / "go.mod").write_text(
        "module example.com/app\n\ngo 1.23\n\nrequire example.com/twiliovideo v0.0.0\n\n"
        f"replace example.com/twiliovideo => {PACKAGE}\n"
    )
    return folder


def test_examples_are_laid_out_as_gofmt_has_it(app: Path) -> None:
    assert unformatted(app) == []


def test_examples_compile_and_run(app: Path) -> None:
    assert go(app, "vet", "./...") == []
    assert go(app, "test", "-run", "^Test", "./...") == []
