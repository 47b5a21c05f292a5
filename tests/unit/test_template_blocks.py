"""A user's template replaces one block of a pack's own and keeps the rest."""

from __future__ import annotations

from pathlib import Path

import specloom
from specloom.config import Config, Target

DOCUMENT = b'{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}'
INSTALL = """{#- view: PackageView as package -#}
{% extends "pack/readme.md.jinja" %}
{% block install %}
Ask the platform team for `{{ package.package }}`.
{% endblock %}
"""


def readme(templates: Path | None) -> str:
    """The README of a package."""
    target = Target(pack="python_dataclass", templates=templates)
    generated = specloom.generate(DOCUMENT, config=Config(targets=(target,)))
    return next(file.data.decode() for file in generated.files if file.path == "README.md")


def test_a_block_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "readme.md.jinja").write_text(INSTALL)
    own, changed = readme(None), readme(tmp_path)
    before, _, after = own.partition("Install it from this folder")
    assert changed.startswith(before + "Ask the platform team for `shop`.\n")
    assert changed.endswith(after.partition("pip install .\n```\n")[2])
