"""The base class of all models: a pydantic model that reads answers of the service as leniently as the wire needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from .types import ANY, UNSET, FieldSpec, Type

if TYPE_CHECKING:
    from .xml_hints import XmlHints

__all__ = ["Model", "wire"]


class Model(BaseModel):
    """A JSON object with named properties.

    Making one by hand, `model_validate` and `model_validate_json` check every value, as
    pydantic does; properties can be given by their Python names or by those of the wire.
    Answers are read by `from_dict`, which keeps what it does not expect.
    `model_dump(by_alias=True)` and `to_dict` give the names of the wire. Properties that
    are not declared are in `model_extra`, and are sent.
    """

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
        defer_build=True,
        extra="allow",
        populate_by_name=True,
        protected_namespaces=(),
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )

    @classmethod
    def model_rebuild(cls, **kwargs: Any) -> bool | None:
        """Complete the class on first use; the models that its annotations name are loaded then."""
        from .fields import bind_names

        bind_names(cls)
        return super().model_rebuild(**kwargs)

    @property
    def additional_properties(self) -> dict[str, Any]:
        """What was received beyond the declared properties, under the names of the wire."""
        extra = self.__pydantic_extra__
        return {} if extra is None else extra

    @additional_properties.setter
    def additional_properties(self, value: dict[str, Any]) -> None:
        object.__setattr__(self, "__pydantic_extra__", value)

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


def wire(name: str) -> Any:
    """What pydantic has to know of a property: its name on the wire, and that nothing is dumped for `UNSET`."""
    return Field(alias=name, exclude_if=_is_unset)


def _is_unset(value: object) -> bool:
    return value is UNSET


def blank(cls: type[Model]) -> Any:
    """Makes an instance whose attributes are yet to be set."""
    made = object.__new__(cls)
    object.__setattr__(made, "__pydantic_fields_set__", set())
    object.__setattr__(made, "__pydantic_extra__", {})
    object.__setattr__(made, "__pydantic_private__", None)
    return made


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
