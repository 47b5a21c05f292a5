"""Views of files of declarations: models, enums, unions, aliases."""

from __future__ import annotations

from specloom.languages.code import Code
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """Names from another file of declarations: `types`, and `codecs`, which exist at run time."""

    module: Code
    types: tuple[Code, ...]
    codecs: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseView:
    """Names that the language asked for, from the module of the runtime or the standard library that it named. `types`
    are those that stand in types alone, where a language tells them apart."""

    module: Code
    names: tuple[Code, ...]
    types: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """A type: how it is annotated, and what describes it on the wire. `is_plain`: its values are written rightly by
    what they are, so that an encoder needs no description."""

    text: Code
    codec: Code
    is_plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlView:
    """The XML Object (OpenAPI 3.2, section 4.26), decided. Texts are literals, empty where nothing is said.

    `root_name`: what the root of a document is called, where `name` does not say it.
    """

    name: Code
    root_name: Code
    namespace: Code
    prefix: Code
    node: Code
    item_name: Code
    is_wrapped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionView:
    """What is demanded of a value: the keyword as an identifier (`minLength`), and its value as a literal, which is a
    string where it `is_text`."""

    name: Code
    value: Code
    is_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintsView:
    """The assertions on one value; `item` are those on each item of an array."""

    assertions: tuple[AssertionView, ...]
    item: ConstraintsView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A property of a model. `wire` is a literal; `slot` the type with what says that it may be absent or null."""

    name: Code
    wire: Code
    type: TypeView
    slot: Code
    doc: Code
    is_optional: bool
    is_required: bool
    """`required` of the document, also where only the server sets it."""
    is_nullable: bool
    is_read_only: bool
    is_write_only: bool
    is_renamed: bool
    """The identifier is not the name on the wire."""
    constraints: ConstraintsView | None
    xml: XmlView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """An object with properties: all of them in `fields`, without the inherited ones in `own`.

    `base` is the model it inherits, which is not imported; empty for none. `extra` is the type of further properties;
    None when the document closes the object. `limits_extra`: they are of a stated type; then `any_property` is the type
    of any property. `unions` are those it is a variant of. `in_xml`: some body of the API is XML.
    """

    name: Code
    codec: Code
    doc: Code
    base: Code
    fields: tuple[FieldView, ...]
    own: tuple[FieldView, ...]
    extra: TypeView | None
    limits_extra: bool
    any_property: Code
    unions: tuple[Code, ...]
    in_xml: bool
    xml: XmlView | None
    is_sent: bool
    is_received: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A value of an enum. `value` is a literal of the enum's kind."""

    name: Code
    value: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """Listed values of one kind, or of several (`is_mixed`). `values` are the literals, without repetitions."""

    name: Code
    codec: Code
    doc: Code
    members: tuple[MemberView, ...]
    values: tuple[Code, ...]
    is_text: bool
    is_integer: bool
    is_number: bool
    is_mixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstView:
    """A property that has one of these values (literals) in a variant."""

    name: Code
    values: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """One alternative of a union, with what tells it from the others.

    `kinds` are JSON types as literals; `tags` values of the union's tag; `required` and `properties` names of
    properties, as literals. `wrapper` is the type that holds a value which is no model, where the language needs one;
    `is_model` tells that the alternative is a model, `is_default` that it is that of values with another tag. `holds`
    is what the wrapper is made of, empty where the alternative has none.
    """

    name: Code
    type: TypeView
    wrapper: Code
    kinds: tuple[Code, ...]
    tags: tuple[Code, ...]
    consts: tuple[ConstView, ...]
    required: tuple[Code, ...]
    properties: tuple[Code, ...]
    is_model: bool
    is_default: bool
    """It is that of values whose tag is missing, or of no variant."""
    holds: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionView:
    """oneOf or anyOf. `selection` is a literal: `tag`, `kind`, `shape` or `first-match`; `tag` the name of the property
    that tells, as a literal, empty for none, and `tag_name` its identifier. `is_tagged`: it is selected by tags, and
    every variant but a default one has some. `tells_shape`: what the variants look like matters, because tags alone do
    not decide. `within` are the unions that this one is a variant of."""

    name: Code
    codec: Code
    doc: Code
    variants: tuple[VariantView, ...]
    selection: Code
    tag: Code
    tag_name: Code
    is_tagged: bool
    tells_shape: bool
    within: tuple[Code, ...]
    is_sent: bool
    is_received: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A name for a type: a list, a map, a scalar. `is_recursive`: it contains itself."""

    name: Code
    codec: Code
    doc: Code
    type: TypeView
    is_recursive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A file of declarations. `name` is that of the file, without its ending."""

    header: Code
    package: Code
    name: Code
    imports: tuple[ImportView, ...]
    uses: tuple[UseView, ...]
    enums: tuple[EnumView, ...]
    models: tuple[ModelView, ...]
    unions: tuple[UnionView, ...]
    aliases: tuple[AliasView, ...]
