"""The architecture as a test: which part may import which, how large a file may be, and what emitted code may need."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT / "generator" / "specloom"
TEMPLATES = ROOT / "templates" / "specloom_templates"
FOUNDATION = {"diagnostics", "ir.names"}
EVERYWHERE = {"quick"}

# Part → the parts it may import, beside itself. A part is a package or module below specloom; `a.b` is one module of a
# package.
ALLOWED: dict[str, set[str]] = {
    "quick": set(),
    "ir": set(),
    "diagnostics": {"ir.names"},
    "source": FOUNDATION,
    "build": {"source", "ir", *FOUNDATION},
    "languages": {"ir"},
    "lower": {"ir", "languages", "diagnostics"},
    "render": {"lower.view_types", "lower.plan", "languages.code", *FOUNDATION},
    "output": {"diagnostics", "terminal"},
    # What the stages are composed with: the configuration, the records a run keeps, and messages.
    "settings": FOUNDATION,
    "config": {"settings", *FOUNDATION},
    "toml_places": {"settings"},
    "lock": FOUNDATION,
    "cache": set(),
    "terminal": set(),
    "stamp": {"cache"},
    "coverage": {"build.options"},
    "allowances": {"config", *FOUNDATION},
    "explanations": set(),
    "listing": {"toml_places", "source.locate", *FOUNDATION},
    "pipeline": {"stages", "generated", "lower", "render", "config", "cache"},
    "cli": {
        *("pipeline", "generated", "config", "settings", "stamp", "cache", "listing", "explanations", "terminal"),
        *("ir", "output", "render.packs", "render.upstream", "lower.reference", "lower.names", "", *FOUNDATION),
    },
    "stages": {
        *("source", "build", "ir", "languages", "lower", "render", "generated"),
        *("config", "lock", "cache", "coverage", "allowances", "diagnostics", ""),
    },
    "generated": {
        *("source", "ir", "render", "output", "config", "lock", "coverage", "listing", "diagnostics"),
    },
    "": {"pipeline", "generated", "config", "diagnostics"},
    "__main__": {"cli"},
}
# Outside of the standard library, each part may import these only.
LIBRARIES: dict[str, set[str]] = {
    "source": {"yaml", "openapi_spec_validator", "jsonschema", "jsonschema_rs"},
    "languages": {"markupsafe"},
    "render": {"jinja2", "markupsafe", "black"},
    "cli": {"click"},
}
PACK_LIBRARIES = {"python_pydantic": {"pydantic"}}  # what a style is named for
HTTP_LIBRARIES = {"httpx2", "h2"}  # h2 is what httpx2 itself speaks HTTP/2 with, if it is there
MAX_PYTHON_LINES = 350
MAX_TEMPLATE_LINES = 150


def imports_of(path: Path, module: str) -> Iterator[tuple[int, str]]:
    """(line, absolute module name) for every import anywhere in a file."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module or "") if part)
            submodules = [alias.name for alias in node.names if is_module(f"{name}.{alias.name}")]
            if len(submodules) < len(node.names):
                yield node.lineno, name
            yield from ((node.lineno, f"{name}.{submodule}") for submodule in submodules)


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of the generator."""
    top, *rest = name.split(".")
    place = GENERATOR.joinpath(*rest)
    return top == "specloom" and (place.is_dir() or place.with_suffix(".py").is_file())


def modules() -> Iterator[tuple[str, str, Path]]:
    """(part, module, path) of the generator."""
    for path in sorted(GENERATOR.rglob("*.py")):
        names = path.relative_to(GENERATOR).with_suffix("").parts
        names = names[:-1] if names[-1] == "__init__" else names
        yield (names[0] if names else ""), ".".join(("specloom", *names)), path


def violations(part: str, module: str, path: Path) -> list[str]:
    """Imports of one file that the tables do not allow."""
    found: list[str] = []
    for line, name in imports_of(path, module):
        top, _, rest = name.partition(".")
        if top != "specloom":
            if top not in sys.stdlib_module_names and top not in LIBRARIES.get(part, set()):
                found.append(f"{path.name}:{line}: {part or 'specloom'} imports {name}")
            continue
        prefixes = {rest, rest.partition(".")[0], ".".join(rest.split(".")[:2])}
        if part not in prefixes and not prefixes & (ALLOWED[part] | EVERYWHERE):
            found.append(f"{path.name}:{line}: {part or 'specloom'} imports {name}")
    return found


@pytest.mark.parametrize(("part", "module", "path"), [pytest.param(*found, id=found[1]) for found in modules()])
def test_imports_point_one_way(part: str, module: str, path: Path) -> None:
    assert part in ALLOWED, f"{module} is not in the table of allowed imports"
    assert violations(part, module, path) == []


_PLAIN = ("quick", "simple")
"""Languages of other people derive from `languages.simple` with dataclasses of the standard library."""


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=module) for _, module, path in modules() if path.stem not in _PLAIN]
)
def test_dataclasses_are_the_quick_ones(path: Path) -> None:
    """An inherited one of the standard library fails when it is defined; any other costs every run some time."""
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        for alias in node.names
    }
    assert "dataclass" not in imported, "import it from specloom.quick"


@pytest.mark.parametrize(
    ("part", "text", "bad"),
    [
        ("build", "from specloom.languages import python", True),
        ("build", "import specloom.lower.plan", True),
        ("build", "from specloom import pipeline", True),
        ("build", "def f():\n    from specloom.render.emit import x", True),
        ("build", "import jinja2", True),
        ("build", "from specloom.ir.api import Api\nfrom specloom.source.cursor import Cursor\nimport json", False),
        ("ir", "from specloom.diagnostics import Report", True),
        ("coverage", "from specloom.build.options import CoverageEntry", False),
        ("coverage", "from specloom.build.api import build", True),
    ],
)
def test_the_check_sees_what_is_wrong(tmp_path: Path, part: str, text: str, bad: bool) -> None:
    path = tmp_path / "module.py"
    path.write_text(text)
    assert bool(violations(part, f"specloom.{part}.module", path)) is bad


def runtime_files() -> list[Path]:
    return sorted(TEMPLATES.glob("*/runtime/**/*.py"))


@pytest.mark.parametrize("path", runtime_files(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_runtime_needs_the_standard_library_and_one_http_library(path: Path) -> None:
    for line, name in imports_of(path, f"runtime.{path.stem}"):
        top = name.partition(".")[0]
        typing_only = top == "typing_extensions" and _under_type_checking(path, line)
        own = top == "runtime" or top in PACK_LIBRARIES.get(path.relative_to(TEMPLATES).parts[0], set())
        assert (
            top in sys.stdlib_module_names or top in HTTP_LIBRARIES or typing_only or own
        ), f"{path.name}:{line}: {name}"


def _under_type_checking(path: Path, line: int) -> bool:
    blocks = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.If))
    guarded = (inner for node in blocks if ast.unparse(node.test) == "TYPE_CHECKING" for inner in node.body)
    return any(inner.lineno <= line <= (inner.end_lineno or 0) for inner in guarded)


def test_there_is_a_runtime_to_check() -> None:
    assert len(runtime_files()) > 5


@pytest.mark.parametrize("folder", ["generator", "templates", "tests"])
def test_python_files_are_small(folder: str) -> None:
    skipped = (ROOT / "tests" / "golden", ROOT / "tests" / "data")
    large = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if not any(parent in path.parents for parent in skipped)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_PYTHON_LINES
    }
    assert large == {}


def test_templates_are_small() -> None:
    templates = list(TEMPLATES.rglob("*.jinja"))
    assert templates
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in templates}
    assert {name: size for name, size in sizes.items() if size > MAX_TEMPLATE_LINES} == {}


def test_both_packages_are_typed() -> None:
    assert (GENERATOR / "py.typed").is_file()
    assert (TEMPLATES / "py.typed").is_file()
