"""The packs that have a harness: what it needs, how it is built against an SDK, how it is started.

To add a pack, write its harness (README.md has the protocol) and give it an entry in `PACKS`; docs/wire.md has the
steps.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.golang import go
from tests.node import tools, tsc

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack under test. `build` makes the harness of an SDK ready, once for each state of the SDK and of `sources`;
    it raises `BuildError`. `command` starts it. Both are given the folder of the SDK, and may write there."""

    name: str
    forms: tuple[str, ...]
    """The forms of its clients: every case is run in each of them."""
    tools: tuple[str, ...] = ()
    """Commands that must be on the PATH, or the tests are skipped."""
    status_error: str = "ApiStatusError"
    """The class of errors for a status that has no class of its own."""
    moments: bool = False
    """Date-times are a type of the language, so that another text of the same moment may be sent than was given."""
    sources: Path
    """The folder of the harness."""
    build: Callable[[Path], None] = lambda sdk: None
    command: Callable[[Path], list[str]]


class BuildError(Exception):
    """The harness of a pack, or the SDK it drives, does not compile: the text is the compiler's."""


def _python(name: str, *forms: str) -> Pack:
    """A Python pack. One harness serves all of them."""
    sources = HERE / "python_dataclass"
    return Pack(
        name=name,
        forms=forms,
        sources=sources,
        command=lambda sdk: [sys.executable, str(sources / "harness.py"), str(sdk)],
    )


PYTHON = (
    _python("python_dataclass", "sync", "http.client", "async"),
    _python("python_pydantic", "sync"),  # its clients are those of python_dataclass, its models are not
    _python("python_functions", "sync", "async"),
)


def _build_typescript(sdk: Path) -> None:
    """Compiles an SDK with the settings of its own."""
    if not (sdk / "node_modules").exists():
        (sdk / "node_modules").symlink_to(tools(), target_is_directory=True)
    said = tsc(sdk)
    if said:
        raise BuildError("\n".join(said[:40]))


def _build_go(sdk: Path) -> None:
    """Puts the harness and a table of the functions that only this SDK has beside it, and compiles both."""
    surface = json.loads((sdk / "surface.json").read_text(encoding="utf-8"))
    module = (sdk / "go.mod").read_text(encoding="utf-8").split()[1]
    folder = sdk / "harness"
    folder.mkdir(exist_ok=True)
    source = (HERE / "go_stdlib" / "main.go").read_text(encoding="utf-8")
    (folder / "main.go").write_text(source.replace("specloom.invalid/sdk", module), encoding="utf-8")
    counts = Counter(one["name"] for one in (*surface["credentials"], *surface.get("variables", ())))
    if "func WithEnvironment(" in (sdk / "options_api.go").read_text(encoding="utf-8"):
        counts["WithEnvironment"] = 1
    rows = "".join(
        f'\t"{name}": func(v []string) sdk.ClientOption {{ return sdk.{name}('
        f"{', '.join(f'v[{index}]' for index in range(count))}) }},\n"
        for name, count in counts.items()
    )
    head = f'package main\n\nimport sdk "{module}"\n\nvar setters = map[string]func([]string) sdk.ClientOption{{\n'
    (folder / "table.go").write_text(f"{head}{rows}}}\n", encoding="utf-8")
    said = go(sdk, "build", "-o", "harness/harness", "./harness")
    if said:
        raise BuildError("\n".join(said[:40]))


TYPESCRIPT = Pack(
    name="typescript_fetch",
    forms=("fetch",),
    tools=("node", "npm"),
    sources=HERE / "typescript_fetch",
    build=_build_typescript,
    command=lambda sdk: ["node", str(HERE / "typescript_fetch" / "harness.mjs"), str(sdk)],
)

GO = Pack(
    name="go_stdlib",
    forms=("net/http",),
    tools=("go",),
    status_error="APIError",
    moments=True,
    sources=HERE / "go_stdlib",
    build=_build_go,
    command=lambda sdk: [str(sdk / "harness" / "harness"), str(sdk)],
)

PACKS = {pack.name: pack for pack in (*PYTHON, TYPESCRIPT, GO)}
"""By name."""
