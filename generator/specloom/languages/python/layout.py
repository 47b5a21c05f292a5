"""Statements of Python in the layout that black (line length 88, its default style) leaves unchanged.

Every function takes the column at which the statement begins. The first line of its result stands without indentation,
because the template has printed it; all further lines carry their own. What fits stays on one line; what does not is
broken at its outermost brackets, one element a line with a trailing comma. `tests/unit/test_python_layout.py` holds it
against black.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specloom.languages.code import EMPTY, Code
from specloom.languages.columns import columns
from specloom.languages.python.expr import Atom, Bracketed, Choice, Expr, Item, flat
from specloom.languages.python.text import LINE_LENGTH
from specloom.quick import dataclass

STEP = 4
TYPE_ALIAS = Code("TypeAlias")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a signature. `name` may be `self`, `*` or `/` (then nothing else), or `*args`, `**kwargs`."""

    name: Code
    annotation: Expr | None = None
    default: Expr | None = None


def signature(
    name: Code,
    parameters: Sequence[Parameter],
    returns: Expr | None,
    indent: int = 0,
    *,
    is_async: bool = False,
    body: Code = EMPTY,
) -> Code:
    """`def name(parameters) -> returns:`, or `async def`. `body` is what follows on the same line (`...` for an
    overload).
    """
    start = f"{'async ' if is_async else ''}def {name}("
    end = f": {body}" if body else ":"
    line = start + ", ".join(_flat_parameter(parameter) for parameter in parameters) + ")"
    if returns is not None:
        line += f" -> {flat(returns)}"
    if _fits(indent, line + end):
        return Code(line + end)
    if not parameters:
        wrapped = [start + ")" + end] if returns is None else _in_parentheses(indent, f"{start}) -> ", returns, end)
        return Code(_join(indent, wrapped))
    text = [start]
    for parameter in parameters:
        text += _parameter(indent + STEP, parameter)
    return Code(_join(indent, [*text, *_returned(indent, ")", returns, end)]))


def field(name: Code, annotation: Expr, default: Expr | None = None, indent: int = 4) -> Code:
    """`name: annotation = default`: a field of a class body, or an annotated constant of a module."""
    return Code(_join(indent, _annotated(indent, f"{name}: ", annotation, default, "")))


def alias(name: Code, value: Expr, indent: int = 0, *, marker: Code = TYPE_ALIAS) -> Code:
    """`name: TypeAlias = value`. `marker` is what `typing.TypeAlias` is called where the statement stands."""
    start = f"{name}: {marker} = "
    if not _fits(indent, start + "("):
        return field(name, Atom(marker), value, indent)
    if isinstance(value, Atom) and not _fits(indent, start + str(value.text)):
        return Code(_join(indent, _in_parentheses(indent, start, value, "")))
    return Code(_join(indent, _right_hand(indent, start, value)))


def assign(target: Code, value: Expr, indent: int = 0) -> Code:
    """`target = value`; `target` is a name or an attribute."""
    return Code(_join(indent, _right_hand(indent, f"{target} = ", value)))


def returns(value: Expr, indent: int, *, awaited: bool = False) -> Code:
    """`return value`, or `return await value`."""
    return Code(_join(indent, _right_hand(indent, "return ", value, "await " if awaited else "")))


def expression(value: Expr, indent: int, *, awaited: bool = False) -> Code:
    """`value` as a statement of its own, or `await value`."""
    return Code(_join(indent, _inside(indent, "await " if awaited else "", value, "")))


def decorator(value: Expr, indent: int = 0) -> Code:
    """`@value`."""
    return Code(_join(indent, _inside(indent, "@", value, "")))


def class_header(name: Code, bases: Sequence[Expr] = (), indent: int = 0) -> Code:
    """`class name(bases):`."""
    if not bases:
        return Code(f"class {name}:")
    header = Bracketed(name, "()", tuple(Item(base) for base in bases))
    return Code(_join(indent, _inside(indent, "class ", header, ":")))


def class_statement(head: Bracketed, indent: int = 0) -> Code:
    """`class name(bases, keyword=value):`, from what stands between `class` and the colon."""
    return Code(_join(indent, _inside(indent, "class ", head, ":")))


def element(value: Expr | Item, indent: int) -> Code:
    """One element of a display or call that a template has opened, with its comma."""
    item = value if isinstance(value, Item) else Item(value)
    return Code(_join(indent, _inside(indent, str(item.label), item.value, ",")))


def _fits(indent: int, line: str) -> bool:
    return indent + columns(line) <= LINE_LENGTH


def _join(indent: int, lines: Iterable[str]) -> str:
    return ("\n" + " " * indent).join(lines)


def _shifted(lines: Iterable[str]) -> list[str]:
    return [" " * STEP + line for line in lines]


def _inside(indent: int, start: str, value: Expr, end: str) -> list[str]:
    """`start value end` as lines relative to `indent`, where `value` may only break inside its own brackets."""
    line = f"{start}{flat(value)}{end}"
    if _fits(indent, line):
        return [line]
    match value:
        case Bracketed() if value.items:
            return _exploded(indent, start, value, end)
        case Choice(operands):
            return _operands(indent, operands, start, end)
        case _:
            return [line]


def _exploded(indent: int, start: str, value: Bracketed, end: str) -> list[str]:
    """The brackets opened, their content further in, and closed."""
    body = _shifted(_body(indent + STEP, value))
    return [f"{start}{value.head}{value.brackets[0]}", *body, f"{value.brackets[1]}{end}"]


def _operands(indent: int, operands: Sequence[Expr], start: str, end: str) -> list[str]:
    """One operand a line, each further one behind its `|`."""
    last = len(operands) - 1
    lines: list[str] = []
    for index, operand in enumerate(operands):
        lines += _inside(indent, "| " if index else start, operand, end if index == last else "")
    return lines


def _body(indent: int, value: Bracketed) -> list[str]:
    """What stands between exploded brackets."""
    if value.head and value.brackets == "[]" and len(value.items) == 1:
        return _inside(indent, "", value.items[0].value, "")
    lines: list[str] = []
    for item in value.items:
        lines += _inside(indent, str(item.label), item.value, ",")
    return lines


def _in_parentheses(indent: int, start: str, value: Expr, end: str) -> list[str]:
    return [f"{start}(", *_shifted(_inside(indent + STEP, "", value, "")), f"){end}"]


def _right_hand(indent: int, start: str, value: Expr, before: str = "") -> list[str]:
    """`start before value`; parentheses, where black puts them, go around `before` and the value."""
    line = f"{start}{before}{flat(value)}"
    if _fits(indent, line):
        return [line]
    wrapped = [f"{start}(", *_shifted(_inside(indent + STEP, before, value, "")), ")"]
    if isinstance(value, Bracketed) and value.items:
        inline = _fits(indent, f"{start}{before}{value.head}{value.brackets[0]}")
        if inline or not all(_fits(indent, each) for each in wrapped):
            return _exploded(indent, f"{start}{before}", value, "")
    elif isinstance(value, Atom) and not _fits(indent + STEP, f"{before}{value.text}"):
        return [line]
    return wrapped


def _annotated(indent: int, start: str, annotation: Expr, default: Expr | None, end: str) -> list[str]:
    """`name: annotation = default`."""
    line = f"{start}{flat(annotation)}{'' if default is None else f' = {flat(default)}'}{end}"
    if _fits(indent, line):
        return [line]
    if default is not None and not isinstance(default, Choice):
        head = f"{start}{flat(annotation)} = "
        if (
            isinstance(default, Bracketed)
            and default.items
            and _fits(indent, f"{head}{default.head}{default.brackets[0]}")
        ):
            return _inside(indent, head, default, end)
        if _fits(indent, head + "("):
            return _in_parentheses(indent, head, default, end)
    # Only of a field does black take the annotation to the next line rather than open a bracket beyond the last column.
    begins = isinstance(annotation, Bracketed) and (
        end == "," or _fits(indent, f"{start}{annotation.head}[") or not _fits(indent, start + "(")
    )
    if isinstance(annotation, Bracketed) and begins:
        lines = _exploded(indent, start, annotation, "")
    elif not isinstance(annotation, Atom) or _fits(indent + STEP, str(annotation.text)):
        lines = _in_parentheses(indent, start, annotation, "")
    else:
        lines = [f"{start}{flat(annotation)}"]
    if default is None:
        return [*lines[:-1], lines[-1] + end]
    if isinstance(default, Choice) or (isinstance(annotation, Bracketed) and not begins and _is_plain(default)):
        line = f"{lines[-1]} = ({flat(default)}){end}"
        if _fits(indent, line) and not any(each.endswith(",") for each in lines):
            return [*lines[:-1], line]
        return [*lines[:-1], *_in_parentheses(indent, f"{lines[-1]} = ", default, end)]
    # Where even the first line is too long, black goes on to break the default.
    if isinstance(default, Bracketed) and default.items and not _fits(indent, lines[0]):
        return [*lines[:-1], *_exploded(indent, f"{lines[-1]} = ", default, end)]
    return [*lines[:-1], *_inside(indent, f"{lines[-1]} = ", default, end)]


def _is_plain(value: Expr) -> bool:
    return isinstance(value, Atom) or (isinstance(value, Bracketed) and not value.items)


def flat_parameter(parameter: Parameter) -> Code:
    """`name: annotation = default` on one line."""
    return Code(_flat_parameter(parameter))


def _flat_parameter(parameter: Parameter) -> str:
    text = str(parameter.name)
    if parameter.annotation is not None:
        text += f": {flat(parameter.annotation)}"
    if parameter.default is not None:
        text += f"{' = ' if parameter.annotation is not None else '='}{flat(parameter.default)}"
    return text


def _parameter(indent: int, parameter: Parameter) -> list[str]:
    line = _flat_parameter(parameter) + ","
    if parameter.annotation is None or _fits(indent, line):
        return _shifted([line])
    return _shifted(_annotated(indent, f"{parameter.name}: ", parameter.annotation, parameter.default, ","))


def _returned(indent: int, start: str, value: Expr | None, end: str) -> list[str]:
    if value is None:
        return [start + end]
    line = f"{start} -> {flat(value)}{end}"
    if _fits(indent, line):
        return [line]
    if isinstance(value, Choice) or (isinstance(value, Atom) and _fits(indent + STEP, str(value.text))):
        return _in_parentheses(indent, f"{start} -> ", value, end)
    return _inside(indent, f"{start} -> ", value, end)
