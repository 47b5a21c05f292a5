"""The templates of the built-in packs: checked, short, and mostly text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from specloom.lower.view_types import view_types
from specloom.render.environment import environment
from specloom.render.lint import read_header
from specloom.render.packs import Pack, installed

MAX_LINES = 150
CONTROL_SHARE = 0.4
TEMPLATES = [(pack, path) for pack in installed() for path in sorted(pack.folder.glob("*.jinja"))]
IDS = [f"{pack.target.name}/{path.name}" for pack, path in TEMPLATES]


def _control(line: str) -> bool:
    """Whether a line decides something, and prints nothing: names of macros and imports do neither."""
    return bool(re.fullmatch(r"\s*\{%(?!-? *(?:macro|endmacro|from) ).*%\}\s*", line))


def test_there_are_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize(("pack", "path"), TEMPLATES, ids=IDS)
def test_a_template_does_only_what_it_may(pack: Pack, path: Path) -> None:
    environment(pack.folders, language=pack.target.language).get_template(path.name)
    header = read_header(path.read_text(), path.name)
    assert not header.view or header.view in view_types(pack.target.language)


@pytest.mark.parametrize("path", [path for _, path in TEMPLATES], ids=IDS)
def test_a_template_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_LINES


def test_templates_are_text_with_few_decisions() -> None:
    lines = [line for _, path in TEMPLATES for line in path.read_text().splitlines() if line.strip()]
    assert sum(map(_control, lines)) / len(lines) <= CONTROL_SHARE


def test_every_template_is_used() -> None:
    for pack in installed():
        named = {rule.template for rule in pack.target.files}
        texts = [path.read_text() for folder in pack.folders for path in folder.glob("*.jinja")]
        for path in pack.folder.glob("*.jinja"):
            assert path.name in named or any(f'"{path.name}"' in text or f"'{path.name}'" in text for text in texts)
