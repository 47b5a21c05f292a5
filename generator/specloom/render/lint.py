"""What a template may do, checked when it is loaded: print views, loop, test, call macros. Nothing that builds text.

The printing guard of `environment` stops raw values where they are printed. It cannot see text that an expression makes
out of raw values before (`code ~ raw`, `raw|safe`, `"%s" % raw`), so such expressions are refused here, in every
template.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from specloom.quick import dataclass

_HEADER = re.compile(r"\{#- (?:view: (?P<view>[A-Z]\w*) as (?P<name>[a-z_]\w*)|macros) -#\}")
_CALLABLE = frozenset({"caller", "super"})
_OBJECTS = frozenset({"loop", "self"})
_REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.Concat: "`~` joins texts",
    nodes.Add: "`+` joins texts",
    nodes.Mod: "`%` formats texts",
    nodes.Mul: "`*` repeats texts",
    nodes.Getitem: "subscripts are not used; give the view an attribute",
    nodes.Slice: "slices are not used; give the view an attribute",
    nodes.FilterBlock: "{% filter %} changes text after it was checked",
    nodes.ScopedEvalContextModifier: "{% autoescape %} switches the guard off",
    nodes.EvalContextModifier: "{% autoescape %} switches the guard off",
}


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a template: the view it prints and what it calls it; both empty for a file of macros."""

    view: str
    name: str


def read_header(source: str, template: str | None) -> Header:
    """The header of a template. Raises `TemplateSyntaxError` when its first line is none."""
    found = _HEADER.match(source)
    if found is None:
        raise TemplateSyntaxError(
            "the first line has to say what the template prints: {#- view: ServiceView as it -#} or {#- macros -#}",
            1,
            template,
        )
    return Header(found["view"] or "", found["name"] or "")


def check(tree: nodes.Template, source: str, template: str | None, views: Mapping[str, type]) -> None:
    """Raises `TemplateSyntaxError` at the first place where the template does what templates may not, or misses its
    header. `views` are those that a template may print.
    """
    header = read_header(source, template)
    for line, problem in _problems(tree, header, views):
        raise TemplateSyntaxError(problem, line, template)


def _problems(tree: nodes.Template, header: Header, views: Mapping[str, type]) -> Iterator[tuple[int, str]]:
    macros = _macros(tree)
    for node in _walk(tree):
        if type(node) in _REFUSED:
            yield node.lineno, _REFUSED[type(node)]
        match node:
            case nodes.Call(node=called) if not _may_call(called, macros):
                yield node.lineno, "only macros, caller(), super() and methods of loop and self may be called"
            case nodes.Output(nodes=printed) if any(_is_constant(one) for one in printed):
                yield node.lineno, "a constant is not printed but written; Jinja would escape it as HTML"
            case nodes.Filter(args=args, kwargs=kwargs):
                values = [*args, *(pair.value for pair in kwargs)]
                if not all(isinstance(value, nodes.Const) for value in values):
                    yield node.lineno, "arguments of filters are constants"
            case nodes.Getattr(attr=attr) if attr.startswith("_"):
                yield node.lineno, f"{attr!r} is private"
            case (
                nodes.Extends(template=name)
                | nodes.Include(template=name)
                | nodes.Import(template=name)
                | nodes.FromImport(template=name)
            ) if not isinstance(name, nodes.Const):
                yield node.lineno, "the name of a template is a constant"
            case _:
                pass
    if header.view:
        yield from _attribute_problems(tree, header, views)


def _is_constant(node: nodes.Expr) -> bool:
    if isinstance(node, nodes.TemplateData):
        return False
    try:
        node.as_const()
    except nodes.Impossible:
        return False
    return True


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _macros(tree: nodes.Template) -> frozenset[str]:
    """Names that mean macros: defined here, imported one by one, or a whole imported file."""
    names = {macro.name for macro in tree.find_all(nodes.Macro)}
    names |= {item.target for item in tree.find_all(nodes.Import)}
    for item in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in item.names}
    return frozenset(names)


def _may_call(called: nodes.Node, macros: frozenset[str]) -> bool:
    match called:
        case nodes.Name(name=name):
            return name in _CALLABLE or name in macros
        case nodes.Getattr(node=nodes.Name(name=name)):
            return name in _OBJECTS or name in macros
        case _:
            return False


def _attribute_problems(tree: nodes.Template, header: Header, views: Mapping[str, type]) -> Iterator[tuple[int, str]]:
    """Attributes that the view's dataclass does not have, through loops over its tuples. Parameters of macros are not
    known.
    """
    view = views.get(header.view)
    if view is None:
        yield 1, f"there is no view called {header.view!r}"
        return
    yield from _check_attributes(tree.body, {header.name: view})


def _check_attributes(body: list[nodes.Node], known: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for node in body:
        if isinstance(node, nodes.For):
            inner = {name: kind for name, kind in known.items() if name not in _targets(node.target)}
            yield from _check_attributes([node.iter], known)
            element = _element(_kind(node.iter, known))
            if isinstance(node.target, nodes.Name) and element is not None:
                inner[node.target.name] = element
            rest = [] if node.test is None else [node.test]
            yield from _check_attributes([*rest, *node.body], inner)
            yield from _check_attributes(node.else_, known)
            continue
        if isinstance(node, nodes.Macro | nodes.CallBlock):
            hidden = {argument.name for argument in node.args}
            known = {name: kind for name, kind in known.items() if name not in hidden}
        if isinstance(node, nodes.Getattr):
            owner = _kind(node.node, known)
            if _is_view(owner) and node.attr not in {field.name for field in dataclasses.fields(owner)}:
                yield node.lineno, f"{owner.__name__} has no attribute {node.attr!r}"
        yield from _check_attributes(list(node.iter_child_nodes()), known)


def _targets(target: nodes.Node) -> frozenset[str]:
    return frozenset(name.name for name in _walk(target) if isinstance(name, nodes.Name))


def _kind(node: nodes.Node, known: Mapping[str, Any]) -> Any:
    """The declared type of an expression, None when it is not known."""
    match node:
        case nodes.Name(name=name):
            return known.get(name)
        case nodes.Getattr(node=inner, attr=attr):
            owner = _kind(inner, known)
            return _hints(owner).get(attr) if _is_view(owner) else None
        case _:
            return None


@cache
def _hints(view: type) -> dict[str, Any]:
    return typing.get_type_hints(view)


def _element(kind: Any) -> Any:
    """The element type of `tuple[X, ...]`, of `X` in `X | None`; None for others."""
    if isinstance(kind, types.UnionType):
        kind = next((part for part in typing.get_args(kind) if part is not type(None)), None)
    if typing.get_origin(kind) is tuple:
        return typing.get_args(kind)[0]
    return None


def _is_view(kind: Any) -> bool:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)
