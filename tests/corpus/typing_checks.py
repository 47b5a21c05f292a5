"""mypy --strict and pyright strict over many outputs at once.

Both are slow, and the runtime is the same in every output: the outputs are copied into one folder in which they share a
single copy of it (`shared_runtime`), so that it is read once. Type checkers see the same types that way.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.corpus.processes import Done, run
from tests.corpus.results import KEPT, Check

SECONDS = 3600.0
RUNTIME = "shared_runtime"
_IMPORT = re.compile(rb"^(\s*from )\.{1,2}_runtime\b", re.MULTILINE)


def stage(outputs: Mapping[str, tuple[Path, str]], folder: Path) -> None:
    """Copies packages (name → output, package) below `folder` under these names, with one runtime for all of them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, (output, package) in outputs.items():
        for path in (output / package).rglob("*.py"):
            relative = path.relative_to(output / package)
            if relative.parts[0] == "_runtime":
                continue
            target = folder / name / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_IMPORT.sub(rb"\1" + RUNTIME.encode(), path.read_bytes()))
    output, package = next(iter(outputs.values()))
    shutil.copytree(output / package / "_runtime", folder / RUNTIME)


def mypy(names: Sequence[str], folder: Path, cache: Path) -> dict[str, Check]:
    """The findings of `mypy --strict` in each of the staged packages."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-pretty", "--hide-error-context"]
    command += ["--python-version", "3.11", "--cache-dir", str(cache), "--show-absolute-path", "-p", RUNTIME]
    command += [part for name in names for part in ("-p", name)]
    done = run(command, seconds=SECONDS, memory=0, cwd=folder)
    return _sorted(names, folder, done, [line for line in done.out.splitlines() if ": error: " in line], (0, 1))


def pyright(names: Sequence[str], folder: Path, cache: Path) -> dict[str, Check]:
    """The findings of pyright in strict mode in each of the staged packages."""
    config = {"include": [*names], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", "-p", str(folder)]
    done = run(command, seconds=SECONDS, memory=0, cwd=folder, env={"NODE_OPTIONS": "--max-old-space-size=8192"})
    try:
        report: dict[str, Any] = json.loads(done.out)
        found = [
            f"{one['file']}:{one['range']['start']['line'] + 1}: {one['message']} [{one.get('rule', '')}]".replace(
                "\n", " "
            )
            for one in report["generalDiagnostics"]
        ]
    except (ValueError, KeyError):
        return dict.fromkeys(names, Check(errors=1, lines=(f"no report: {(done.err or done.out)[-300:]}",)))
    return _sorted(names, folder, done, found, (0, 1))


TYPING_CHECKS: Mapping[str, Callable[[Sequence[str], Path, Path], dict[str, Check]]] = {
    "mypy": mypy,
    "pyright": pyright,
}


def _sorted(
    names: Sequence[str], folder: Path, done: Done, found: Iterable[str], codes: tuple[int, ...]
) -> dict[str, Check]:
    """Findings by the package that they are in; one that is nowhere is everybody's."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for line in found:
        inside = line.removeprefix(f"{folder}/")
        by_name[inside.split("/", 1)[0] if inside != line else ""].append(inside)
    if done.late or done.code not in codes:
        by_name[""].append(f"ended with {done.code}: {(done.err or done.out)[-300:]}")
    checks: dict[str, Check] = {}
    for name in names:
        lines = [*by_name[name], *by_name[""]]
        checks[name] = Check(errors=len(lines), lines=tuple(line[:300] for line in lines[:KEPT]))
    return checks
