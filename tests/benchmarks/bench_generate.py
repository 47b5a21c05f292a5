"""How long the generator takes: cold and unchanged runs over given documents: `make bench`.

Without arguments the Twilio Video document, and GitHub's and OpenAI's where the corpus is at hand (`SPECLOOM_CORPUS`).
"""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("SPECLOOM_CORPUS", ROOT.parent / "shared" / "specs"))
DOCUMENTS = [
    ROOT / "spec" / "twilio_video_v1.yaml",
    CORPUS / "openai" / "openapi.yaml",
    CORPUS / "github-rest" / "api.github.com.json",
]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""Byte code is kept, as it is for users: compiling the generator takes longer than a small run."""


def run(document: Path, output: Path, *options: str) -> tuple[float, str]:
    command = [sys.executable, "-m", "specloom", "generate", str(document), "-o", str(output), *options]
    start = time.perf_counter()
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    counts = re.search(r"[\d,]+/[\d,]+ operations.*", done.stdout + done.stderr)
    return seconds, counts.group(0) if counts else ""


def main(documents: list[Path], repeats: int = 3) -> None:
    for document in documents:
        if not document.exists():
            print(f"{document.name}: not found, left out")
            continue
        with tempfile.TemporaryDirectory() as folder:
            cold: list[float] = []
            counts = ""
            for number in range(repeats):
                seconds, counts = run(document, Path(folder) / str(number), "--no-cache")
                cold.append(seconds)
            output = Path(folder) / "0"
            run(document, output)
            unchanged = [run(document, output)[0] for _ in range(5)]
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"{document.parent.name}/{document.name} ({document.stat().st_size:,} bytes): "
            f"cold {statistics.median(cold):.2f} s (min {min(cold):.2f}, max {max(cold):.2f}), "
            f"unchanged {statistics.median(unchanged):.3f} s, peak so far {peak} MB; {counts}"
        )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or DOCUMENTS)
