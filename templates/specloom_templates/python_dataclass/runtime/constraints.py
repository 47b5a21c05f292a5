"""What the document demands of a value beyond its type. The checks are in `validation`, loaded on request."""

from __future__ import annotations

__all__ = ["Constraints"]


class Constraints:
    """Assertions of JSON Schema on one value. Immutable; None and False assert nothing."""

    __slots__ = (
        "exclusive_maximum",
        "exclusive_minimum",
        "item",
        "max_items",
        "max_length",
        "max_properties",
        "maximum",
        "min_items",
        "min_length",
        "min_properties",
        "minimum",
        "multiple_of",
        "pattern",
        "unique_items",
    )

    def __init__(
        self,
        *,
        minimum: float | None = None,
        maximum: float | None = None,
        exclusive_minimum: float | None = None,
        exclusive_maximum: float | None = None,
        multiple_of: float | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        pattern: str | None = None,
        min_items: int | None = None,
        max_items: int | None = None,
        unique_items: bool = False,
        min_properties: int | None = None,
        max_properties: int | None = None,
        item: Constraints | None = None,
    ) -> None:
        self.minimum = minimum
        self.maximum = maximum
        self.exclusive_minimum = exclusive_minimum
        self.exclusive_maximum = exclusive_maximum
        self.multiple_of = multiple_of
        self.min_length = min_length
        self.max_length = max_length
        self.pattern = pattern
        self.min_items = min_items
        self.max_items = max_items
        self.unique_items = unique_items
        self.min_properties = min_properties
        self.max_properties = max_properties
        self.item = item
