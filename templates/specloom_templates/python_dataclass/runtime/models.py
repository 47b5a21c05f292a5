"""The base class of all models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from .types import ANY, FieldSpec, Type

if TYPE_CHECKING:
    from .xml_hints import XmlHints

__all__ = ["Model"]


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Model:
    """A JSON object with named properties.

    A subclass is a dataclass with slots and an emitted `__init__`. `additional_properties` holds what was received
    beyond the declared properties, under the names of the wire; what is put there is sent.
    """

    additional_properties: dict[str, Any] = field(default_factory=dict[str, Any])

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        """The class's own properties; those of its bases come before them."""
        return ()

    @staticmethod
    def _extra() -> Type:
        """The type of properties that are not declared."""
        return ANY

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, strict: bool = False) -> Self:
        """Read a JSON object as `json.loads` returns it.

        Leniently, a value of the wrong type is kept as it is, and a missing one reads as `None`. With `strict`, the
        first value that is not as described raises `DecodeError` with its JSON path. Data that is no object at all
        always does.
        """
        from .codecs import decode_model

        return decode_model(cls, data, strict=strict)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: `None` is left out where absent means the same, `UNSET` always.

        Raises `EncodeError` for a value that JSON cannot hold, such as a naive `datetime`.
        """
        from .codecs import writer

        data: dict[str, Any] = writer().encode(self)
        return data

    @classmethod
    def from_json(cls, text: str | bytes, *, strict: bool = False) -> Self:
        """Read JSON text; see `from_dict`. Text that is not JSON raises `DecodeError`."""
        from .codecs import decode_model_json

        return decode_model_json(cls, text, strict=strict)

    def to_json(self) -> str:
        """The JSON text, compact; see `to_dict`."""
        from .codecs import dumps, writer

        return dumps(writer().encode(self))

    @staticmethod
    def _xml() -> XmlHints | None:
        """How the model is named as an XML element, where the document says so."""
        return None

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name)
            for name in self.__dataclass_fields__
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = [
            f"{name}={getattr(self, name)!r}"
            for name in self.__dataclass_fields__
            if name != "additional_properties"
        ]
        if self.additional_properties:
            shown.append(f"additional_properties={self.additional_properties!r}")
        return f"{type(self).__qualname__}({', '.join(shown)})"


blank: Callable[[type[Model]], Any] = object.__new__
"""Makes an instance whose attributes are yet to be set."""


def extra_type(cls: type[Model]) -> Type:
    """The type of properties that `cls` does not declare."""
    extra = cls._extra  # pyright: ignore[reportPrivateUsage]  # a model tells it here
    return extra()


def xml_hints(cls: type[Any]) -> XmlHints | None:
    """How a model is named as an XML element; None for one that the document leaves unnamed, and for other classes."""
    if not issubclass(cls, Model):
        return None
    hints = cls._xml  # pyright: ignore[reportPrivateUsage]  # a model tells it here
    return hints()
