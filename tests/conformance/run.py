"""`python -m tests.conformance.run [SUITE ...]`: the scores of the suites, and every case that is not passed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.conformance.suites import SUITES, run, suites_folder
from tests.harness.packs import PACKS


def main() -> int:
    """Prints the scores; 0 when every case is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(suite.name for suite in SUITES))
    parser.add_argument("--pack", default="python_dataclass", choices=PACKS, help="the pack that makes the SDKs")
    parser.add_argument("--keep", type=Path, help="write the results here, and leave them")
    arguments = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        for suite in SUITES:
            if arguments.suites and suite.name not in arguments.suites:
                continue
            verdicts = run(suite, suites_folder(), arguments.keep or Path(temporary), arguments.pack)
            bad = [verdict for verdict in verdicts if not verdict.passed]
            for verdict in bad:
                print(f"{suite.name} {verdict.case}{'' if verdict.typed else ' (untyped)'}")
                for line in (*verdict.errors, *verdict.differences):
                    print(f"    {line}")
            typed = [verdict for verdict in verdicts if verdict.typed]
            crashes = sum(bool(verdict.errors) for verdict in verdicts)
            print(f"{suite.name}: {len(verdicts) - len(bad)}/{len(verdicts)} passed", end="")
            print(f", {sum(v.passed for v in typed)}/{len(typed)} of the typed", end="")
            print(f", {crashes} calls failed")
            failed += len(bad)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
