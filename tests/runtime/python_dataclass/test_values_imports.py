"""What importing the values half costs: the modules that are always loaded are few and plain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[3] / "templates"
SLOW = ("dataclasses", "inspect", "uuid", "decimal", "xml", "email", "mimetypes", "urllib.request", "json", "datetime")


@pytest.mark.parametrize(
    ("module", "refused"),
    [
        ("types", SLOW),
        ("lazy", SLOW),
        ("bodies", SLOW),
        ("params", SLOW),
        ("models", ("uuid", "decimal", "xml", "email", "json", "datetime")),
        ("codecs", ("uuid", "decimal", "xml", "email", "mimetypes", "inspect")),
    ],
)
def test_modules_that_are_not_needed_yet(module: str, refused: tuple[str, ...]) -> None:
    code = (
        "import sys\n"
        f"import specloom_templates.python_dataclass.runtime.{module}\n"
        f"print([name for name in {refused!r} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(TEMPLATES)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
