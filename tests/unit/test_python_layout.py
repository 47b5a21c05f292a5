"""Every layout function against black, on random content: black has nothing to change."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from black import format_str
from black.mode import Mode, TargetVersion
from specloom.languages.code import EMPTY, Code
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import (
    NONE,
    Atom,
    Bracketed,
    Expr,
    Item,
    call,
    call_items,
    choice,
    dict_of,
    flat,
    keyword,
    list_of,
    subscript,
    tuple_of,
)
from specloom.languages.python.text import string

CASES = 80
MODE = Mode(target_versions={TargetVersion.PY311})
WORDS = (
    "a",
    "room",
    "status",
    "date_created",
    "unique_name",
    "media",
    "participant",
    "composition_hook",
    "additional_properties",
    "x" * 45,
    "価格" * 9,
    "very_long_name_" * 5,
)
WEIGHTS = (*[5] * 9, 1, 1, 1)


class Samples:
    """Random content, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def chance(self, of_ten: float) -> bool:
        return self.random.random() * 10 < of_ten

    def count(self, *choices: int) -> range:
        return range(self.random.choice(choices))

    def name(self, words: int = 3) -> Code:
        """An identifier, of at most 80 characters as scopes give them."""
        text = "_".join(self.random.choices(WORDS, WEIGHTS, k=self.random.randint(1, words)))
        return Code(text[:80].rstrip("_"))

    def class_name(self) -> Code:
        return Code("".join(part.title() for part in self.name().split("_")) or "Empty")

    def type(self, depth: int = 0) -> Expr:
        """An annotation."""
        kind = 0 if depth > 2 else self.random.randint(0, 9)
        inner = [self.type(depth + 1) for _ in self.count(1, 2, 3, 4)] if kind > 2 else []
        match kind:
            case 0 | 1 | 2:
                long = "N" * self.random.randint(66, 80)
                names = ["str", "int", "dt.datetime", "Any", "UUID", long, str(self.class_name())]
                return Atom(Code(self.random.choice(names)))
            case 3 | 4:
                return subscript(Code("list"), inner[0])
            case 5:
                return subscript(Code("dict"), Atom(Code("str")), inner[0])
            case 6:
                return subscript(Code("Literal"), *(Atom(string(self.name())) for _ in self.count(1, 3, 7)))
            case 7:
                return subscript(Code("tuple"), *inner)
            case _:
                return choice(*inner, *([NONE] if self.chance(6) else []))

    def value(self, depth: int = 0) -> Expr:
        """A value such as the emitted constants are made of."""
        kind = 0 if depth > 2 else self.random.randint(0, 9)
        below = [self.value(depth + 1) for _ in self.count(0, 1, 2, 4)] if kind > 3 else []
        match kind:
            case 0 | 1 | 2 | 3:
                return self.short()
            case 4 | 5 | 6:
                return self.call(below)
            case 7:
                return list_of(below)
            case 8:
                return tuple_of(below)
            case _:
                return dict_of((string(self.name()), item) for item in below)

    def short(self) -> Atom:
        texts = [self.name(), string(self.name(5)), "None", "UNSET", "...", "lambda: _m.Room", "1000000", "0.5"]
        return Atom(Code(self.random.choice(texts)))

    def call(self, arguments: Sequence[Expr] | None = None) -> Bracketed:
        given = [self.value(1) for _ in self.count(0, 1, 3)] if arguments is None else arguments
        function = self.random.choice([str(self.name()), "self._client.call", "FieldSpec", "_raw.page"])
        named = [keyword(self.name(), self.value(2)) for _ in self.count(0, 1, 3)]
        return call_items(Code(function), [*(Item(value) for value in given), *named])

    def default(self) -> Expr:
        """What fields and parameters are set to: a plain value, or a call."""
        return self.call() if self.chance(3) else self.short()

    def parameters(self) -> list[layout.Parameter]:
        found = [layout.Parameter(name=Code("self"))] if self.chance(7) else []
        found += [layout.Parameter(name=self.name(), annotation=self.type()) for _ in self.count(0, 0, 1, 2, 5)]
        named = self.count(0, 0, 1, 2, 4)
        if named:
            found.append(layout.Parameter(name=Code("*")))
        for _ in named:
            default = self.default() if self.chance(7) else None
            found.append(layout.Parameter(name=self.name(), annotation=self.type(), default=default))
        return found

    def signature(self, indent: int, body: Code = EMPTY) -> Code:
        parameters = self.parameters()
        returns = self.type() if self.chance(9) else None
        return layout.signature(self.name(), parameters, returns, indent, is_async=self.chance(3), body=body)


def _field(s: Samples, n: int) -> str:
    name = Code(str(s.name())[:60].rstrip("_"))
    return layout.field(name, s.type(), s.default() if s.chance(8) else None, n)


def _return(s: Samples, n: int) -> str:
    awaited = s.chance(3)
    return layout.returns(s.call() if awaited else s.value(), n, awaited=awaited)


def _class(s: Samples, n: int) -> str:
    bases = [Atom(s.class_name()) if s.chance(5) else subscript(s.class_name(), s.type()) for _ in s.count(0, 1, 2, 4)]
    return f"{layout.class_header(s.class_name(), bases, n)}\n{' ' * n}    pass"


def _decorator(s: Samples, n: int) -> str:
    named = [keyword(s.name(), s.value()) for _ in s.count(0, 1, 3)]
    return f"{layout.decorator(call_items(Code('dataclass'), named), n)}\n{' ' * n}def f(): ..."


def _signature(s: Samples, n: int) -> str:
    return f"{s.signature(n)}\n{' ' * n}    pass"


def _overload(s: Samples, n: int) -> str:
    return f"@overload\n{' ' * n}{s.signature(n, Code('...'))}"


def _elements(s: Samples, n: int) -> str:
    inner = "".join(f"{' ' * n}    {layout.element(s.value(), n + 4)}\n" for _ in s.count(1, 2, 3))
    return f"names = [\n{inner}{' ' * n}]"


def _target(s: Samples) -> Code:
    return Code(f"{s.random.choice(['self.', ''])}{s.name()}")


IN_BLOCK: dict[str, Callable[[Samples, int], str]] = {
    "field": _field,
    "alias": lambda s, n: layout.alias(s.class_name(), s.type(), n),
    "alias of a text": lambda s, n: layout.alias(s.class_name(), Atom(string(flat(s.type()))), n),
    "assigned value": lambda s, n: layout.assign(_target(s), s.value(), n),
    "assigned type": lambda s, n: layout.assign(s.class_name(), s.type(), n),
    "return": _return,
    "expression": lambda s, n: layout.expression(s.call(), n, awaited=s.chance(3)),
    "elements": _elements,
}
IN_CLASS: dict[str, Callable[[Samples, int], str]] = {
    "class header": _class,
    "decorator": _decorator,
    "signature": _signature,
    "overload": _overload,
}


@pytest.mark.parametrize("kind", [*IN_BLOCK, *IN_CLASS])
def test_black_changes_nothing(kind: str) -> None:
    make = IN_BLOCK.get(kind) or IN_CLASS[kind]
    opening = "if True:" if kind in IN_BLOCK else "class Outer:"
    for seed in range(CASES):
        samples = Samples(f"{kind} {seed}")
        indent = samples.random.choice([0, 4, 4, 8])
        outer = "".join(f"{' ' * column}{opening}\n" for column in range(0, indent, 4))
        source = f"{outer}{' ' * indent}{make(samples, indent)}\n"
        assert format_str(source, mode=MODE) == source


def test_what_fits_stays_on_one_line_to_the_last_column() -> None:
    exact = layout.assign(Code("name"), Atom(string("x" * 79)))
    assert len(exact) == 88
    assert "\n" not in exact
    longer = layout.assign(Code("name"), call(Code("f"), Atom(string("x" * 77))))
    assert longer.split("\n")[0] == "name = f("


def test_a_choice_puts_none_last_and_names_nothing_twice() -> None:
    text, number = Atom(Code("str")), Atom(Code("int"))
    assert layout.alias(Code("T"), choice(NONE, text, choice(number, text))) == "T: TypeAlias = str | int | None"
    assert choice(text, text) == text


def test_raw_text_cannot_be_joined_to_code() -> None:
    code, raw = Code("a"), "b"
    with pytest.raises(TypeError):
        _ = code + raw
    with pytest.raises(TypeError):
        _ = raw + code
    with pytest.raises(TypeError):
        code.join([raw])
    with pytest.raises(TypeError):
        _ = code % raw
    with pytest.raises(TypeError):
        code.format(raw)
    assert code + Code("b") == "ab"
