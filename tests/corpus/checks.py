"""The checks of one output that need no other: of Python, it imports, black and ruff leave it alone; of TypeScript, it
compiles under the strictest settings, and imports; of Go, it compiles, and gofmt and vet leave it alone.

The copied runtime is left out where it is checked as source elsewhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.corpus.documents import ROOT
from tests.corpus.processes import Done, run
from tests.corpus.results import KEPT, Check
from tests.golang import go
from tests.node import project, tools

SECONDS = 1800.0
_IMPORT_ALL = Path(__file__).with_name("import_all.py")
IMPORT_MODULES = Path(__file__).with_name("import_modules.mjs")
_BLACK_WORDS = re.compile(r"^(would reformat|error:)")


def compile_all(output: Path, package: str) -> Check:
    """Every Python file is Python, as the oldest interpreter in use here sees it."""
    found: list[str] = []
    for path in sorted(output.rglob("*.py")):
        try:
            compile(path.read_bytes(), path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            found.append(f"{path.relative_to(output)}: {error}")
    return _check(found)


def import_all(output: Path, package: str) -> Check:
    """Every module imports without a warning, every exported name is there, every codec can be built."""
    env = {"PYTHONPATH": str(output), "PYTHONDONTWRITEBYTECODE": "1"}
    done = run([sys.executable, "-W", "error", str(_IMPORT_ALL), package], seconds=SECONDS, cwd=output, env=env)
    return _ended(done, done.out.splitlines() + done.err.splitlines()[-3:], (0,))


def black(output: Path, package: str) -> Check:
    """`black --check` of the output as its user would run it leaves everything but the runtime alone."""
    command = [sys.executable, "-m", "black", "--check", "--workers", "1", "--extend-exclude", "/_runtime/", "."]
    done = run(command, seconds=SECONDS, cwd=output)
    return _ended(done, [line for line in done.err.splitlines() if _BLACK_WORDS.match(line)], (0, 1))


def ruff(output: Path, package: str) -> Check:
    """No name is undefined, none imported without use."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,E9", "--output-format", "concise"]
    done = run([*command, "--no-cache", "--exclude", "_runtime", "."], seconds=SECONDS, memory=0, cwd=output)
    return _ended(done, [line for line in done.out.splitlines() if re.match(r".+:\d+:\d+: ", line)], (0, 1))


def tsc(output: Path, package: str) -> Check:
    """`tsc` compiles it with `STRICT`, whatever its own settings are."""
    project(output)
    done = run([str(tools() / ".bin" / "tsc"), "--pretty", "false", "-p", "."], seconds=SECONDS, memory=0, cwd=output)
    return _ended(done, [line for line in done.out.splitlines() if " error TS" in line], (0, 1, 2))


def node(output: Path, package: str) -> Check:
    """Every module that `tsc` wrote imports, and every codec can be built."""
    done = run(["node", str(IMPORT_MODULES), "dist"], seconds=SECONDS, memory=0, cwd=output)
    return _ended(done, done.out.splitlines() + done.err.splitlines()[-3:], (0,))


@cache
def _go_checker() -> list[str]:
    """`check_types.go`, compiled, and what it needs to know of the standard library."""
    folder = ROOT / ".cache" / "corpus" / "go"
    folder.mkdir(parents=True, exist_ok=True)
    shown = "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}"
    listed = subprocess.run(["go", "list", "-export", "-f", shown, "std"], capture_output=True, check=True)
    (folder / "exports").write_bytes(listed.stdout)
    program = folder / "check_types"
    subprocess.run(["go", "build", "-o", program, Path(__file__).with_name("check_types.go")], check=True)
    return [str(program), str(folder / "exports")]


def types(output: Path, package: str) -> Check:
    """Types are right, as the compiler of Go would say, and gofmt leaves every file alone; in a tenth of the time."""
    done = run([*_go_checker(), "."], seconds=SECONDS, cwd=output)
    return _ended(done, done.out.splitlines() + done.err.splitlines()[-3:], (0,))


def build(output: Path, package: str) -> Check:
    """`go build` compiles every package."""
    return _check(go(output, "build", "./...", limit=int(SECONDS)))


def vet(output: Path, package: str) -> Check:
    """`go vet` has nothing to say."""
    return _check(go(output, "vet", "./...", limit=int(SECONDS)))


Judge = Callable[[Path, str], Check]
CHECKS: Mapping[str, Judge] = {
    "compile": compile_all,
    "import": import_all,
    "ruff": ruff,
    "black": black,
}
"""Those of Python."""
CHECKS_OF: Mapping[str, Mapping[str, Judge]] = {
    "python": CHECKS,
    "typescript": {"tsc": tsc, "node": node},
    "go": {"types": types, "build": build, "vet": vet},
}
"""By language."""


def _ended(done: Done, found: list[str], codes: tuple[int, ...]) -> Check:
    """What was found; a process that ended otherwise than it should is a finding too."""
    if done.late:
        found = [*found, f"not done after {SECONDS:.0f} s"]
    elif done.code not in codes and not found:
        found = [f"ended with {done.code}: {done.err[-500:]}"]
    return _check(found)


def _check(found: list[str]) -> Check:
    return Check(errors=len(found), lines=tuple(line[:300] for line in found[:KEPT]))
