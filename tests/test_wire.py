"""Wire vectors: every pack's SDK is driven through the same calls against one server. docs/wire.md says how."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.conftest import missing
from tests.harness.cases import Group, groups
from tests.harness.emit import ready
from tests.harness.packs import PACKS, BuildError, Pack
from tests.harness.process import Process
from tests.harness.run import Loopback, run

GROUPS = {group.name: group for group in groups()}
CASES = [
    pytest.param(pack, group, case, id=f"{pack}-{group.name}-{case}")
    for pack in PACKS
    for group in GROUPS.values()
    for case in group.cases
]


class Harnesses:
    """The harness that was asked for last: those of one document are asked for one after another."""

    def __init__(self) -> None:
        self._key: tuple[str, str] | None = None
        self._found: Process | BuildError | None = None
        self._stack = ExitStack()

    def get(self, pack: Pack, group: Group) -> Process:
        """The harness of a pack for the document of a group. Fails the test where it cannot be built."""
        for tool in pack.tools:
            if shutil.which(tool) is None:
                missing(f"{tool}, for the wire vectors of {pack.name}")
        if self._key != (pack.name, group.name):
            self.close()
            self._key = (pack.name, group.name)
            try:
                command = ready(group.document, pack, group.name, f"wire_{group.name}")
                self._found = self._stack.enter_context(Process(command))
            except BuildError as error:
                self._found = error
        if isinstance(self._found, Process):
            return self._found
        pytest.fail(f"{pack.name} has no harness for {group.name}:\n{self._found}", pytrace=False)

    def close(self) -> None:
        """Ends the harness."""
        self._stack.close()
        self._key = None


@pytest.fixture(scope="module")
def harnesses() -> Iterator[Harnesses]:
    """The running harness."""
    running = Harnesses()
    yield running
    running.close()


@pytest.fixture(scope="module")
def servers() -> Iterator[Loopback]:
    """The server that answers from the script of a case."""
    with Loopback() as running:
        yield running


@pytest.mark.parametrize(("pack", "group", "case"), CASES)
def test_vector(pack: str, group: Group, case: str, harnesses: Harnesses, servers: Loopback) -> None:
    harness = harnesses.get(PACKS[pack], group)
    vector = group.cases[case]
    found: list[Any] = [
        f"{form}: {difference}" for form in PACKS[pack].forms for difference in run(vector, form, harness, servers)
    ]
    assert not found, "\n".join(found)
