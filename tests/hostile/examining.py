"""Programs that read another language with its own compiler: one JSON object a line in, one a line out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from typing import IO, Any, cast

from .marks import Examined, Mark


def ask(command: Sequence[str], files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    """What the program, which goes on running for the next question, says of some files."""
    process = _running(tuple(command))
    sent, received = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
    sent.write(json.dumps({"mark": mark.text, "files": files}) + "\n")
    sent.flush()
    answer: Any = json.loads(received.readline() or "{}")
    assert answer.keys() == files.keys(), f"{command[0]} ended with {process.poll()}"
    found: dict[str, Examined] = {}
    for path, one in answer.items():
        assert not one["errors"], f"{path} cannot be read: {one['errors'][:3]}"
        found[path] = Examined(one["structure"], tuple(one["leaks"]))
    return found


@cache
def _running(command: tuple[str, ...]) -> subprocess.Popen[str]:
    """It ends when its input does, which is when this process ends."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
