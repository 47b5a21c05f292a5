"""From the model to views: everything that a target's language and conventions decide ends here.

`lower` is pure. Templates print what it returns, and decide nothing.
"""

from __future__ import annotations

from specloom.ir.api import Api
from specloom.languages.language import Language
from specloom.languages.python.language import Python
from specloom.lower.package import PackageOptions
from specloom.lower.plan import FileRule, Plan, PlannedFile, Target
from specloom.lower.python.files import lower_python

__all__ = ["FileRule", "PackageOptions", "Plan", "PlannedFile", "Target", "lower"]


def lower(api: Api, language: Language, target: Target, options: PackageOptions) -> Plan:
    """The files of `target` for `api`. Raises `ValueError` for a language that has no lowering here."""
    if target.language != "python" or not isinstance(language, Python):
        raise ValueError(f"there is no lowering for the language {target.language!r}")
    return lower_python(api, language, target, options)
