"""What the model knows about one operation or declaration, told to a person."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.cli.paging_table import paging_table
from specloom.generated import Generated
from specloom.ir.api import Service
from specloom.ir.names import Name, Origin
from specloom.ir.operations import Operation
from specloom.ir.types import Declaration
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The answer to `specloom explain`."""

    text: str


def find_story(built: Generated, subject: str) -> Story | tuple[str, ...]:
    """The story of an operation or a declaration; all names that have one when `subject` is none of them."""
    calls = dict(calls_of(built.api.root))
    names: list[str] = []
    for key, operation in built.api.operations.items():
        call = ".".join(part for part in (calls.get(key, ""), spelled(operation.name)) if part)
        aliases = (call, operation.operation_id or key, f"{operation.method.upper()} {operation.path_template}")
        if subject in aliases:
            return Story(text=_operation(built, operation, call))
        names += aliases
    for declaration in built.api.declarations.values():
        aliases = (_title(declaration.name), declaration.name.wire, declaration.id)
        if subject in aliases:
            return Story(text=_declaration(built, declaration))
        names.append(aliases[0])
    return tuple(names)


def calls_of(service: Service, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(operation id, the services that lead to it) for a service and all below it; the method's own name is not part of
    it."""
    for key in service.operations:
        yield key, ".".join(path)
    for child in service.children:
        yield from calls_of(child, (*path, spelled(child.name)))


def spelled(name: Name) -> str:
    """A name as most languages write a method, for reading only."""
    return "_".join(name.words)


def _operation(built: Generated, operation: Operation, call: str) -> str:
    key = operation.operation_id or f"{operation.method.upper()} {operation.path_template}"
    lines = [
        f"{call}   {operation.method.upper()} {operation.path_template}",
        f"  described at    {_place(built, operation.origin)}",
        f"  operationId     {operation.operation_id or '(none: the id comes from method and path)'}",
        f"  tags            {', '.join(operation.tags) or '(none)'}",
        f"  named by        {_rule(operation.name)}",
        f"  pages           {operation.pagination_note or ('yes' if operation.pagination else 'no')}",
        f"  safe to retry   {'yes' if operation.idempotent else 'only when the caller says so'}",
        "",
        *_settings(
            (f'[methods]     "{key}" = "{call}"', "rename it, or move it to another resource"),
            _paging_setting(key, operation),
            (f'exclude = ["{key}"]', "leave it out"),
        ),
    ]
    return "\n".join(lines)


def _declaration(built: Generated, declaration: Declaration) -> str:
    kind = type(declaration).__name__.lower()
    used = [direction for direction in ("sent", "received") if declaration.id in getattr(built.api, direction)]
    lines = [
        f"{_title(declaration.name)}   {kind}",
        f"  described at    {_place(built, declaration.origin)}",
        f"  id              {declaration.id}",
        f"  named by        {_rule(declaration.name)}",
        f"  inside of       {declaration.owner or '(a component of its own)'}",
        f"  travels         {' and '.join(used) or '(used by no operation)'}",
        "",
        *_settings((f'[names]  "{declaration.id}" = "{_title(declaration.name)}"', "give it another name")),
    ]
    return "\n".join(lines)


def _paging_setting(key: str, operation: Operation) -> tuple[str, str]:
    if operation.pagination is None:
        return (
            f'[pagination]  "{key}" = {{ style = ... }}',
            "page it; `specloom explain invalid-pagination` has the styles",
        )
    return f'[pagination]  "{key}" = {paging_table(operation.pagination)}', 'so it is paged; "none" switches it off'


def _rule(name: Name) -> str:
    rule = name.rule or "the default rules"
    return f"{rule}, which keeps the names that earlier runs gave" if rule == "specloom.lock" else rule


def _settings(*settings: tuple[str, str]) -> Iterator[str]:
    width = min(48, max(len(text) for text, _ in settings))
    yield "  In specloom.toml:"
    yield from (f"    {text:<{width}}  # {meaning}" for text, meaning in settings)


def _title(name: Name) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.words)


def _place(built: Generated, origin: Origin) -> str:
    place = built.place(origin)
    return f"{place}  {origin}"
