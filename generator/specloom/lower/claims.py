"""Every identifier of a package that more than one file needs: claimed once, from the whole API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from specloom.ir.api import Api, Service
from specloom.ir.names import Name
from specloom.ir.types import Declaration, Field, Model
from specloom.languages.code import EMPTY, Code
from specloom.languages.language import Language
from specloom.languages.scope import Case, Rule, Scope
from specloom.lower.arguments import Argument, Place
from specloom.lower.ledger import Ledger
from specloom.lower.modules import Modules
from specloom.lower.results import stream_of
from specloom.lower.shapes import all_fields
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What a pack's runtime and the body of its classes own, and which names stand beside those of the document.

    `types` are names that the package itself offers beside the declarations; with `one_namespace`, resources stand
    beside them too, so that both need names of their own. `companions` and `codecs` give the words
    of what a declaration has beside its type (what an argument takes, what describes it on the wire); none: it has no
    such thing. `twins` are prefixes of further classes of a resource, `service_words` end its name.
    """

    model_members: tuple[str, ...] = ()
    resource_members: tuple[str, ...] = ()
    client_members: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    one_namespace: bool = False
    companions: Callable[[Declaration], tuple[str, ...]]
    codecs: Callable[[Declaration], tuple[str, ...]]
    twins: tuple[str, ...] = ()
    service_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeName:
    """What a declaration is called.

    `module` is its file below `models`. `codec` describes it on the wire where the type itself does not. `companion` is
    what an argument takes beside it: the dict of a model, the literals of an enum, the input of a union; empty where
    there is none.
    """

    name: Code
    module: Code
    codec: Code
    companion: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceName:
    """What a service is called: its attribute on what offers it, its class, its file, and how a user reaches it."""

    attribute: Code
    class_name: Code
    module: Code
    call: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The tables. Keys are ids of declarations and operations, and paths of services (`()` is the root)."""

    types: Mapping[str, TypeName]
    fields: Mapping[str, tuple[tuple[Field, Code], ...]]
    methods: Mapping[str, Code]
    streams: Mapping[str, Code]
    """The second method of operations that answer with a value or a stream."""
    services: Mapping[tuple[int, ...], ServiceName]


def walk(service: Service, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Service]]:
    """A service and all below it, each with its path of positions."""
    yield path, service
    for index, child in enumerate(service.children):
        yield from walk(child, (*path, index))


def claim_names(
    api: Api,
    language: Language,
    emitted: Iterable[str],
    modules: Modules,
    base_of: Mapping[str, str],
    ledger: Ledger,
    conventions: Conventions,
) -> Names:
    """All names. What the lock names chooses first, then components, then what is derived from them."""
    ids = tuple(emitted)
    classes = language.scope(conventions.types)
    ordered = [*(id for id in ids if not api.declarations[id].owner), *(id for id in ids if api.declarations[id].owner)]
    ordered.sort(key=lambda id: not ledger.pinned(f"{id} class"))
    types = {id: kept(ledger, f"{id} class", classes, api.declarations[id].name, Case.CLASS) for id in ordered}
    companions = {id: _companion(api.declarations[id], classes, conventions) for id in ordered}
    files = language.scope(files=True)
    tops = sorted((module.top for module in modules.modules), key=lambda id: not ledger.pinned(f"{id} module"))
    file_of = {id: kept(ledger, f"{id} module", files, api.declarations[id].name, Case.MODULE) for id in tops}
    functions = language.scope(file_of.values())
    codecs = {id: _codec(api.declarations[id], functions, conventions) for id in ordered}
    taken = (*conventions.types, *types.values(), *codecs.values()) if conventions.one_namespace else ()
    services = _service_names(api, language, conventions, taken)
    methods, streams = _method_names(api, language, services, ledger, conventions)
    return Names(
        types={
            id: TypeName(
                name=types[id],
                module=file_of[modules.of[id].top],
                codec=codecs[id] or types[id],
                companion=companions[id],
            )
            for id in ids
        },
        fields=_field_names(api, language, ids, base_of, ledger, conventions),
        methods=methods,
        streams=streams,
        services=services,
    )


def kept(ledger: Ledger, key: str, scope: Scope, name: Name | Sequence[str], case: Case) -> Code:
    """The identifier of a declaration, a file or another type: what is not the plain casing of its words is kept."""
    found = scope.explain(name, case, pinned=ledger.pinned(key))
    ledger.keep(key, found.identifier, found.identifier if found.rule is Rule.PLAIN else "")
    return found.identifier


def _companion(declaration: Declaration, classes: Scope, conventions: Conventions) -> Code:
    words = conventions.companions(declaration)
    return classes.claim((*declaration.name.words, *words), Case.CLASS, words) if words else EMPTY


def _codec(declaration: Declaration, functions: Scope, conventions: Conventions) -> Code:
    words = conventions.codecs(declaration)
    return functions.claim((*declaration.name.words, *words), Case.FUNCTION) if words else EMPTY


def _field_names(
    api: Api,
    language: Language,
    ids: tuple[str, ...],
    base_of: Mapping[str, str],
    ledger: Ledger,
    conventions: Conventions,
) -> dict[str, tuple[tuple[Field, Code], ...]]:
    """The fields of each model with their attribute names, inherited ones first and under the name the base gave
    them."""
    found: dict[str, tuple[tuple[Field, Code], ...]] = {}

    def claim(id: str) -> tuple[tuple[Field, Code], ...]:
        if id in found:
            return found[id]
        model = api.declarations[id]
        assert isinstance(model, Model)
        inherited = claim(base_of[id]) if id in base_of else ()
        known = {field.name.wire for field, _ in inherited}
        own = [field for field in all_fields(api, model) if field.name.wire not in known]
        scope = language.scope(conventions.model_members)
        scope.reserve(*(str(name) for _, name in inherited))
        keys = [f"{id} field:{field.name.wire}" for field in own]
        pinned = [ledger.pinned(key) for key in keys] if ledger.given else ()
        names = scope.claim_all([field.name for field in own], Case.ATTRIBUTE, pinned=pinned)
        for key, field, identifier in zip(keys, own, names, strict=True):
            ledger.keep(key, identifier, field.name.wire)
        found[id] = (*inherited, *zip(own, names, strict=True))
        return found[id]

    for id in ids:
        if isinstance(api.declarations[id], Model):
            claim(id)
    return found


def _method_names(
    api: Api,
    language: Language,
    services: Mapping[tuple[int, ...], ServiceName],
    ledger: Ledger,
    conventions: Conventions,
) -> tuple[dict[str, Code], dict[str, Code]]:
    """The method of each operation, and the second one of those that answer with a value or a stream."""
    found: dict[str, Code] = {}
    streams: dict[str, Code] = {}
    for path, service in walk(api.root):
        scope = language.scope(conventions.resource_members if path else conventions.client_members)
        scope.reserve(*(str(services[(*path, index)].attribute) for index in range(len(service.children))))
        twins = [id for id in service.operations if stream_of(api, api.operations[id]) is not None]
        given = [id for id in twins if ledger.pinned(f"{id} stream")]
        for id in given:
            words = (*api.operations[id].name.words, "stream")
            streams[id] = scope.claim(words, Case.FUNCTION, pinned=ledger.pinned(f"{id} stream"))
        names = scope.claim_all([api.operations[id].name for id in service.operations], Case.FUNCTION)
        found.update(zip(service.operations, names, strict=True))
        for id in twins:
            if id not in streams:
                streams[id] = scope.claim((*api.operations[id].name.words, "stream"), Case.FUNCTION)
            ledger.keep(f"{id} stream", streams[id], "")
    return found, streams


def _service_names(
    api: Api, language: Language, conventions: Conventions, taken: Iterable[str]
) -> dict[tuple[int, ...], ServiceName]:
    """The services; `taken` are names that their classes cannot have."""
    found: dict[tuple[int, ...], ServiceName] = {}
    classes, files = language.scope(), language.scope(files=True)
    classes.reserve(*taken)
    words_of: dict[tuple[int, ...], tuple[str, ...]] = {(): ()}
    for path, service in walk(api.root):
        attributes = language.scope(conventions.resource_members if path else conventions.client_members)
        for index, child in enumerate(service.children):
            below = (*path, index)
            words = words_of[below] = (*words_of[path], *child.name.words)
            attribute = attributes.claim(child.name, Case.ATTRIBUTE)
            called = (*words, *conventions.service_words)
            class_name = classes.claim(called, Case.CLASS, ("resource",))
            while any(f"{twin}{class_name}" in classes for twin in conventions.twins):
                class_name = classes.claim(called, Case.CLASS, ("resource",))
            classes.reserve(*(f"{twin}{class_name}" for twin in conventions.twins))
            found[below] = ServiceName(
                attribute=attribute,
                class_name=class_name,
                module=files.claim(words, Case.MODULE),
                call=Code(f"{found[path].call}.{attribute}") if path else attribute,
            )
    return found


_CONTEXT = {Place.MEDIA_TYPE: Place.BODY.value}


def claim_arguments(
    language: Language,
    ledger: Ledger,
    operation: str,
    found: Iterable[Argument],
    owned: Iterable[str],
    case: Case = Case.ARGUMENT,
) -> tuple[Code, ...]:
    """An identifier for each argument: those with one from the lock choose first, then path parameters, at last
    properties of the body and the choice of its media type."""
    listed = tuple(found)
    keys = [f"{operation} {argument.place}:{argument.name.wire}" for argument in listed]
    pinned = [ledger.pinned(key) for key in keys]
    scope = language.scope(owned)
    claimed: dict[int, Code] = {}
    for given in (True, False):
        for place in Place:
            indexes = [
                index
                for index, argument in enumerate(listed)
                if argument.place is place and bool(pinned[index]) is given
            ]
            names = scope.claim_all(
                [listed[index].name for index in indexes],
                case,
                (_CONTEXT.get(place, place.value),),
                [pinned[index] for index in indexes],
            )
            claimed.update(zip(indexes, names, strict=True))
    for index, argument in enumerate(listed):
        # A parameter of the path or the query keeps its plain name whoever comes later; the others choose after them.
        first = argument.place in (Place.PATH, Place.QUERY)
        ledger.keep(keys[index], claimed[index], argument.name.wire if first else "")
    return tuple(claimed[index] for index in range(len(listed)))
