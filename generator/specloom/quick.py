"""What makes a run quick: dataclasses that are cheap to define and to make, and no cycle collector meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from operator import attrgetter
    from reprlib import recursive_repr

    def dataclass(*, frozen=False, eq=True, **options):
        """The decorator of the standard library, with two differences.

        `frozen` is for type checkers. At run time nothing guards such a class, because the `__init__` of one that is
        guarded goes through `object.__setattr__` for every field, which takes three times as long as plain assignment;
        the model of a large document and its views are millions of records.

        All classes share their methods but `__init__`, which the standard library compiles for each of them: that was
        half of the time to import the generator.
        """

        def decorate(cls):
            record = dataclasses.dataclass(eq=False, repr=False, **options)(cls)
            fields = dataclasses.fields(record)
            methods = {"__repr__": _repr([field.name for field in fields if field.repr])}
            if eq:
                values = _values([field.name for field in fields if field.compare])
                methods |= {"__eq__": _eq(values), "__hash__": _hash(values) if frozen else None}
            for name, method in methods.items():
                if name not in cls.__dict__:
                    setattr(record, name, method)
            return record

        return decorate

    def _values(names):
        """What two records are compared by: a tuple, also of a single field (`nan` is equal to itself in a tuple)."""
        return attrgetter(*(names if len(names) > 1 else names * 2)) if names else lambda self: ()

    def _eq(values):
        def equal(self, other):
            return values(self) == values(other) if self.__class__ is other.__class__ else NotImplemented

        return equal

    def _hash(values):
        def hashed(self):
            return hash(values(self))

        return hashed

    def _repr(names):
        @recursive_repr()
        def shown(self):
            return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

        return shown


@contextmanager
def uncollected() -> Generator[None, None, None]:
    """No cycle collection inside: reading and building makes millions of objects that stay and next to no garbage.

    The collector would look at all of them again and again, which takes a fifth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
