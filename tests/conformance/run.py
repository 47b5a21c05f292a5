"""`python -m tests.conformance.run [SUITE ...]`: the scores of the suites, and every case that is not passed.

`--document PATH` plans calls for a document of the corpus instead, and explains what is not passed by `planned.json`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.conformance.planned import explained, planned, rules
from tests.conformance.suites import SUITES, Verdict, run, suites_folder
from tests.corpus.documents import corpus_folder
from tests.harness.packs import PACKS


def main() -> int:
    """Prints the scores; 0 when every case is passed, or explained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(suite.name for suite in SUITES))
    parser.add_argument("--document", action="append", metavar="PATH", help="of the corpus; may be repeated")
    parser.add_argument("--pack", default="python_dataclass", choices=PACKS, help="the pack that makes the SDKs")
    parser.add_argument("--keep", type=Path, help="write the results here, and leave them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.keep or Path(temporary)
        if arguments.document:
            failed = sum(_document(path, work, arguments.pack) for path in arguments.document)
        else:
            chosen = [suite.name for suite in SUITES if not arguments.suites or suite.name in arguments.suites]
            failed = sum(_suite(name, work, arguments.pack) for name in chosen)
    return 1 if failed else 0


def _suite(name: str, work: Path, pack: str) -> int:
    verdicts = run(next(suite for suite in SUITES if suite.name == name), suites_folder(), work, pack)
    bad = [verdict for verdict in verdicts if not verdict.passed]
    for verdict in bad:
        _print(name, verdict)
    typed = [verdict for verdict in verdicts if verdict.typed]
    crashes = sum(bool(verdict.errors) for verdict in verdicts)
    print(f"{name}: {len(verdicts) - len(bad)}/{len(verdicts)} passed", end="")
    print(f", {sum(v.passed for v in typed)}/{len(typed)} of the typed", end="")
    print(f", {crashes} calls failed")
    return len(bad)


def _document(path: str, work: Path, pack: str) -> int:
    suite = planned(corpus_folder() / path, suites_folder(), work)
    verdicts = run(suite, suites_folder(), work, pack)
    reasons: Counter[str] = Counter()
    unexplained = 0
    for verdict, rule in explained(verdicts, rules(path)):
        if rule is None:
            unexplained += 1
            _print(path, verdict)
        else:
            reasons[rule.reason] += 1
    passed = sum(verdict.passed for verdict in verdicts)
    print(f"{path}: {passed}/{len(verdicts)} passed, {reasons.total()} explained, {unexplained} not")
    for reason, number in reasons.most_common():
        print(f"    {number}: {reason}")
    return unexplained


def _print(where: str, verdict: Verdict) -> None:
    print(f"{where} {verdict.case}{'' if verdict.typed else ' (untyped)'}")
    for line in (*verdict.errors, *verdict.differences):
        print(f"    {line}")


if __name__ == "__main__":
    sys.exit(main())
