"""What names of a Python package may not be: what the runtime's classes own, and what stands beside a declaration."""

from __future__ import annotations

from collections.abc import Collection

from specloom.ir.api import Api
from specloom.ir.types import Alias, Declaration, Enum, Model, ScalarKind, Union
from specloom.lower.claims import Conventions
from specloom.lower.plan import Owned

MODEL_MEMBERS = (
    "additional_properties",
    "from_dict",
    "from_json",
    "to_dict",
    "to_json",
    "staticmethod",
    "self",
)
"""What the base class of models owns, and what the body of a model's class needs."""

ENUM_MEMBERS = ("TYPE_CHECKING", "is_known", "mro", "name", "value")
RESOURCE_MEMBERS = ("self", "cached_property", "deprecated", "overload", "warmup")
CLIENT_MEMBERS = (
    "self",
    "cached_property",
    "close",
    "aclose",
    "property",
    "super",
    "warmup",
    "webhooks",
    "with_options",
    "with_raw_response",
    "with_streaming_response",
    "request",
    "call",
    "page",
    "stream",
    "base_url",
    "api",
    "auth",
    "headers",
    "query",
    "timeout",
    "max_retries",
    "transport",
    "copy",
)


def is_class(enum: Enum) -> bool:
    """True for an enum that becomes a class; booleans, nulls and mixed values cannot, and become literals."""
    return enum.kind in (ScalarKind.STRING, ScalarKind.INTEGER, ScalarKind.NUMBER)


def conventions(api: Api, aliases: Collection[str], owned: Owned) -> Conventions:
    """Those of a Python package. `aliases` are the ids of what contains itself; `owned` names that the pack adds."""

    def companion(declaration: Declaration) -> tuple[str, ...]:
        match declaration:
            case Model(id=id):
                return ("dict",) if id in api.sent else ()
            case Enum(kind=kind):
                return ("literal",) if is_class(declaration) and kind is not ScalarKind.NUMBER else ()
            case Union(id=id):
                return ("input",) if id in api.sent else ()
            case Alias(id=id):
                return ("input",) if id in api.sent and id in aliases else ()

    def codec(declaration: Declaration) -> tuple[str, ...]:
        is_codec = isinstance(declaration, Model) or (isinstance(declaration, Enum) and is_class(declaration))
        return () if is_codec else ("codec",)

    return Conventions(
        model_members=(*MODEL_MEMBERS, *owned.models),
        resource_members=(*RESOURCE_MEMBERS, *owned.services),
        client_members=(*CLIENT_MEMBERS, *owned.client),
        types=owned.types,
        companions=companion,
        codecs=codec,
        twins=("Async",),
    )
