"""specloom reads an OpenAPI document and writes client SDKs.

`generate` is the whole generator as one function; `Config` is what `specloom.toml` holds; `Report` is what a run has to
say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specloom.config import Config
    from specloom.diagnostics import Report, SpecloomError
    from specloom.generated import Generated
    from specloom.pipeline import generate

__version__ = "0.1.0"
__all__ = ["Config", "Generated", "Report", "SpecloomError", "__version__", "generate"]

if not TYPE_CHECKING:
    # Lazy: a run of the command line in which nothing changed imports no stage.
    _MODULES = {
        "Config": "config",
        "Report": "diagnostics",
        "SpecloomError": "diagnostics",
        "Generated": "generated",
        "generate": "pipeline",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

    def __dir__():
        return sorted({*globals(), *__all__})
