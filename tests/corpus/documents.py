"""The documents of a corpus: those of its MANIFEST.tsv, else whatever looks like an OpenAPI document."""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SUFFIXES = frozenset({".json", ".yaml", ".yml"})
_HEAD = re.compile(rb"""^\s*[{]?\s*["']?(openapi|swagger)["']?\s*:""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: its path below the corpus, its size in bytes, the version of OpenAPI that it is of, where that is
    listed, and folders outside its own that it may read."""

    corpus: Path
    path: str
    size: int
    version: str = ""
    folders: tuple[Path, ...] = ()

    @property
    def location(self) -> Path:
        """Where it is."""
        return self.corpus / self.path

    @property
    def key(self) -> str:
        """A name for files and folders: readable, and different for any two documents."""
        readable = re.sub(r"[^A-Za-z0-9]+", "_", self.path.rsplit(".", 1)[0]).strip("_")[-60:]
        return f"{readable}_{hashlib.sha256(self.path.encode()).hexdigest()[:6]}"

    def digest(self) -> str:
        """Changes when the document changes; files that it refers to are not looked at."""
        return hashlib.sha256(self.location.read_bytes()).hexdigest()


def corpus_folder() -> Path:
    """`SPECLOOM_CORPUS`, else `specs` in `SPECLOOM_SHARED`, else `../shared/specs` beside the checkout."""
    chosen = os.environ.get("SPECLOOM_CORPUS")
    if chosen:
        return Path(chosen).resolve()
    return Path(os.environ.get("SPECLOOM_SHARED") or ROOT.parent / "shared").resolve() / "specs"


def documents(corpus: Path, only: Iterable[str] = ()) -> list[Document]:
    """The documents whose path contains, or matches as a glob, one of `only` (all without any), small ones first."""
    wanted = tuple(only)
    manifest = corpus / "MANIFEST.tsv"
    found = _listed(corpus, manifest) if manifest.is_file() else _seen(corpus)
    chosen = [one for one in found if not wanted or any(w in one.path or fnmatchcase(one.path, w) for w in wanted)]
    return sorted(chosen, key=lambda one: (one.size, one.path))


def _listed(corpus: Path, manifest: Path) -> list[Document]:
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Document(
            corpus=corpus,
            path=row["path"],
            size=int(row["bytes"]),
            version=row.get("version", ""),
            # A document of several files may refer to its neighbours, never to those of another API.
            folders=(corpus / row["slug"],) if row["multi_file"] == "yes" else (),
        )
        for row in rows
    ]


def _seen(corpus: Path) -> list[Document]:
    paths = [path for path in corpus.rglob("*") if path.suffix in _SUFFIXES and path.is_file()]
    return [
        Document(corpus=corpus, path=path.relative_to(corpus).as_posix(), size=path.stat().st_size, folders=(corpus,))
        for path in paths
        if _HEAD.search(path.read_bytes()[:4096])
    ]
