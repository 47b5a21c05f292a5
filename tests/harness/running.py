"""The harness that tests use now. Those of one document and pack are used one after another, so one runs at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from typing import NoReturn

import pytest

from .cases import Group
from .emit import ready
from .packs import BuildError, Pack
from .process import Process


class Harnesses:
    """`missing` skips or fails a test for want of a tool."""

    def __init__(self, missing: Callable[[str], NoReturn]) -> None:
        self._missing = missing
        self._key: tuple[str, str] | None = None
        self._found: Process | BuildError | None = None
        self._stack = ExitStack()

    def get(self, pack: Pack, group: Group) -> Process:
        """The harness of a pack for the document of a group. Skips the test where a tool is missing, and fails it where
        the harness cannot be built."""
        for tool in pack.tools:
            if shutil.which(tool) is None:
                self._missing(f"{tool}, for the harness of {pack.name}")
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
