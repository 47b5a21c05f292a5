"""`python -m tests.calls DOCUMENT OUTPUT`: drives the SDK in a folder, prints what was found as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from dataclasses import asdict
from pathlib import Path

from .driving import Driver

SAMPLE = 40


def main() -> None:
    """Drives, and prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.calls", description=__doc__)
    parser.add_argument("document", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--pack", default="python_dataclass")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="at most so many operations; 0: all")
    parser.add_argument("--seed", default="0")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of hypothesis-jsonschema, about patterns that Python cannot read
    driver = Driver(options.document, options.output, options.pack, options.seed)
    json.dump(asdict(driver.run(options.sample)), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
