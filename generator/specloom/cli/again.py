"""A run that would change nothing, told again from the record of the one before.

Neither click nor a stage is imported for it: to load them takes longer than to see that nothing changed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from specloom import stamp
from specloom.cache import user_cache
from specloom.cli.outcome import tell

FORCE = "--force"
_COMMANDS = ("generate", "check")


def again(arguments: Sequence[str]) -> int | None:
    """The exit code of a run of `generate` or `check` in which nothing changed, when it has been reported; None for any
    other command line."""
    started = time.perf_counter()
    if not arguments or arguments[0] not in _COMMANDS or FORCE in arguments:
        return None
    try:
        known = stamp.unchanged(user_cache(), key_of(arguments))
    except OSError:  # there is no working folder any more
        return None
    return None if known is None else tell(**known, started=started, unchanged=True)


def key_of(arguments: Sequence[str]) -> str:
    """The key of a run's stamp: its command line, but for what makes no difference when nothing changed."""
    return stamp.key_of(*(argument for argument in arguments[1:] if argument != FORCE))
