"""A package while it is lowered: what every package knows, with a language that writes types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from specloom.ir.api import Api
from specloom.ir.types import Enum, Model, Ref, Union
from specloom.languages.code import Code
from specloom.languages.scope import Case, Scope
from specloom.languages.typed import TypedLanguage
from specloom.lower.claims import Conventions, kept
from specloom.lower.client_arguments import ClientArgument, client_arguments, servers_of
from specloom.lower.package import Package, PackageOptions
from specloom.lower.package import package_of as decide
from specloom.lower.plan import Owned
from specloom.lower.results import stream_of
from specloom.lower.shapes import bare, model_of
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonPackage(Package):
    """A package in a language of `TypedLanguage`.

    `owned` are the names that the pack's runtime has. `params` are the types that hold the arguments of methods, by
    operation and whether it is the second method; `constants` name what describes methods to the runtime. `members` are
    the identifiers of the values of each enum; `wrappers` the types of variants that are no models, by union and
    position; `unions` those that a model is a variant of, and `within` those that another union is. `setters` are names
    for functions that give the client an argument, by its identifier, and `pair_setters` for those that give both parts
    of a scheme at once, by its id.
    """

    typed: TypedLanguage
    owned: Owned
    params: Mapping[tuple[str, bool], Code]
    constants: Mapping[tuple[str, bool], Code]
    members: Mapping[str, tuple[Code, ...]]
    wrappers: Mapping[tuple[str, int], Code]
    unions: Mapping[str, tuple[str, ...]]
    within: Mapping[str, tuple[str, ...]]
    arguments: tuple[ClientArgument, ...]
    setters: Mapping[str, Code]
    pair_setters: Mapping[str, Code]


def package_of(
    api: Api, language: TypedLanguage, options: PackageOptions, owned: Owned, package: Code, client: Code
) -> CommonPackage:
    """Decides what is emitted, where it stands and what it is called."""
    types = (*owned.types, str(client))
    conventions = Conventions(
        model_members=owned.models,
        resource_members=owned.services,
        client_members=owned.client,
        types=types,
        one_namespace=True,
        companions=lambda declaration: (),
        codecs=lambda declaration: ("codec",),
        service_words=language.service_words,
    )
    found = decide(api, language, options, package, client, conventions)
    scope = language.scope(types)
    scope.reserve(*_taken(found))
    arguments = client_arguments(found, owned.options)
    return CommonPackage(
        **{field.name: getattr(found, field.name) for field in fields(found)},
        typed=language,
        owned=owned,
        params=_params(found, scope),
        constants=_constants(found),
        members=_members(found, scope, owned, flat=language.flat_enums),
        wrappers=_wrappers(found, scope) if language.wraps_variants else {},
        unions=_unions(found),
        within=_within(found),
        arguments=arguments,
        pair_setters=_pair_setters(scope, arguments),
        setters=_setters(found, scope, arguments),
    )


def _taken(package: Package) -> Iterable[str]:
    """The names of types that are given already."""
    for known in package.names.types.values():
        yield from (str(known.name), str(known.codec))
    for service in package.names.services.values():
        yield str(service.class_name)


def _methods(package: Package) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """The methods of operations: the id, whether it is the second one, and the words that tell them apart."""
    for id, operation in package.api.operations.items():
        yield id, False, operation.type_words
        if stream_of(package.api, operation) is not None:
            yield id, True, (*operation.type_words, "stream")


def _params(package: Package, scope: Scope) -> dict[tuple[str, bool], Code]:
    found: dict[tuple[str, bool], Code] = {}
    for id, second, words in _methods(package):
        key = f"{id} {'stream ' if second else ''}params"
        found[id, second] = kept(package.ledger, key, scope, (*words, "params"), Case.CLASS)
    return found


def _constants(package: Package) -> dict[tuple[str, bool], Code]:
    scope = package.language.scope()
    return {(id, second): scope.claim(words, Case.CONSTANT) for id, second, words in _methods(package)}


def _members(package: Package, shared: Scope, owned: Owned, *, flat: bool) -> dict[str, tuple[Code, ...]]:
    found: dict[str, tuple[Code, ...]] = {}
    for id in package.names.types:
        enum = package.api.declarations[id]
        if isinstance(enum, Enum) and flat:
            found[id] = tuple(shared.claim((*enum.name.words, *m.name.words), Case.CLASS) for m in enum.members)
        elif isinstance(enum, Enum):
            scope = package.language.scope(owned.enums)
            found[id] = scope.claim_all([member.name for member in enum.members], Case.CONSTANT)
    return found


def _wrappers(package: Package, scope: Scope) -> dict[tuple[str, int], Code]:
    found: dict[tuple[str, int], Code] = {}
    for id in package.names.types:
        union = package.api.declarations[id]
        for index, variant in enumerate(union.variants if isinstance(union, Union) else ()):
            if model_of(package.api, variant.type) is None:
                words = (*union.name.words, *variant.name.words)
                found[id, index] = scope.claim(words, Case.CLASS, ("variant",))
    return found


def _unions(package: Package) -> dict[str, tuple[str, ...]]:
    """The unions of each model, those it is in through another union too."""
    found: dict[str, list[str]] = {}
    for id in package.names.types:
        union = package.api.declarations[id]
        for model in _inside(package.api, union)[0] if isinstance(union, Union) else ():
            found.setdefault(model, []).append(id)
    return {id: tuple(dict.fromkeys(unions)) for id, unions in found.items()}


def _within(package: Package) -> dict[str, tuple[str, ...]]:
    """The unions that have a union among their variants, directly or not."""
    found: dict[str, list[str]] = {}
    for id in package.names.types:
        union = package.api.declarations[id]
        for inner in sorted(_inside(package.api, union)[1]) if isinstance(union, Union) else ():
            found.setdefault(inner, []).append(id)
    return {id: tuple(unions) for id, unions in found.items()}


def _pair_setters(scope: Scope, arguments: Iterable[ClientArgument]) -> dict[str, Code]:
    """`WithCredentials` for both parts of the first basic scheme, named after the scheme for others."""
    basic = dict.fromkeys(a.credential.scheme for a in arguments if a.credential and a.credential.part == "password")
    words = (scheme.name.words if index else ("credentials",) for index, scheme in enumerate(basic))
    claimed = (_with_twin(scope, ("with", *each)) for each in words)
    return {scheme.id: name for scheme, name in zip(basic, claimed, strict=True)}


def _setters(package: Package, scope: Scope, arguments: Iterable[ClientArgument]) -> dict[str, Code]:
    """Names of functions for single arguments: `WithAPIKey`."""
    found: dict[str, Code] = {}
    variables = {v.name.wire: v.name.words for server in servers_of(package.api) for v in server.variables}
    for argument in arguments:
        if argument.credential:
            found[str(argument.identifier)] = _with_twin(scope, ("with", *argument.credential.words))
        else:
            words = ("with", *variables[argument.variable])
            found[str(argument.identifier)] = scope.claim(words, Case.CLASS, ("option",))
    return found


def _with_twin(scope: Scope, words: tuple[str, ...]) -> Code:
    """A name for a function that is given a credential, such that there is one for a function that asks for it:
    `WithTokenFunc`."""
    name = scope.claim(words, Case.CLASS, ("option",))
    while f"{name}Func" in scope:
        name = scope.claim(words, Case.CLASS, ("option",))
    scope.reserve(f"{name}Func")
    return name


def _inside(api: Api, union: Union) -> tuple[list[str], set[str]]:
    """The models among the variants of a union and of unions inside of it, and these unions."""
    models: list[str] = []
    unions: set[str] = set()
    waiting = [iter(union.variants)]
    while waiting:
        variant = next(waiting[-1], None)
        if variant is None:
            waiting.pop()
            continue
        expr, _ = bare(api, variant.type)
        declaration = api.declarations.get(expr.id) if isinstance(expr, Ref) else None
        if isinstance(declaration, Model):
            models.append(declaration.id)
        elif isinstance(declaration, Union) and declaration.id not in unions and declaration is not union:
            unions.add(declaration.id)
            waiting.append(iter(declaration.variants))
    return models, unions
