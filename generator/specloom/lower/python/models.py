"""Files of models: the declarations of one module as views."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from specloom.ir.types import Access, Alias, AnyType, Enum, Field, Model, ScalarKind, Union
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import (
    ELLIPSIS,
    NONE,
    TRUE,
    Atom,
    Expr,
    Item,
    call_items,
    flat,
    keyword,
    list_of,
    name,
    subscript,
    tuple_of,
)
from specloom.languages.python.imports import header
from specloom.languages.python.scalars import parse_import
from specloom.languages.python.text import docstring, literal, string
from specloom.languages.scope import Case
from specloom.lower.docs import described, facts, prose
from specloom.lower.modules import Module
from specloom.lower.python.aliases import lower_alias
from specloom.lower.python.attributes import attribute, has_three_states
from specloom.lower.python.codecs import Codecs
from specloom.lower.python.dicts import lower_dict, lower_input
from specloom.lower.python.file import PythonFile
from specloom.lower.python.module import RUNTIME, ModuleFile
from specloom.lower.python.names import ENUM_MEMBERS, is_class
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.types import Hints, either
from specloom.lower.python.views import EnumView, FieldView, MemberView, ModelView, ModuleView
from specloom.lower.shapes import bare, element

_ENUM_BASES = {
    ScalarKind.STRING: "OpenStrEnum",
    ScalarKind.INTEGER: "OpenIntEnum",
    ScalarKind.NUMBER: "OpenFloatEnum",
}
_ADDITIONAL = Code("additional_properties")


def lower_module(package: PythonPackage, module: Module) -> ModuleView:
    """The file of a component with the inline types inside it, or of several that have to be loaded together."""
    api, names = package.api, package.names
    declarations = [api.declarations[id] for id in module.members]
    declared = {
        str(text)
        for id in module.members
        for known in (names.types[id],)
        for text in (known.name, known.codec, known.companion)
        if text
    }
    for_checkers = {  # they do not exist at run time, where `from … import *` would fail for them
        str(names.types[d.id].companion) for d in declarations if isinstance(d, Model | Union | Alias)
    }
    here = ModuleFile(package, names.types[module.top].module, PythonFile(declared))
    models = [d for d in declarations if isinstance(d, Model)]
    view_models = tuple(_model(here, model) for model in models)
    enums = tuple(_enum(here, d) for d in declarations if isinstance(d, Enum) and is_class(d))
    aliases = tuple(lower_alias(here, d) for d in declarations if not isinstance(d, Model) and not _is_class(d))
    dicts = tuple(lower_dict(here, model) for model in models if names.types[model.id].companion)
    inputs = tuple(
        lower_input(here, d) for d in declarations if isinstance(d, Union | Alias) and names.types[d.id].companion
    )
    if dicts or inputs or enums:
        here.file.use(Import("typing", "TYPE_CHECKING"))
    top = names.types[module.top].name
    return ModuleView(
        header=package.header,
        doc=docstring(
            f"The model `{top}`." if len(declarations) == 1 else f"The model `{top}` and what belongs to it.", 0
        ),
        imports=header(here.file.imports),
        exports=layout.assign(Code("__all__"), list_of(Atom(string(text)) for text in sorted(declared - for_checkers))),
        enums=enums,
        models=view_models,
        aliases=aliases,
        dicts=dicts,
        inputs=inputs,
    )


def _is_class(declaration: object) -> bool:
    return isinstance(declaration, Enum) and is_class(declaration)


def _enum(here: ModuleFile, enum: Enum) -> EnumView:
    known = here.package.names.types[enum.id]
    assert enum.kind is not None
    base = here.runtime("enums", _ENUM_BASES[enum.kind])
    scope = here.package.language.scope(ENUM_MEMBERS)
    members = scope.claim_all([member.name for member in enum.members], Case.CONSTANT)
    literals = EMPTY
    if known.companion:
        alias = here.hints(run_time=True).literals([member.value for member in enum.members])
        marker = here.file.use(Import("typing", "TypeAlias"))
        literals = layout.alias(known.companion, alias, marker=marker)
    values = {member.value for member in enum.members}
    return EnumView(
        name=known.name,
        header=layout.class_header(known.name, [name(base)]),
        doc=docstring(described(prose(enum.docs), facts(deprecation=enum.deprecation)), 4),
        members=tuple(
            MemberView(
                statement=layout.assign(identifier, literal(member.value), 4), doc=docstring(prose(member.docs), 4)
            )
            for member, identifier in zip(enum.members, members, strict=True)
        ),
        unlisted=layout.assign(Code("_UNLISTED"), literal(_unlisted(enum.kind, values)), 8),
        literals=literals,
    )


def _unlisted(kind: ScalarKind, values: Collection[object]) -> object:
    """A value that is not among `values`."""
    if kind is ScalarKind.STRING:
        text = ""
        while text in values:
            text += "?"
        return text
    number = -1
    while number in values:
        number -= 1
    return number if kind is ScalarKind.INTEGER else float(number)


def _element(codecs: Codecs, model: Model, class_name: Code) -> Expr | None:
    """What is said of a model as an element, but for what the name of the class says of the root."""
    hints, root = element(model)
    return codecs.xml(hints, "" if root == class_name else root)


def _model(here: ModuleFile, model: Model) -> ModelView:
    package = here.package
    known = package.names.types[model.id]
    properties = package.names.fields[model.id]
    base_id = package.base_of.get(model.id)
    inherited = package.names.fields[base_id] if base_id else ()
    for statement in package.uses.get("models", ()):
        here.file.use(parse_import(statement))
    base = _base(here, base_id)
    owned = {str(identifier) for _, identifier in properties} | {"additional_properties"}
    hints = here.hints(owned)
    constructed = "constructor" not in package.omits
    additional = [_additional(hints)] if constructed else []
    parameters = [layout.Parameter(name=Code("self")), layout.Parameter(name=Code("*"))]
    views: list[FieldView] = []
    specs: list[Expr] = []
    codecs = here.codecs()
    for index, (declared, identifier) in enumerate(properties):
        annotation, default = attribute(hints, declared, sent=model.id in package.api.sent)
        parameters.append(layout.Parameter(name=identifier, annotation=annotation, default=default))
        if index >= len(inherited):
            views.append(_field(here, declared, identifier, annotation, default, model.id))
            specs.append(_spec(here, codecs, declared, identifier, model.id))
    loads = here.take_loads(8)
    limited = model.extra is not None and not isinstance(model.extra, AnyType)
    extra = codecs.of(model.extra) if limited and model.extra is not None else None
    extra_loads = here.take_loads(8)
    xml = _element(codecs, model, known.name) if package.has_xml else None
    parameters += additional
    return ModelView(
        name=known.name,
        header=layout.class_header(known.name, [name(base)]),
        doc=docstring(described(prose(model.docs), facts(deprecation=model.deprecation)), 4),
        fields=tuple(views),
        constructor=layout.signature(Code("__init__"), parameters, NONE, 4) if constructed else EMPTY,
        assignments=_assignments(identifier for _, identifier in properties) if constructed else (),
        loads=loads,
        fields_signature=_specs_signature(here, hints) if views else EMPTY,
        specs=layout.returns(tuple_of(specs), 8) if specs else EMPTY,
        extra_loads=extra_loads,
        extra_signature=_extra_signature(here) if extra is not None else EMPTY,
        extra=layout.returns(extra, 8) if extra is not None else EMPTY,
        xml_signature=(
            layout.signature(Code("_xml"), (), name(here.runtime("xml_hints", "XmlHints")), 4) if xml else EMPTY
        ),
        xml=layout.returns(xml, 8) if xml else EMPTY,
    )


def _additional(hints: Hints) -> layout.Parameter:
    """The parameter of a constructor for further properties."""
    anything = name(hints.named(Import("typing", "Any")))
    table = subscript(hints.builtin("dict"), name(hints.builtin("str")), anything)
    return layout.Parameter(name=_ADDITIONAL, annotation=either(table, NONE), default=NONE)


def _assignments(identifiers: Iterable[Code]) -> tuple[Code, ...]:
    """What a constructor does."""
    return (
        *(layout.assign(Code(f"self.{identifier}"), name(identifier), 8) for identifier in identifiers),
        Code("self.additional_properties = additional_properties or {}"),
    )


def _specs_signature(here: ModuleFile, hints: Hints) -> Code:
    spec = name(here.runtime("types", "FieldSpec"))
    return layout.signature(Code("_fields"), (), subscript(hints.builtin("tuple"), spec, ELLIPSIS), 4)


def _extra_signature(here: ModuleFile) -> Code:
    type_ = here.file.use(Import(f"{RUNTIME}.types", "Type"), typing=True)
    return layout.signature(Code("_extra"), (), name(type_), 4)


def _base(here: ModuleFile, base_id: str | None) -> Code:
    if base_id is None:
        return here.runtime("models", "Model")
    known = here.package.names.types[base_id]
    return known.name if known.module == here.here else here.file.use(Import(f".{known.module}", known.name))


def _field(
    here: ModuleFile, declared: Field, identifier: Code, annotation: Expr, default: Expr | None, id: str
) -> FieldView:
    text = described(
        prose(declared.docs), facts(declared.constraints, declared.default, declared.access, declared.deprecation)
    )
    view = FieldView(
        name=identifier,
        declaration=layout.field(identifier, annotation, default, 4),
        doc=docstring(text, 4),
    )
    renaming = here.package.uses.get("renamed", ())
    api = here.package.api
    three_states = has_three_states(api, declared, sent=id in api.sent)
    if not renaming or (declared.name.wire == identifier and not three_states):
        return view
    for statement in renaming:
        here.file.use(parse_import(statement))
    return replace(
        view,
        wire=string(declared.name.wire),
        annotation=flat(annotation),
        default=flat(default) if default is not None else EMPTY,
    )


def _spec(here: ModuleFile, codecs: Codecs, declared: Field, identifier: Code, id: str) -> Expr:
    """`FieldSpec("date_created", "dateCreated", DATE_TIME, required=True)`."""
    sent = id in here.package.api.sent and declared.access is not Access.READ
    _, nullable = bare(here.package.api, declared.type)
    three_states = nullable and (sent or declared.required)
    type_ = codecs.without_null(declared.type) if three_states else declared.type
    items = [Item(Atom(string(identifier)))]
    if declared.name.wire != identifier:
        items.append(Item(Atom(string(declared.name.wire))))
    if not codecs.is_text(type_):
        codec = codecs.of(type_)
        items.append(Item(codec) if len(items) == 2 else keyword(Code("type"), codec))
    if declared.required:
        items.append(keyword(Code("required"), TRUE))
    if three_states:
        items.append(keyword(Code("nullable"), TRUE))
    if declared.access is not Access.BOTH:
        items.append(keyword(Code("access"), Atom(string(declared.access.value))))
    constraints = codecs.constraints(declared.type, declared.constraints) if sent else None
    if constraints is not None:
        items.append(keyword(Code("constraints"), constraints))
    xml = codecs.xml(declared.xml) if here.package.has_xml else None
    if xml is not None:
        items.append(keyword(Code("xml"), xml))
    return call_items(here.runtime("types", "FieldSpec"), items)
