"""Files of declarations: models, enums, unions, aliases."""

from __future__ import annotations

from collections.abc import Iterable

from specloom.ir.types import (
    Access,
    Alias,
    AnyType,
    Declaration,
    Enum,
    Field,
    Model,
    ScalarKind,
    Selection,
    Union,
    Variant,
)
from specloom.languages.code import EMPTY, Code
from specloom.languages.scope import Case
from specloom.languages.typed import Documentation, Slot
from specloom.lower.arguments import bare_optional
from specloom.lower.common.file import CommonFile
from specloom.lower.common.package import CommonPackage
from specloom.lower.common.types import constraints_view, scratch, type_view, xml_view
from specloom.lower.docs import described, facts, prose
from specloom.lower.modules import Module
from specloom.lower.shapes import bare, element, model_of
from specloom.lower.views import (
    AliasView,
    ConstView,
    EnumView,
    FieldView,
    MemberView,
    ModelView,
    ModuleView,
    UnionView,
    VariantView,
)

_SHAPED = (Selection.TAG, Selection.SHAPE)
"""How unions are selected whose variants say what they look like."""


def lower_module(package: CommonPackage, module: Module) -> ModuleView:
    """The file of a component with the inline types inside it, or of several that belong together."""
    name = package.names.types[module.top].module
    file = CommonFile(package, str(name))
    declarations = [package.api.declarations[id] for id in module.members]
    enums = tuple(_enum(package, d) for d in declarations if isinstance(d, Enum))
    models = tuple(_model(file, d) for d in declarations if isinstance(d, Model))
    unions = tuple(_union(file, d) for d in declarations if isinstance(d, Union))
    aliases = tuple(_alias(file, d) for d in declarations if isinstance(d, Alias))
    return ModuleView(
        header=package.header,
        package=package.package,
        name=name,
        imports=file.imports,
        uses=file.uses,
        enums=enums,
        models=models,
        unions=unions,
        aliases=aliases,
    )


def declaration_doc(package: CommonPackage, declaration: Declaration) -> Code:
    """The documentation of a declaration, at the indentation of a file."""
    constraints = facts(declaration.constraints) if isinstance(declaration, Alias) else ""
    deprecation = declaration.deprecation
    doc = Documentation(
        name=str(package.names.types[declaration.id].name),
        text=described(prose(declaration.docs), constraints),
        deprecated=deprecation.message if deprecation is not None else None,
    )
    return package.typed.document(doc, 0)


def _enum(package: CommonPackage, enum: Enum) -> EnumView:
    language, known = package.typed, package.names.types[enum.id]
    members = tuple(
        MemberView(
            name=name,
            value=language.literal(member.value),
            doc=language.document(Documentation(name=str(name), text=prose(member.docs)), language.indent),
        )
        for member, name in zip(enum.members, package.members[enum.id], strict=True)
    )
    return EnumView(
        name=known.name,
        codec=known.codec,
        doc=declaration_doc(package, enum),
        members=members,
        values=tuple(dict.fromkeys(member.value for member in members)),
        is_text=enum.kind is ScalarKind.STRING,
        is_integer=enum.kind is ScalarKind.INTEGER,
        is_number=enum.kind is ScalarKind.NUMBER,
        is_mixed=enum.kind not in (ScalarKind.STRING, ScalarKind.INTEGER, ScalarKind.NUMBER),
    )


def _model(file: CommonFile, model: Model) -> ModelView:
    package = file.package
    known = package.names.types[model.id]
    base_id = package.base_of.get(model.id)
    inherited = len(package.names.fields[base_id]) if base_id else 0
    sent = model.id in package.api.sent
    given = is_given(package, model)
    fields = tuple(
        field_view(file, declared, name, sent=sent, given=given) for declared, name in package.names.fields[model.id]
    )
    limited = model.extra is not None and not isinstance(model.extra, AnyType)
    return ModelView(
        name=known.name,
        codec=known.codec,
        doc=declaration_doc(package, model),
        base=scratch(file).name(base_id) if base_id else EMPTY,
        fields=fields,
        own=fields[inherited:],
        extra=type_view(file if limited else scratch(file), model.extra) if model.extra is not None else None,
        limits_extra=limited,
        any_property=_any_property(file, model, fields) if limited else EMPTY,
        unions=tuple(package.names.types[id].name for id in package.unions.get(model.id, ())),
        in_xml=package.has_xml,
        xml=xml_view(package.typed, *element(model)) if package.has_xml else xml_view(package.typed, model.xml),
        is_sent=sent,
        is_received=model.id in package.api.received,
    )


def _any_property(file: CommonFile, model: Model, fields: Iterable[FieldView]) -> Code:
    """The type of any property of a model, whether the document names it or not."""
    language = file.package.typed
    extra = language.type(model.extra, file) if model.extra is not None else EMPTY
    return language.either(tuple(dict.fromkeys([extra, *(field.slot for field in fields)])))


def is_given(package: CommonPackage, model: Model) -> bool:
    """Whether a model is only sent, so that its fields are as callers write them."""
    return model.id in package.api.sent and model.id not in package.api.received


def field_view(
    file: CommonFile, declared: Field, name: Code, *, sent: bool, given: bool, named: bool = True
) -> FieldView:
    """A property of a model that is, or is not, `sent`; `given`: and nothing else. Where it is not `named`, the file
    need not know what its type names."""
    package, language = file.package, file.package.typed
    names = file if named else scratch(file)
    _, nullable = bare(package.api, declared.type)
    optional = is_optional(declared, sent=sent)
    type_ = type_view(file, bare_optional(package.api, declared.type), given=given, named=named)
    text = described(prose(declared.docs), facts(declared.constraints, declared.default, declared.access))
    deprecated = declared.deprecation.message if declared.deprecation is not None else None
    return FieldView(
        name=name,
        wire=language.string(declared.name.wire),
        type=type_,
        slot=field_slot(names, declared, sent=sent, given=given),
        doc=language.document(Documentation(name=str(name), text=text, deprecated=deprecated), language.indent),
        is_optional=optional,
        is_required=declared.required,
        is_nullable=nullable,
        is_read_only=declared.access is Access.READ,
        is_write_only=declared.access is Access.WRITE,
        is_renamed=str(name) != declared.name.wire,
        constraints=constraints_view(file, declared.type, declared.constraints),
        xml=xml_view(language, declared.xml),
    )


def is_optional(declared: Field, *, sent: bool) -> bool:
    """Whether a value can do without the field; what only the server sets need not be given where a model is sent."""
    return not declared.required or (sent and declared.access is Access.READ)


def field_slot(file: CommonFile, declared: Field, *, sent: bool, given: bool) -> Code:
    """The type of a field, with what says that it may be absent or null."""
    api, language = file.package.api, file.package.typed
    expr = bare_optional(api, declared.type)
    slot = Slot(
        optional=is_optional(declared, sent=sent),
        nullable=bare(api, declared.type)[1],
        sent=sent and declared.access is not Access.READ,
    )
    return language.slot(language.argument(expr, file) if given else language.type(expr, file), expr, slot, file)


def _union(file: CommonFile, union: Union) -> UnionView:
    package, language = file.package, file.package.typed
    known = package.names.types[union.id]
    tags = [tag for variant in union.variants for tag in variant.tags]
    tagged = (
        union.selection is Selection.TAG
        and union.tag_field is not None
        and all(v.tags or v.default for v in union.variants)
    )
    return UnionView(
        name=known.name,
        codec=known.codec,
        doc=declaration_doc(package, union),
        variants=tuple(
            _variant(file, variant, package.wrappers.get((union.id, index), EMPTY))
            for index, variant in enumerate(union.variants)
        ),
        selection=language.string(union.selection.value),
        tag=language.string(union.tag_field) if union.tag_field is not None else EMPTY,
        tag_name=_tag_name(package, union),
        is_tagged=tagged,
        tells_shape=len({(type(tag), tag) for tag in tags}) < len(tags) if tagged else union.selection in _SHAPED,
        within=tuple(package.names.types[id].name for id in package.within.get(union.id, ())),
        is_sent=union.id in package.api.sent,
        is_received=union.id in package.api.received,
    )


def _tag_name(package: CommonPackage, union: Union) -> Code:
    """The identifier of the property that tells variants apart, where they are models and agree on it."""
    models = [model_of(package.api, variant.type) for variant in union.variants]
    names = {
        name
        for model in models
        for field, name in (package.names.fields.get(model.id, ()) if model is not None else ())
        if field.name.wire == union.tag_field
    }
    return names.pop() if len(names) == 1 else EMPTY


def _variant(file: CommonFile, variant: Variant, wrapper: Code) -> VariantView:
    language = file.package.typed
    return VariantView(
        name=Code(language.spell(variant.name.words, Case.CLASS)),
        type=type_view(file, variant.type),
        wrapper=wrapper,
        kinds=tuple(language.string(kind.value) for kind in variant.kinds),
        tags=tuple(language.literal(tag) for tag in variant.tags),
        consts=tuple(
            ConstView(name=language.string(name), values=tuple(language.literal(value) for value in values))
            for name, values in variant.consts
        ),
        required=tuple(language.string(name) for name in variant.required),
        properties=tuple(language.string(name) for name in variant.properties),
        is_model=model_of(file.package.api, variant.type) is not None,
        is_default=variant.default,
        holds=language.wrapped(variant.type, file) if wrapper else EMPTY,
    )


def _alias(file: CommonFile, alias: Alias) -> AliasView:
    known = file.package.names.types[alias.id]
    return AliasView(
        name=known.name,
        codec=known.codec,
        doc=declaration_doc(file.package, alias),
        type=type_view(file, alias.type),
        is_recursive=file.is_recursive(alias.id),
    )
