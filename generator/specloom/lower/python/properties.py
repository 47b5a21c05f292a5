"""Properties that lead on: from a client to its resources and views, from a resource to those below it."""

from __future__ import annotations

from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import NONE, call, name
from specloom.languages.python.imports import import_block
from specloom.languages.python.layout import Parameter
from specloom.lower.python.views import ChildView

_SELF = Parameter(name=Code("self"))


def child(attribute: Code, class_name: Code, annotation: Code, module: str, client: Code) -> ChildView:
    """A cached property that imports a resource's class when it is first asked for. `client` is what the resource
    gets."""
    return ChildView(
        attribute=attribute,
        signature=getter(attribute, annotation),
        load=Code(str(import_block([Import(module, str(class_name))], indent=8)).replace("\n", "\n        ")),
        result=layout.returns(call(class_name, name(client)), 8),
    )


def getter(attribute: Code, annotation: Code) -> Code:
    """`def attribute(self) -> annotation:`."""
    return layout.signature(attribute, [_SELF], name(annotation), 4)


def wrapper_signature(resource: Code) -> Code:
    """`def __init__(self, resource: Rooms) -> None:` of a class that exists for type checkers."""
    parameters = [_SELF, Parameter(name=Code("resource"), annotation=name(resource))]
    return layout.signature(Code("__init__"), parameters, NONE, 8)
