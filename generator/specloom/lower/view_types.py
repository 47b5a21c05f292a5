"""Which views the templates of a pack print, by its language."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.lower import views
from specloom.lower.python import views as python_views


def view_types(language: str) -> Mapping[str, type]:
    """The views of a language by their names: Python has its own, all others share those of `lower.views`."""
    module = python_views if language == "python" else views
    return {name: value for name, value in vars(module).items() if name.endswith("View") and isinstance(value, type)}
