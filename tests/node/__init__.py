"""Node and its tools, for the tests of TypeScript output."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tests.needs import missing

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

STRICT: Mapping[str, object] = {
    "target": "ES2022",
    "module": "NodeNext",
    "lib": ["ES2022", "DOM", "DOM.Iterable"],
    "types": [],
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "noImplicitOverride": True,
    "noImplicitReturns": True,
    "noFallthroughCasesInSwitch": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "verbatimModuleSyntax": True,
    "isolatedModules": True,
}
"""What emitted TypeScript must pass, whatever of it a user's project asks for."""


@cache
def tools(manifest: Path = HERE) -> Path:
    """The folder `node_modules` with what the `package.json` in a folder names, installed once for each state of the
    lock file beside it.

    The test is skipped where there is no Node, or the registry cannot be reached; in CI it fails.
    """
    npm = shutil.which("npm")
    if not shutil.which("node") or npm is None:
        missing("node and npm are not installed")
    digest = hashlib.sha256((manifest / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = ROOT / ".cache" / "node" / digest
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").is_file():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(manifest / name, folder / name)
            command = [npm, "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                missing(f"npm could not install the tools: {(done.stderr or done.stdout).strip()[-300:]}")
            (folder / "ready").touch()
    return folder / "node_modules"


def project(folder: Path, sources: Iterable[str] = ("src/**/*.ts",), **options: object) -> None:
    """Makes `folder` a project that `tsc` can compile to `dist`: its modules are ESM, its options `STRICT`."""
    link = folder / "node_modules"
    if not link.exists():
        link.symlink_to(tools(), target_is_directory=True)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text(json.dumps({"type": "module"}))
    compiler = {**STRICT, "rootDir": "src", "outDir": "dist", **options}
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": compiler, "include": list(sources)}))


_RUNTIME = re.compile(rb'"(\.\.?)/runtime/')


def share(files: Mapping[str, bytes], name: str, folder: Path) -> None:
    """Writes the modules of an output below `src/name` of a project in which all outputs share one runtime."""
    for path, data in files.items():
        if path.endswith(".ts"):
            place, is_runtime = path.removeprefix("src/"), path.startswith("src/runtime/")
            target = folder / "src" / (place if is_runtime else f"{name}/{place}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if is_runtime else _RUNTIME.sub(_shared, data))


def _shared(found: re.Match[bytes]) -> bytes:
    return b'"../runtime/' if found[1] == b"." else b'"../../runtime/'


def tsc(folder: Path, *arguments: str) -> list[str]:
    """Compiles the project in `folder`; what the compiler has to say, empty where all is well."""
    command = [str(tools() / ".bin" / "tsc"), "--pretty", "false", "-p", str(folder), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    said = (done.stdout + done.stderr).strip().splitlines()
    return said or ([f"tsc ended with {done.returncode}"] if done.returncode else [])
