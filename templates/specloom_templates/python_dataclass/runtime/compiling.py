"""Readers and writers of models, as Python source made for each class on first use.

The source consists of fixed text, the attribute names of the class (identifiers, and checked to be) and indexes; every
other constant is passed through the namespace, so no text of a document is ever compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from .errors import InvalidArgumentError
from .fields import fields_of
from .models import Model, blank, extra_type
from .registry import Convert, Registry, bare, same
from .types import UNSET, Codec, FieldSpec, Scalar

if TYPE_CHECKING:
    from .decoding import Reader
    from .encoding import Writer


class _Source:
    """Lines of a function and the constants that they name."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {}

    def add(self, line: str, **names: Any) -> None:
        self.lines.append(line)
        self.names.update(names)

    def compile(self, function: str, cls: type[Any]) -> Callable[..., Any]:
        exec(
            compile("\n".join(self.lines), f"<codec of {cls.__qualname__}>", "exec"),
            self.names,
        )
        compiled: Callable[..., Any] = self.names[function]
        return compiled


def compile_reader(cls: type[Model], registry: Reader) -> Convert:
    """The function that reads a JSON object into a new `cls`; anything but an object is returned as it is.

    An object with all declared properties, each of the expected kind, takes the short way. Everything that can fail
    comes before the nested values there, so that a failure never makes a nested model be read twice.
    """
    specs = fields_of(cls)
    source = _Source()
    counted = [spec for spec in specs if spec.access != "write"]
    source.names.update(
        cls=cls,
        new=blank,
        count=len(counted),
        wires=frozenset(spec.wire for spec in specs),
        extra=_extra_reader(cls, registry),
        UNSET=UNSET,
    )
    source.add("def careful(o, data):\n get = data.get")
    for index, spec in enumerate(specs):
        _read_carefully(source, index, spec, registry)
    source.add(
        " o.additional_properties = {} if wires.issuperset(data) else extra(data, wires)"
    )
    source.add(
        "def read(data):\n"
        " if data.__class__ is not dict:\n  return data\n"
        " o = new(cls)\n"
        " if len(data) < count:\n  careful(o, data)\n  return o\n"
        " try:"
    )
    nested: list[tuple[int, FieldSpec]] = []
    for index, spec in enumerate(specs):
        if spec.access == "write":
            source.add(f"  o.{spec.name} = c{index}(data.get(w{index}))")
        elif source.names[f"c{index}"] is same:
            source.add(f"  o.{spec.name} = data[w{index}]")
        elif not _read_inline(source, index, spec):
            source.add(f"  v{index} = data[w{index}]")
            nested.append((index, spec))
    source.add(
        "  pass\n except (KeyError, TypeError, ValueError):\n  careful(o, data)\n  return o"
    )
    for index, spec in nested:
        source.add(f" o.{spec.name} = c{index}(v{index})")
    source.add(
        " o.additional_properties = extra(data, wires) if len(data) > count else {}\n return o"
    )
    return source.compile("read", cls)


def _read_carefully(
    source: _Source, index: int, spec: FieldSpec, registry: Reader
) -> None:
    """Lines that read one property whether it is there or not, and whatever it is."""
    assert spec.name.isidentifier()
    convert = _linked(source.names, f"c{index}", bare(spec.type), registry)
    source.add("", **{f"w{index}": spec.wire, f"c{index}": convert})
    if spec.has_unset:
        source.add(
            f" v = get(w{index}, UNSET)\n o.{spec.name} = v if v is UNSET else c{index}(v)"
        )
    elif convert is same:
        source.add(f" o.{spec.name} = get(w{index})")
    else:
        quick = _quick(source, index, spec)
        source.add(f" v = get(w{index})\n o.{spec.name} = {quick} else c{index}(v)")


def _quick(source: _Source, index: int, spec: FieldSpec) -> str:
    """An expression, and its condition, for the values of a property that are common and need no call."""
    target = bare(spec.type)
    if isinstance(target, Scalar) and target.name == "integer":
        return "v if v is None or v.__class__ is int"
    if isinstance(target, type) and issubclass(target, Enum):
        source.names[f"e{index}"] = target._value2member_map_
        return f"None if v is None else e{index}[v] if v.__class__ is str and v in e{index}"
    return "None if v is None"


def _read_inline(source: _Source, index: int, spec: FieldSpec) -> bool:
    """Lines of the short way for a property that is quickly told to be as expected; False where there are none."""
    target = bare(spec.type)
    if (
        isinstance(target, type)
        and issubclass(target, str)
        and issubclass(target, Enum)
    ):
        source.add(
            f"  o.{spec.name} = e{index}[data[w{index}]]",
            **{f"e{index}": {None: None, **target._value2member_map_}},
        )
        return True
    if isinstance(target, Scalar) and target.name == "integer":
        source.add(
            f"  v = data[w{index}]\n"
            f"  o.{spec.name} = v if v.__class__ is int else c{index}(v)"
        )
        return True
    if isinstance(target, Scalar) and target.name == "date_time":
        source.add(
            f"  v = data[w{index}]\n"
            "  if v is not None:\n"
            "   v = fromisoformat(v)\n"
            "   if v.tzinfo is None:\n    raise ValueError\n"
            f"  o.{spec.name} = v",
            fromisoformat=datetime.fromisoformat,
        )
        return True
    return False


def _extra_reader(
    cls: type[Model], registry: Reader
) -> Callable[[dict[str, Any], frozenset[str]], dict[str, Any]]:
    item = registry.later(extra_type(cls))

    def read(data: dict[str, Any], wires: frozenset[str]) -> dict[str, Any]:
        return {key: item(value) for key, value in data.items() if key not in wires}

    return read


def compile_writer(cls: type[Model], registry: Writer) -> Convert:
    """The function that writes a `cls` as a JSON object; other values go to the registry's `other_than`."""
    source = _Source()
    specs = [
        spec
        for spec in fields_of(cls)
        if not (registry.request and spec.access == "read")
    ]
    source.names.update(
        cls=cls,
        other=registry.other_than(cls),
        extra=registry.later(extra_type(cls)),
        InvalidArgumentError=InvalidArgumentError,
        names=tuple(spec.name for spec in specs),
        UNSET=UNSET,
    )
    source.add(
        "def write(o):\n if o.__class__ is not cls:\n  return other(o)\n d = {}\n f = 0\n try:"
    )
    for index, spec in enumerate(specs):
        _write_field(source, index, spec, registry)
    source.add(
        "  if o.additional_properties:\n"
        f"   f = {len(specs)}\n"
        "   for key, v in o.additional_properties.items():\n"
        "    if key not in d and v is not UNSET:\n     d[key] = extra(v)\n"
        " except InvalidArgumentError as error:\n"
        "  raise error.within(names[f] if f < len(names) else 'additional_properties') from None\n"
        " return d"
    )
    return source.compile("write", cls)


_NATIVE = {"string": "str", "integer": "int", "boolean": "bool", "number": "float"}


def _write_field(
    source: _Source, index: int, spec: FieldSpec, registry: Writer
) -> None:
    assert spec.name.isidentifier()
    target = bare(spec.type)
    convert = _linked(source.names, f"c{index}", target, registry)
    source.add(f"  v = o.{spec.name}", **{f"w{index}": spec.wire, f"c{index}": convert})
    branch = "if"
    if (
        isinstance(target, Scalar)
        and target.name in _NATIVE
        and target.name != "number"
    ):
        source.add(f"  if v.__class__ is {_NATIVE[target.name]}:\n   d[w{index}] = v")
        branch = "elif"
    elif isinstance(target, Scalar) and target.name == "date_time":
        source.add(
            f"  if v.__class__ is datetime:\n   f = {index}\n   d[w{index}] = instant(v)",
            datetime=datetime,
            instant=registry.write_instant,
        )
        branch = "elif"
    elif isinstance(target, type) and issubclass(target, Enum):
        source.add(
            f"  if v.__class__ is e{index}:\n   d[w{index}] = v._value_",
            **{f"e{index}": target},
        )
        branch = "elif"
    if spec.nullable:
        source.add(
            f"  {branch} v is not UNSET:\n   f = {index}\n   d[w{index}] = None if v is None else c{index}(v)"
        )
    else:
        source.add(
            f"  {branch} v is not None and v is not UNSET:\n   f = {index}\n   d[w{index}] = c{index}(v)"
        )


def _linked(
    names: dict[str, Any], name: str, target: Codec | type[Any], registry: Registry
) -> Convert:
    """The function for a field's type; that of a nested model is compiled when it is first called."""
    if not isinstance(target, type) or issubclass(target, Enum):
        return registry.get(target)

    def link(value: Any) -> Any:
        convert = names[name] = registry.get(target)
        return convert(value)

    return link
