"""What the templates of a pack print: frozen records in which every text is already valid in the target language.

These are the views of `lower.common`, which every language but Python uses (Python's are in `lower.python.views`). They
are the interface for authors of packs: documented in docs/packs.md, versioned by `FORMAT`. `EMPTY` code is false in a
template; a `bool` is for `{% if %}` only. Literals are strings of the target language unless said otherwise; an
identifier was claimed in its scope.
"""

from __future__ import annotations

from dataclasses import dataclass

from specloom.languages.code import Code

FORMAT = 1
"""Raised when a view loses or changes an attribute; new attributes leave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """Names from another file of declarations: `types`, and `codecs`, which exist at run time."""

    module: Code
    types: tuple[Code, ...]
    codecs: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseView:
    """Names that the language asked for, from the module of the runtime or the standard library that it named."""

    module: Code
    names: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """A type: how it is annotated, and what describes it on the wire. `is_plain`: its values are written rightly by
    what they are, so that an encoder needs no description."""

    text: Code
    codec: Code
    is_plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlView:
    """The XML Object (OpenAPI 3.2, section 4.26), decided. Texts are literals, empty where nothing is said."""

    name: Code
    namespace: Code
    prefix: Code
    node: Code
    item_name: Code
    is_wrapped: bool


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
    xml: XmlView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """An object with properties: all of them in `fields`, without the inherited ones in `own`.

    `base` is the model it inherits, empty for none. `extra` is the type of further properties; None when the document
    closes the object. `limits_extra`: they are of a stated type. `unions` are those it is a variant of.
    """

    name: Code
    codec: Code
    doc: Code
    base: Code
    fields: tuple[FieldView, ...]
    own: tuple[FieldView, ...]
    extra: TypeView | None
    limits_extra: bool
    unions: tuple[Code, ...]
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
    `is_model` tells that the alternative is a model.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionView:
    """oneOf or anyOf. `selection` is a literal: `tag`, `kind`, `shape` or `first-match`; `tag` the name of the property
    that tells, empty for none."""

    name: Code
    codec: Code
    doc: Code
    variants: tuple[VariantView, ...]
    selection: Code
    tag: Code
    is_tagged: bool
    is_sent: bool
    is_received: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A name for a type: a list, a map, a scalar."""

    name: Code
    codec: Code
    doc: Code
    type: TypeView


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderView:
    """A header of a part. `name` is a literal."""

    name: Code
    type: TypeView


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A property of a form or multipart body, with its Encoding Object decided. Texts are literals.

    `style` and `content_type` are empty where the document asks for none. `is_many`: one part an item.
    """

    name: Code
    type: TypeView
    encoding: Code
    content_type: Code
    style: Code
    is_exploded: bool
    allows_reserved: bool
    is_file: bool
    is_many: bool
    headers: tuple[HeaderView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentView:
    """Something a caller gives. `place` is a literal (`path`, `query`, …); `wire` the name it travels under.

    `style` is a literal, `default_style` tells that it is the usual one of its place. `media_type` is set where the
    value is serialised as that content instead. `is_whole`: it is the body itself. `sample` is an expression for
    examples.
    """

    name: Code
    wire: Code
    type: TypeView
    slot: Code
    doc: Code
    place: Code
    in_path: bool
    in_query: bool
    in_querystring: bool
    in_header: bool
    in_cookie: bool
    in_body: bool
    is_whole: bool
    is_required: bool
    is_nullable: bool
    style: Code
    default_style: bool
    is_exploded: bool
    allows_reserved: bool
    media_type: Code
    is_file: bool
    sample: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A piece of a path: `text` (a literal), or the place of the path parameter called `parameter` (a literal)."""

    text: Code
    parameter: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentView:
    """A media type of a body (a literal), how it is encoded (a literal: `json`, `form`, `multipart`, `text`, `bytes`,
    `xml`, `event-stream`, `json-lines`, `json-seq`), and the type. `item` is that of an item of a stream."""

    media_type: Code
    encoding: Code
    type: TypeView
    item: TypeView | None
    parts: tuple[PartView, ...]
    xml: XmlView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """The body of a request. `is_flat`: its properties are arguments; then `properties` are those arguments."""

    content: ContentView
    is_flat: bool
    is_required: bool
    properties: tuple[ArgumentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseView:
    """A response. `status` is a literal (`"200"`, `"4XX"`, `"default"`); `error` the class it raises, empty for a
    success."""

    status: Code
    contents: tuple[ContentView, ...]
    error: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesView:
    """How an operation is paged. `style` is a literal: `next_url`, `link_header`, `cursor`, `offset`, `page_number`.

    Paths (`items`, `next`, `more`, `total`, `total_pages`) are lists of names as literals, from the top of the body;
    `has_more`, `has_total`, `has_total_pages` tell whether there is one. `parameter`, `limit` and `size` are names of
    parameters as literals, empty for none; `first` is the number of the first page.
    """

    style: Code
    item: TypeView
    items: tuple[Code, ...]
    next: tuple[Code, ...]
    parameter: Code
    limit: Code
    size: Code
    first: int
    more: tuple[Code, ...]
    total: tuple[Code, ...]
    total_pages: tuple[Code, ...]
    has_more: bool
    has_total: bool
    has_total_pages: bool
    is_next_url: bool
    is_link_header: bool
    is_cursor: bool
    is_offset: bool
    is_numbered: bool
    in_last_item: bool
    in_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """Schemes (ids as literals) that are needed together; none: anonymous is fine."""

    schemes: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamsView:
    """The type that holds the arguments of a method which are not in its path, in the order of the signature."""

    name: Code
    doc: Code
    arguments: tuple[ArgumentView, ...]
    is_optional: bool
    """None of them has to be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """An operation as a method.

    `constant` names what describes the operation to the runtime. `spoken` is how a user reaches the method
    (`rooms.create`). `result` is the type of the value, or of an item of pages or of a stream; `result_codec` that
    item's. `security` is None where the API's own applies. `twin` is the other method of an operation that answers with
    a value or a stream; `switches` are properties of the body (literals) that ask for the stream. `request`, `summary`
    and `returns` are Markdown.
    """

    name: Code
    constant: Code
    spoken: Code
    id: Code
    doc: Code
    request: Code
    summary: Code
    returns: Code
    method: Code
    path: tuple[SegmentView, ...]
    template: Code
    positional: tuple[ArgumentView, ...]
    params: ParamsView | None
    arguments: tuple[ArgumentView, ...]
    body: BodyView | None
    responses: tuple[ResponseView, ...]
    result: Code
    result_codec: Code
    is_value: bool
    is_pages: bool
    is_stream: bool
    is_empty: bool
    """It answers with nothing."""
    may_be_empty: bool
    is_binary: bool
    """It answers with bytes alone."""
    pages: PagesView | None
    is_whole_event: bool
    is_json_data: bool
    accept: Code
    security: tuple[RequirementView, ...] | None
    servers: tuple[ServerView, ...]
    is_idempotent: bool
    idempotency_header: Code
    is_deprecated: bool
    twin: Code
    switches: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """A resource that a client or another resource offers."""

    attribute: Code
    class_name: Code
    module: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A file with a resource; the client itself has one without `attribute` for the operations it offers directly."""

    header: Code
    package: Code
    client: Code
    name: Code
    module: Code
    attribute: Code
    spoken: Code
    doc: Code
    imports: tuple[ImportView, ...]
    uses: tuple[UseView, ...]
    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableView:
    """A variable of a server's URL. `name` is the client's argument for it, empty below the top; the others are
    literals."""

    name: Code
    wire: Code
    default: Code
    values: tuple[Code, ...]
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """A Server Object. `url` and `name` are literals; the name is empty where the document gives none."""

    url: Code
    name: Code
    variables: tuple[VariableView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """A secret that the client takes as `name`. `scheme`, `part` and `environment` (a variable's name) are literals."""

    name: Code
    scheme: Code
    part: Code
    environment: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """A Security Scheme Object that operations use. Texts are literals, empty where nothing is said.

    `kind` is `apiKey`, `basic`, `bearer`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`, as a literal; `name` and
    `place` are those of an API key, `scheme` the word of another HTTP scheme.
    """

    id: Code
    kind: Code
    name: Code
    place: Code
    scheme: Code
    token_url: Code
    refresh_url: Code
    scopes: tuple[Code, ...]
    credentials: tuple[CredentialView, ...]
    is_api_key: bool
    is_basic: bool
    is_bearer: bool
    is_http: bool
    is_oauth: bool
    is_mutual_tls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A webhook or callback: its name as a literal and as Markdown, and the type of its payload."""

    name: Code
    title: Code
    text: Code
    method: Code
    type: TypeView


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A resource in a README or a list of methods: `title` and `text` are Markdown. `chosen` are methods to show."""

    title: Code
    text: Code
    methods: tuple[MethodView, ...]
    chosen: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """An option that the pack declares: a literal, and for switches whether it is on."""

    name: Code
    value: Code
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """The package as a whole, for the files of which there is one.

    `package` is the name of the import, `client` the class of the client, `project` the name under which it is
    published. `title` and `introduction` are Markdown; `title_text`, `project_text`, `version_text`,
    `description_text`, `license_text` are JSON strings. `error_code` and `error_message` are paths into the body of an
    error, as literals.
    """

    header: Code
    package: Code
    client: Code
    project: Code
    version: Code
    title: Code
    introduction: Code
    doc: Code
    title_text: Code
    project_text: Code
    version_text: Code
    description_text: Code
    license_text: Code
    package_text: Code
    user_agent: Code
    imports: tuple[ImportView, ...]
    uses: tuple[UseView, ...]
    servers: tuple[ServerView, ...]
    variables: tuple[VariableView, ...]
    schemes: tuple[SchemeView, ...]
    credentials: tuple[CredentialView, ...]
    security: tuple[RequirementView, ...]
    idempotency_header: Code
    date_time: Code
    origins: tuple[Code, ...]
    error_code: tuple[Code, ...]
    error_message: tuple[Code, ...]
    needs_credentials: bool
    """No operation can be called without."""
    has_xml: bool
    root: ServiceView
    services: tuple[ChildView, ...]
    modules: tuple[ImportView, ...]
    """Every file of declarations with all its names."""
    events: tuple[EventView, ...]
    sections: tuple[SectionView, ...]
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    """A file of data: its whole text."""

    text: Code


View = ModuleView | ServiceView | PackageView | DataView
