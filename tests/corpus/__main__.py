"""`python -m tests.corpus`: runs the documents, goes on where an earlier run ended, and writes the table.

A document is generated again when it, the generator or the pack changed; a check is repeated when its document was
generated again. `--again failed` runs only what is not clean, whatever generator the others were made with.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from specloom.render.packs import find_pack

from tests.corpus import driven, table
from tests.corpus.checks import CHECKS_OF
from tests.corpus.documents import ROOT, Document, corpus_folder, documents
from tests.corpus.generating import CRASH, generate, key_of
from tests.corpus.results import OK, Result, read, save
from tests.corpus.typing_checks import TYPING_CHECKS, stage
from tests.harness.packs import PACKS

_BATCH = 150_000
"""Lines that one process of a type checker gets at once; a document that has more is a batch of its own."""


class Corpus:
    """One run: where its things are, and what was asked for."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.pack: str = options.pack
        language = find_pack(self.pack).target.language
        self.own = CHECKS_OF.get(language, {})
        called = (driven.NAME,) if self.pack in PACKS else ()
        every = ",".join((*self.own, *called, *(TYPING_CHECKS if language == "python" else ())))
        asked = every if options.checks is None else options.checks
        self.checks: list[str] = [name for name in asked.split(",") if name]
        if unknown := set(self.checks) - set(every.split(",")):
            raise SystemExit(f"no check is called {', '.join(sorted(unknown))}; there are {every.replace(',', ', ')}")
        self.again: str = options.again
        self.sample: int = options.sample
        self.work: Path = Path(options.work).resolve() / self.pack
        self.results = self.work / "results"

    def output(self, document: Document) -> Path:
        """Where the SDK of a document is written."""
        return self.work / "out" / document.key

    def known(self, document: Document) -> Result | None:
        """The kept result that need not be made again."""
        result = read(self.results, document.key)
        if result is None or self.again == "all" or result.status == CRASH:
            return None
        if result.status == OK and not self.output(document).is_dir():
            return None
        if self.again == "failed":
            return result if result.clean else None
        return result if self.again == "nothing" or result.key == key_of(document, self.pack) else None

    def one(self, document: Document) -> Result:
        """Generates a document if need be, and does the checks that were not done yet."""
        output = self.output(document)
        result = self.known(document) or generate(document, output, self.pack)
        for name in self.checks:
            if result.status == OK and name in self.own and name not in result.checks:
                result = result.with_check(name, self.own[name](output, result.package))
            if result.status == OK and name == driven.NAME and name not in result.checks:
                result = result.with_check(name, driven.calls(document, output, self.pack, self.sample))
        save(self.results, document.key, result)
        return result

    def check_types(self, name: str, chosen: Sequence[Document]) -> None:
        """Does a type check for the documents that lack it, many at once."""
        waiting: list[tuple[Document, Result]] = []
        for document in chosen:
            known = read(self.results, document.key)
            if known and known.status == OK and name not in known.checks:
                waiting.append((document, known))
        for batch in _batches(waiting):
            folder = self.work / "staged" / name
            packages = {f"p{document.key}": (self.output(document), result.package) for document, result in batch}
            stage(packages, folder)
            found = TYPING_CHECKS[name](list(packages), folder, self.work / "cache" / name)
            for document, result in batch:
                check = found[f"p{document.key}"]
                save(self.results, document.key, result.with_check(name, check))
                _say(f"{name:8} {check.word:>6}  {document.path}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs, writes the table, prints its summary. Returns 1 when something crashed or a check found something."""
    options = _options(arguments)
    corpus = Corpus(options)
    folder = corpus_folder()
    if not folder.is_dir():
        _say(f"no corpus: {folder} is not there (SPECLOOM_CORPUS names one)")
        return 2
    chosen = documents(folder, options.only)
    with ThreadPoolExecutor(options.jobs) as pool:
        for number, result in enumerate(pool.map(corpus.one, chosen), 1):
            words = " ".join(f"{name}:{check.word}" for name, check in result.checks.items() if not check.passed)
            _say(f"{number:3}/{len(chosen)} {result.seconds:6.1f} s {result.status:7} {result.path} {words}".rstrip())
    for name in corpus.checks:
        if name in TYPING_CHECKS:
            corpus.check_types(name, chosen)
    found = [known for document in chosen if (known := read(corpus.results, document.key))]
    report = Path(options.report)
    table.write(report, found)
    for line in table.summary(found):
        _say(line)
    _say(f"table: {report / 'corpus.md'}")
    return 0 if all(result.clean or result.status == "refused" for result in found) else 1


def _batches(waiting: Sequence[tuple[Document, Result]]) -> Iterator[list[tuple[Document, Result]]]:
    batch: list[tuple[Document, Result]] = []
    for one in waiting:
        if batch and sum(result.lines for _, result in batch) + one[1].lines > _BATCH:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of paths, or globs; without any, all documents")
    parser.add_argument("--pack", default="python_dataclass")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="documents at once")
    parser.add_argument("--checks", help="which, by commas; without it all for the language; type checkers are slow")
    parser.add_argument("--sample", type=int, default=driven.SAMPLE, help="operations of a document to call; 0: all")
    parser.add_argument("--again", choices=("changed", "failed", "all", "nothing"), default="changed")
    parser.add_argument("--work", default=str(ROOT / ".cache" / "corpus"), help="for results and outputs")
    parser.add_argument("--report", default=str(ROOT / "corpus-report"), help="for the table")
    return parser.parse_args(arguments)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
