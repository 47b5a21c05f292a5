"""The headers of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, cast, overload

__all__ = ["Headers"]

D = TypeVar("D")


class Headers(Mapping[str, str]):
    """The headers of an answer: case-insensitive, in order, repeated names kept.

    `headers["Link"]` joins repeated fields with `", "` (RFC 9110, section 5.3);
    `get_all` keeps them apart."""

    __slots__ = ("_index", "_items")

    def __init__(
        self, items: Mapping[str, str] | Iterable[tuple[str, str]] = ()
    ) -> None:
        self._items = tuple(
            cast("Mapping[str, str]", items).items()
            if isinstance(items, Mapping)
            else items
        )
        self._index: dict[str, list[str]] | None = None

    def __getitem__(self, name: str) -> str:
        values = self._by_name()[name.lower()]
        return values[0] if len(values) == 1 else ", ".join(values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name())

    def __len__(self) -> int:
        return len(self._by_name())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._by_name()

    @overload
    def get(self, name: str, default: None = None) -> str | None: ...

    @overload
    def get(self, name: str, default: str) -> str: ...

    @overload
    def get(self, name: str, default: D) -> str | D: ...

    def get(self, name: str, default: object = None) -> object:
        """The value of `name`, else `default`."""
        values = self._by_name().get(name.lower())
        if values is None:
            return default
        return values[0] if len(values) == 1 else ", ".join(values)

    def get_all(self, name: str) -> tuple[str, ...]:
        """Each value of `name`, in order; none: empty."""
        return tuple(self._by_name().get(name.lower(), ()))

    def multi_items(self) -> tuple[tuple[str, str], ...]:
        """Every field as it was received."""
        return self._items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._by_name() == other._by_name()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"

    def __getstate__(self) -> tuple[tuple[str, str], ...]:
        return self._items

    def __setstate__(self, state: tuple[tuple[str, str], ...]) -> None:
        self._items = state
        self._index = None

    def _by_name(self) -> dict[str, list[str]]:
        index = self._index
        if index is None:
            index = dict[str, list[str]]()
            for name, value in self._items:
                index.setdefault(name.lower(), []).append(value)
            self._index = index
        return index
