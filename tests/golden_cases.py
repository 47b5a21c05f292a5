"""Golden cases: a small document and the files expected from it. `test_golden` compares them, and checks the whole
output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import specloom
from specloom.config import Config, Target, load_config

CASES = Path(__file__).parent / "golden"
PACKS = ("python_dataclass",)
_DOCUMENTS = ("spec.yaml", "spec.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A folder of tests/golden and a pack.

    The folder holds `spec.yaml` or `spec.json`, `specloom.toml` if the case needs one, `expected/<pack>/` and, where
    there are findings, `expected.txt`. The emitted package is named after the case, so that all cases can be checked
    together.
    """

    name: str
    pack: str

    @property
    def folder(self) -> Path:
        """Where the case is."""
        return CASES / self.name

    @property
    def expected(self) -> Path:
        """Where its expected files are."""
        return self.folder / "expected" / self.pack

    def generate(self) -> specloom.Generated:
        """Runs the generator, without any lock file: names come from the document alone."""
        path = self.folder / "specloom.toml"
        config = load_config(path) if path.is_file() else Config()
        document = next(str(self.folder / name) for name in _DOCUMENTS if (self.folder / name).is_file())
        api = replace(config.api, package=config.api.package or self.name)
        return specloom.generate(
            config=replace(config, document=document, path=None, api=api, targets=(Target(pack=self.pack),))
        )

    def read(self) -> dict[str, bytes]:
        """The expected files and the expected findings, by path below the folder of the case."""
        paths = [path for path in self.expected.rglob("*") if path.is_file()]
        findings = self.folder / "expected.txt"
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in (*paths, *((findings,) if findings.is_file() else ()))
        }


def cases() -> list[Case]:
    """All cases, sorted."""
    names = sorted(path.name for path in CASES.iterdir() if path.is_dir())
    return [Case(name=name, pack=pack) for name in names for pack in PACKS]


def produced(case: Case, generated: specloom.Generated) -> dict[str, bytes]:
    """What `Case.read` should find. The runtime is left out: it is tested as source."""
    emitted = {
        f"expected/{case.pack}/{file.path}": file.data
        for file in generated.files
        if "/_runtime/" not in file.path and file.path != "specloom.lock"
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
