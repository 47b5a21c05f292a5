"""What a test needs that may not be there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skips a test for want of something; in CI, where all is required, fails it."""
    if os.environ.get("CI"):
        pytest.fail(f"required in CI: {what}")
    pytest.skip(what)
