"""From the model to views: everything that a target's language and conventions decide ends here.

`lower` is pure. Templates print what it returns, and decide nothing.
"""

from __future__ import annotations

from typing import cast

from specloom.ir.api import Api
from specloom.languages.language import Language
from specloom.languages.python.language import Python
from specloom.languages.typed import TypedLanguage
from specloom.lower.package import PackageOptions
from specloom.lower.plan import FileRule, Plan, PlannedFile, Target, check_paths

__all__ = ["FileRule", "PackageOptions", "Plan", "PlannedFile", "Target", "lower"]


def lower(api: Api, language: Language, target: Target, options: PackageOptions) -> Plan:
    """The files of `target` for `api`: Python has a lowering of its own, because black decides its layout; every other
    language is a `TypedLanguage` and shares one."""
    if isinstance(language, Python):
        from specloom.lower.python.files import lower_python

        plan = lower_python(api, language, target, options)
    else:
        from specloom.lower.common.files import lower_common

        plan = lower_common(api, cast("TypedLanguage", language), target, options)
    check_paths(target, plan.files)
    return plan
