"""`python -m tests.hostile.bounded GROUP`: generates from every bomb of a group, within limits of memory and time, and
prints a line of JSON for each. A process of its own, because limits are those of a process.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
import traceback
from typing import Any

import specloom
from specloom.config import Config, Target
from specloom.diagnostics import SpecloomError

from .bombs import BOMBS, Bomb
from .bombs_of_work import __name__ as more

MEMORY = 3 << 30
SECONDS = 60
"""Of CPU, for one bomb. Most need one or two; what grows exponentially needs years."""

_MOST_COMPILED = 5_000_000
_EVERY_LANGUAGE = Config(
    targets=tuple(Target(pack=pack) for pack in ("python_dataclass", "typescript_fetch", "go_stdlib"))
)


class OutOfTimeError(BaseException):
    """The time for one bomb is over."""


def main() -> None:
    """Runs one group."""
    chosen = [bomb for bomb in BOMBS.values() if bomb.group == sys.argv[1]]
    assert more in sys.modules
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * len(chosen), SECONDS * len(chosen)))
    signal.signal(signal.SIGVTALRM, _over)
    for bomb in chosen:
        sys.stdout.write(json.dumps({"name": bomb.name, **_outcome(bomb)}) + "\n")
        sys.stdout.flush()


def _over(signal_number: int, frame: object) -> None:
    raise OutOfTimeError


def _outcome(bomb: Bomb) -> dict[str, Any]:
    text = bomb.text()
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        generated = specloom.generate(text, config=_EVERY_LANGUAGE)
        python, *others = ([(file.path, file.data) for file in output.files] for output in generated.outputs)
        sources = [(path, data) for path, data in python if path.endswith(".py")]
        if sum(len(data) for _, data in sources) < _MOST_COMPILED:
            for path, data in sources:
                compile(data, path, "exec")
        codes = sorted({diagnostic.code for diagnostic in generated.report})
        files = [len(python), *map(len, others)]
        return {"refused": "", "message": "", "codes": codes, "files": min(files, default=0), **_spent(started)}
    except SpecloomError as error:
        first = error.diagnostics[0]
        place = f"{first.origin} " if first.origin.pointer else ""
        if first.spot is not None:
            place = f"{first.spot.file}:{first.spot.line}:{first.spot.column}: "
        return {"refused": first.code, "message": f"{place}{first.message}", "hint": first.hint, **_spent(started)}
    except BaseException:
        return {"crash": traceback.format_exc(limit=-6)[-2_000:], **_spent(started)}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _spent(started: float) -> dict[str, float]:
    return {"seconds": round(time.process_time() - started, 2)}


if __name__ == "__main__":
    main()
