"""CPU seconds of each stage, here or here and in another checkout in turns: `make bench`.

    python -m tests.benchmarks.bench_stages [--against CHECKOUT] [--repeats 3] [DOCUMENT ...]

Every run is a fresh process without other processes to help it, so that on a busy machine, too, figures can be
compared; shown are the smallest ones. Byte code is kept, as it is for users; a folder in memory (`TMPDIR=/dev/shm`)
leaves the file system out of `write`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from specloom import pipeline
from specloom.config import Config
from specloom.quick import uncollected

from tests.benchmarks.bench_generate import CORPUS, ENVIRONMENT, ROOT

DOCUMENTS = [
    ROOT / "spec" / "twilio_video_v1.yaml",
    CORPUS / "openai" / "openapi.yaml",
    CORPUS / "stripe" / "spec3.yaml",
    CORPUS / "kubernetes" / "swagger.json",
    CORPUS / "github-rest" / "api.github.com.json",
]
Figures = dict[str, float]


def child(document: str, output: str) -> None:
    """One run in this process; prints its figures."""

    def seconds() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    figures: Figures = {"start": seconds()}

    @contextmanager
    def progress(stage: str) -> Generator[Callable[[str], None]]:
        begun = seconds()
        yield lambda detail: None
        figures[stage] = seconds() - begun

    config = Config(document=document).with_target("python_dataclass", Path(output))
    with uncollected():
        generated = pipeline.run(config, progress=progress)
        begun = seconds()
        generated.write()
        figures["write"] = seconds() - begun
    figures["total"] = seconds()
    figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures), flush=True)
    os._exit(0)


def measured(checkout: Path, document: Path) -> Figures:
    """The figures of one run of the generator of a checkout."""
    sources = [checkout / "generator", checkout / "templates", ROOT]
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(str(source) for source in sources)}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.bench_stages", "--child", str(document), folder]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU seconds of each stage.")
    parser.add_argument("documents", nargs="*", type=Path, default=DOCUMENTS)
    parser.add_argument("--against", type=Path, help="another checkout, measured in turns")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    checkouts = [*([options.against] if options.against else []), ROOT]
    for document in options.documents:
        if not document.exists():
            print(f"{document.name}: not found, left out")
            continue
        runs: dict[Path, list[Figures]] = {checkout: [] for checkout in checkouts}
        for number in range(options.repeats + 1):
            for checkout in checkouts:
                figures = measured(checkout, document)
                if number:  # the first run compiles what has changed
                    runs[checkout].append(figures)
        print(f"{document.parent.name}/{document.name} ({document.stat().st_size:,} bytes)")
        for checkout in checkouts:
            least = {key: min(run[key] for run in runs[checkout]) for key in runs[checkout][0]}
            line = "  ".join(
                f"{key} {value:.0f}" if key == "peak MB" else f"{key} {value:.2f}" for key, value in least.items()
            )
            print(f"  {checkout.name:<12} {line}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:4])
    else:
        main()
