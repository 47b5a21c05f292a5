"""Small documents, one feature each: golden cases, with the files expected from them, and those that `tests/behaviour`
drives. `test_golden` compares the former, and checks the whole output of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import specloom
from specloom.config import Config, load_config
from specloom.render.packs import find_pack

CASES = Path(__file__).parent / "golden"
DRIVEN = Path(__file__).parent / "behaviour" / "documents"
PACKS = ("python_dataclass", "typescript_fetch", "go_stdlib")
"""Packs that every case is emitted for."""
_RUNTIME = {"_runtime", "runtime"}
STYLES = {
    "python_functions": frozenset({"layout", "names", "presence"}),
    "python_pydantic": frozenset({"layout", "names", "presence", "unions", "xml_bodies"}),
}
"""Packs that extend another, with the cases in which they differ from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document and a pack. The emitted package is named after the case, so that all cases can be checked together.

    A golden case is a folder of tests/golden with `spec.yaml`, `specloom.toml` if the case needs one,
    `expected/<pack>/` and, where there are findings, `expected.txt`. Others are `<name>.yaml` or `<name>/spec.yaml` in
    tests/behaviour/documents, with `<name>.toml` or `<name>/specloom.toml`.
    """

    name: str
    pack: str

    @property
    def folder(self) -> Path:
        """Where the case is, if it is a folder."""
        driven = DRIVEN / self.name
        return driven if driven.is_dir() else CASES / self.name

    @property
    def document(self) -> Path:
        """The document."""
        single = DRIVEN / f"{self.name}.yaml"
        return single if single.is_file() else self.folder / "spec.yaml"

    @property
    def package(self) -> str:
        """What the package is called, where the case does not say: no two cases of a language have one name."""
        return f"{self.name}_{self.pack.partition('_')[2]}" if self.pack in STYLES else self.name

    @property
    def expected(self) -> Path:
        """Where its expected files are."""
        return self.folder / "expected" / self.pack

    def generate(self) -> specloom.Generated:
        """Runs the generator, without any lock file: names come from the document alone."""
        document = self.document
        path = document.with_name("specloom.toml") if document.stem == "spec" else document.with_suffix(".toml")
        config = load_config(path) if path.is_file() else Config()
        api = replace(config.api, package=config.api.package or self.package)
        config = replace(config, document=str(document), path=None, api=api).with_target(self.pack, None)
        return specloom.generate(config=config)

    def read(self) -> dict[str, bytes]:
        """The expected files and the expected findings, by path below the folder of the case."""
        paths = [path for path in self.expected.rglob("*") if path.is_file()]
        findings = self.folder / "expected.txt"
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in (*paths, *((findings,) if findings.is_file() else ()))
        }


def cases() -> list[Case]:
    """The golden cases, sorted."""
    names = sorted(path.name for path in CASES.iterdir() if path.is_dir())
    return [
        *(Case(name=name, pack=pack) for name in names for pack in PACKS),
        *(Case(name=name, pack=pack) for name in names for pack, chosen in STYLES.items() if name in chosen),
    ]


def driven(pack: str) -> list[Case]:
    """The documents of tests/behaviour, sorted."""
    found = {path.stem for path in DRIVEN.glob("*.yaml")} | {path.parent.name for path in DRIVEN.glob("*/spec.yaml")}
    return [Case(name=name, pack=pack) for name in sorted(found)]


@cache
def _beside(pack: str) -> frozenset[str]:
    """The files of a runtime that is copied to the root of the output, in no folder of its own."""
    target = find_pack(pack).target
    if target.runtime_path:
        return frozenset()
    folders = [folder / target.runtime for folder in find_pack(pack).folders]
    return frozenset(path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*"))


def produced(case: Case, generated: specloom.Generated) -> dict[str, bytes]:
    """What `Case.read` should find. The runtime is left out: it is tested as source."""
    emitted = {
        f"expected/{case.pack}/{file.path}": file.data
        for file in generated.files
        if not _RUNTIME & {*file.path.split("/")} and file.path not in {*_beside(case.pack), "specloom.lock"}
    }
    lines = [  # places as a user in that folder sees them
        f"{found.place.removeprefix(str(case.folder) + '/')}: {found.severity}: {found.message} [{found.code}]\n"
        for found in generated.findings()
    ]
    return emitted | ({"expected.txt": "".join(lines).encode()} if lines else {})


def update(case: Case, files: Mapping[str, bytes]) -> list[str]:
    """Makes the folder of a case hold exactly these expected files; returns what was changed, one line a file."""
    old = case.read()
    changed: list[str] = []
    for path in sorted(old.keys() - files.keys()):
        (case.folder / path).unlink()
        changed.append(f"deleted    {case.name}/{path}")
    for path, data in sorted(files.items()):
        if old.get(path) != data:
            (case.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (case.folder / path).write_bytes(data)
            changed.append(f"{'rewritten' if path in old else 'created  '}  {case.name}/{path}")
    return changed
