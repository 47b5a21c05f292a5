"""What the lowering of every file of a package knows, in any language: the model, the names, and which declaration
stands where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from typing import TypeVar

from specloom.ir.api import Api
from specloom.ir.contents import Content, Encoding
from specloom.ir.operations import Operation
from specloom.ir.security import Requirement
from specloom.ir.types import Model, Ref
from specloom.languages.code import Code
from specloom.languages.language import Language
from specloom.lower.claims import Conventions, Names, claim_names
from specloom.lower.ledger import Ledger
from specloom.lower.modules import Modules, grouped, reached
from specloom.lower.payloads import Payload, payloads
from specloom.lower.shapes import all_fields, bare, recursive_aliases
from specloom.quick import dataclass

T = TypeVar("T")
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}((a|b|rc)\d{1,4}|\.dev\d{1,4}|\.post\d{1,4})?")
_SEMANTIC = re.compile(
    r"v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?:\.\d{1,6})*"
    r"(?:[-.]?([A-Za-z][0-9A-Za-z.-]{0,40}))?(?:\+[0-9A-Za-z.-]+)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOptions:
    """What a user decides about the package. Empty names are made from the document's title."""

    package: str = ""
    client: str = ""
    distribution: str = ""
    version: str = ""
    environment: Mapping[str, str] | None = None
    """Names of environment variables, by credential."""
    date_time: str = "auto"
    origins: tuple[str, ...] = ()
    """Further origins whose next-page URLs are followed through the base URL."""
    error_code: str = ""
    error_message: str = ""
    """Where an error's body has the code and the message of the API, as names joined by dots."""
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the lock keeps for this pack."""
    pack: Mapping[str, str | bool | int] = field(default_factory=dict[str, str | bool | int])
    """The options that the pack itself declares, each with its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package as a whole.

    `base_of` maps a model to the one it inherits; `aliases` are those that are named wherever they are used, because
    they contain themselves. `security` and `idempotency_header` are what most operations ask for. `package` is the name
    by which a program imports it, `client` the class of the (synchronous) client.
    """

    api: Api
    language: Language
    options: PackageOptions
    package: Code
    client: Code
    distribution: str
    payloads: Mapping[str, tuple[Payload, ...]]
    modules: Modules
    base_of: Mapping[str, str]
    names: Names
    ledger: Ledger
    aliases: frozenset[str]
    has_xml: bool
    security: tuple[Requirement, ...]
    idempotency_header: str

    @property
    def version(self) -> str:
        """The version of the package: the configured one, else the document's where it is one, else `0.1.0`."""
        wanted = self.options.version or self.api.version.strip()
        return wanted if _VERSION.fullmatch(wanted) else "0.1.0"

    @property
    def semantic_version(self) -> str:
        """The same as three numbers and a pre-release, as semver.org wants them."""
        found = _SEMANTIC.fullmatch(self.options.version or self.api.version.strip())
        if found is None:
            return "0.1.0"
        numbers = ".".join(str(int(number or 0)) for number in found.group(1, 2, 3))
        before = [str(int(part)) if part.isdigit() else part for part in re.split(r"\.+", found[4] or "") if part]
        return f"{numbers}-{'.'.join(before)}" if before else numbers

    @property
    def header(self) -> Code:
        """The comment at the top of every file."""
        return self.language.comment(self.language.notice)


def package_of(
    api: Api, language: Language, options: PackageOptions, package: Code, client: Code, conventions: Conventions
) -> Package:
    """Decides what is emitted, where it stands and what it is called."""
    ledger = Ledger(given=options.identifiers)
    returned = _returned(api)
    passed = {id: payloads(api, operation, returned) for id, operation in api.operations.items()}
    emitted = reached(api, passed)
    base_of = _bases(api, emitted)
    modules = grouped(api, emitted, base_of)
    return Package(
        api=api,
        language=language,
        options=options,
        package=package,
        client=client,
        distribution=options.distribution or package.replace("_", "-"),
        payloads=passed,
        modules=modules,
        base_of=base_of,
        names=claim_names(api, language, emitted, modules, base_of, ledger, conventions),
        ledger=ledger,
        aliases=recursive_aliases(api),
        has_xml=any(_is_xml(content) for content in _contents(api)),
        security=_most_common(operation.security for operation in api.operations.values()) or (),
        idempotency_header=_most_common(
            operation.idempotency_header for operation in api.operations.values() if operation.idempotency_header
        )
        or "",
    )


def _is_xml(content: Content) -> bool:
    return Encoding.XML in (content.encoding, *(part.encoding for part in content.parts))


def _most_common(values: Iterable[T]) -> T | None:
    """The value that occurs most often, the first of several; None when there are no values."""
    counts = Counter(values)
    return max(counts, key=counts.__getitem__) if counts else None


def _contents(api: Api) -> Iterator[Content]:
    """Everything that is sent and received."""
    for operation in api.operations.values():
        yield from operation.body.contents if operation.body else ()
        for response in operation.responses:
            yield from response.contents
    for webhook in api.webhooks:
        yield from webhook.body.contents if webhook.body else ()


def _returned(api: Api) -> frozenset[str]:
    """Ids of the models that an operation answers with, as a whole or as an item of a page."""
    return frozenset(id for operation in api.operations.values() for id in _answers(api, operation))


def _answers(api: Api, operation: Operation) -> set[str]:
    types = [c.type for r in operation.responses if r.status.startswith("2") for c in r.contents]
    if operation.pagination is not None:
        types.append(operation.pagination.item)
    found = (bare(api, type_)[0] for type_ in types)
    return {expr.id for expr in found if isinstance(expr, Ref)}


def _bases(api: Api, emitted: Collection[str]) -> dict[str, str]:
    """The models that inherit: from a single base, none of whose fields they change. All others repeat the fields."""
    found: dict[str, str] = {}
    for id in emitted:
        model = api.declarations[id]
        if not isinstance(model, Model) or len(model.bases) != 1:
            continue
        base = api.declarations.get(model.bases[0])
        if not isinstance(base, Model) or base.id == id or _inherits(api, base, id):
            continue
        inherited = {field.name.wire for field in all_fields(api, base)}
        if not any(field.name.wire in inherited for field in model.fields):
            found[id] = base.id
    return found


def _inherits(api: Api, model: Model, id: str) -> bool:
    seen: set[str] = set()
    waiting = [model.id]
    while waiting:
        here = waiting.pop()
        declaration = api.declarations.get(here)
        if here == id:
            return True
        if here not in seen and isinstance(declaration, Model):
            seen.add(here)
            waiting.extend(declaration.bases)
    return False
