"""What XML adds to a type: names, attributes and wrapping (OpenAPI 3.2, section 4.26)."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from .fields import fields_of
from .models import xml_hints
from .registry import bare
from .types import (
    ANY,
    Codec,
    FieldSpec,
    FirstMatch,
    Shaped,
    Tagged,
    Type,
)

Node: TypeAlias = Literal["", "element", "attribute", "text", "cdata", "none"]


class XmlHints:
    """How a property is written in XML. Immutable. Empty texts: as the document does not say.

    `root` is what the root of a document is called, where `name` does not say it.
    """

    __slots__ = (
        "item_name",
        "name",
        "namespace",
        "node",
        "prefix",
        "root",
        "wrapped",
    )

    def __init__(
        self,
        *,
        name: str = "",
        namespace: str = "",
        prefix: str = "",
        node: Node = "",
        wrapped: bool = False,
        item_name: str = "",
        root: str = "",
    ) -> None:
        self.name = name
        self.namespace = namespace
        self.prefix = prefix
        self.node = node
        self.wrapped = wrapped
        self.item_name = item_name
        self.root = root


PLAIN: Final = XmlHints()


def own_hints(type_: Type) -> XmlHints:
    target = bare(type_)
    return (xml_hints(target) if isinstance(target, type) else None) or PLAIN


def own_name(type_: Type) -> str:
    target = bare(type_)
    if not isinstance(target, type) or issubclass(target, Enum):
        return ""
    hints = own_hints(target)
    return hints.name or hints.root or str(target.__name__)


def fields_in(target: Codec | type[Any]) -> tuple[FieldSpec, ...]:
    return (
        fields_of(target)
        if isinstance(target, type) and not issubclass(target, Enum)
        else ()
    )


def is_wrapped(hints: XmlHints) -> bool:
    return hints.wrapped or hints.node == "element"


def item_name_of(key: str, hints: XmlHints, item_type: Type) -> str:
    return hints.item_name or own_hints(item_type).name or hints.name or key


def item_hints(hints: XmlHints) -> XmlHints:
    return XmlHints(namespace=hints.namespace, prefix=hints.prefix)


def variant_of(type_: Type, data: Any) -> Codec | type[Any]:
    """The type whose fields describe `data`: of a union, the variant that it is."""
    target = bare(type_)
    if isinstance(target, Tagged | Shaped | FirstMatch):
        from .unions import select_variant, tagged_variant

        found = (
            tagged_variant(target, data)
            if isinstance(target, Tagged)
            else select_variant(target, data)
        )
        return ANY if found is None else variant_of(found, data)
    return target
