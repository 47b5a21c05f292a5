"""`python -m tests.hostile.fuzz [PART OF A PATH …]`: puts hostile texts into the documents of a corpus, and proves that
they stay texts in what every pack emits. `--seeds 0:5` takes five numbers; the same number gives the same texts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from specloom.diagnostics import SpecloomError

from tests.corpus.documents import Document, corpus_folder, documents

from ..emitting import PACKS
from .running import Outcome, read, try_one


def main() -> int:
    """Runs until the time is over; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of paths of documents, or globs")
    parser.add_argument("--pack", action="append", choices=PACKS, help="one of the packs; all without it")
    parser.add_argument("--seeds", default="0:1", help="FIRST:BEYOND")
    parser.add_argument("--largest", type=int, default=300_000, help="bytes of a document")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="when to stop")
    options = parser.parse_args()
    first, _, beyond = options.seeds.partition(":")
    chosen = [
        one for one in documents(corpus_folder(), options.only) if not one.folders and one.size <= options.largest
    ]
    end = time.monotonic() + options.seconds
    packs = tuple(options.pack or PACKS)
    outcomes: list[Outcome] = []
    for outcome in _tried(chosen, range(int(first), int(beyond or int(first) + 1)), packs, end):
        outcomes.append(outcome)
        _say(f"{outcome.document} {outcome.number}: {outcome.replaced} texts")
        for finding in outcome.findings:
            _say(f"  {finding}\n  texts: {outcome.texts}")
    wrong = sum(bool(one.findings) for one in outcomes)
    texts, size = sum(one.replaced for one in outcomes), sum(one.examined for one in outcomes)
    _say(f"{len(outcomes)} runs, {texts:,} hostile texts, {size:,} bytes examined, {wrong} runs with findings")
    return int(wrong > 0)


def _say(line: str) -> None:
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


def _tried(chosen: list[Document], numbers: range, packs: tuple[str, ...], end: float) -> Iterator[Outcome]:
    for number in numbers:
        for one in chosen:
            if time.monotonic() > end:
                return
            try:
                document = read(one.location)
            except SpecloomError:
                continue  # no hostile text is needed
            yield try_one(one.path, document, number, packs)


if __name__ == "__main__":
    sys.exit(main())
