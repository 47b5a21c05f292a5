"""What newer versions of Python have, for the oldest one that the package runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["deprecated"]

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:
    import functools
    import inspect
    import sys
    import warnings

    def deprecated(message, /):
        """Mark a function as deprecated (PEP 702): a call warns with `message`, at the place of the call."""

        def mark(function):
            @functools.wraps(function)
            def warn(*args, **kwargs):
                warnings.warn(message, DeprecationWarning, stacklevel=2)
                return function(*args, **kwargs)

            if inspect.iscoroutinefunction(function) and sys.version_info >= (3, 12):
                inspect.markcoroutinefunction(warn)
            warn.__deprecated__ = message
            return warn

        return mark
