"""No document takes more time or memory than its size explains: it gives a client, or a refusal that says where."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.conftest import ROOT

from .bombs import BOMBS, Bomb
from .bombs_of_work import __name__ as more

GROUPS = ("text", "references", "compositions", "names", "numbers")


@cache
def outcomes(group: str) -> dict[str, dict[str, Any]]:
    """What became of the bombs of a group, which run one after another in one guarded process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.bounded", group],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1_200,
        check=False,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {one.pop("name"): one for one in found} | {"": {"ended": done.returncode, "error": done.stderr[-2_000:]}}


def test_every_bomb_runs() -> None:
    assert more.endswith("bombs_of_work")
    assert {bomb.group for bomb in BOMBS.values()} == set(GROUPS)


@pytest.mark.parametrize("name", BOMBS)
def test_the_document_gives_a_client_or_a_clear_refusal(name: str) -> None:
    bomb = BOMBS[name]
    found = outcomes(bomb.group)
    assert name in found, f"the process did not survive: {found['']}"
    _check(bomb, found[name])


def _check(bomb: Bomb, outcome: dict[str, Any]) -> None:
    assert "crash" not in outcome, outcome
    assert outcome["refused"] == bomb.refused, outcome
    assert bomb.says in outcome["message"]
    if bomb.refused:
        whole = "the document has more than" in outcome["message"]
        assert whole or re.match(r"#/|<bytes>:\d+:\d+: ", outcome["message"]), "a refusal names a place"
    else:
        assert bomb.codes <= set(outcome["codes"]), outcome
        assert outcome["files"] > 10


def test_the_guard_ends_what_takes_too_long() -> None:
    """The limits are real: without them, this would run for ever."""
    code = (
        "import signal, tests.hostile.bounded as b\n"
        "b.SECONDS = 1\n"
        "def spin():\n"
        "    while True: pass\n"
        "b.specloom.generate = lambda text, config: spin()\n"
        "signal.signal(signal.SIGVTALRM, b._over)\n"
        "print(b._outcome(b.BOMBS['regular_expressions_that_explode'])['crash'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "OutOfTimeError" in done.stdout, done.stderr
