"""Views of operations: methods and what the runtime has to know of their requests."""

from __future__ import annotations

from specloom.languages.code import Code
from specloom.lower.views.declarations import ConstraintsView, FieldView, ImportView, TypeView, UseView, XmlView
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableView:
    """A variable of a server's URL. `name` is the client's argument for it and `setter` a name of the package for a
    function that gives it, empty below the top; the others are literals."""

    name: Code
    setter: Code
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
class HeaderView:
    """A header of a part. `name` is a literal."""

    name: Code
    type: TypeView


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A property of a form or multipart body, with its Encoding Object decided. Texts are literals.

    `style` and `content_type` are empty where the document asks for none; `default_explode` tells that `is_exploded` is
    what the style means by itself. `is_many`: one part an item.
    """

    name: Code
    type: TypeView
    encoding: Code
    is_xml: bool
    content_type: Code
    style: Code
    is_exploded: bool
    default_explode: bool
    allows_reserved: bool
    is_file: bool
    is_many: bool
    headers: tuple[HeaderView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentView:
    """Something a caller gives. `place` is a literal (`path`, `query`, …); `wire` the name it travels under.

    `style` is a literal, `default_style` tells that it is the usual one of its place, `default_explode` that
    `is_exploded` is what the style means by itself, or means nothing for such a value. `media_type` is set where the
    value is serialised as that content instead. `part` says how a property of a form or multipart body is written,
    where the document does. `is_whole`: it is the body itself; `item` is then the type of the items of a body that is a
    stream. `sample` is an expression for examples. `type_text` and `place_text` are Markdown.
    """

    name: Code
    wire: Code
    type: TypeView
    item: TypeView | None
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
    default_explode: bool
    allows_reserved: bool
    media_type: Code
    is_file: bool
    part: PartView | None
    constraints: ConstraintsView | None
    sample: Code
    type_text: Code
    place_text: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A piece of a path: `text` (a literal), or the place of the path parameter called `parameter` (a literal), which
    is `argument` where it is one of the method's."""

    text: Code
    parameter: Code
    argument: ArgumentView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentView:
    """A media type of a body (a literal), how it is encoded (a literal: `json`, `form`, `multipart`, `text`, `bytes`,
    `xml`, `event-stream`, `json-lines`, `json-seq`; and as booleans), and the type. `item` is that of an item of a
    stream. What the texts of types name is not imported: that of a method's `result` and of its arguments is. Of a
    content that is received, `parts` are left out. `is_positional`: the body is an array, whose parts have no names;
    the last one stands for all further items if it is `is_many`. `names_root`: `xml` names the root element, since the
    type does not."""

    media_type: Code
    encoding: Code
    is_json: bool
    is_form: bool
    is_multipart: bool
    is_text: bool
    is_bytes: bool
    is_xml: bool
    is_stream: bool
    """JSON Lines, a JSON text sequence or events."""
    type: TypeView
    item: TypeView | None
    parts: tuple[PartView, ...]
    is_positional: bool
    xml: XmlView | None
    names_root: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """The body of a request. `is_flat`: its properties are arguments; then `properties` are those arguments.

    `is_either`: what other operations answer with may be given for it; `read_only` are then the fields of that model
    which are not sent. `constraints` are those on a body that is given whole. `others` are what it is in further media
    types: the same data, with properties as they are written there.
    """

    content: ContentView
    others: tuple[BodyView, ...]
    is_flat: bool
    is_either: bool
    is_required: bool
    properties: tuple[ArgumentView, ...]
    read_only: tuple[FieldView, ...]
    constraints: ConstraintsView | None


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

    `arguments` are all of them; `positional` those of the path, `query`, `headers` and so on those of other places.
    `constant` names what describes the operation to the runtime. `spoken` is how a user reaches the method
    (`rooms.create`; no literal). `result` is the type of the value, or of an item of pages or of a stream;
    `result_codec` that item's; a value has that of its content in `responses`. `security` is None where the API's own
    applies. `twin` is the other method of an operation that answers with a value or a stream; `switches` are properties
    of the body (literals) that ask for the stream. `request`, `summary` and `returns` are Markdown.
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
    query: tuple[ArgumentView, ...]
    querystring: tuple[ArgumentView, ...]
    headers: tuple[ArgumentView, ...]
    cookies: tuple[ArgumentView, ...]
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
class NeedsView:
    """What some method of a file needs of the runtime: kinds of results, of bodies sent and read.

    `sends`: a body; `reads`: one that is neither JSON nor a stream.
    """

    values: bool
    pages: bool
    streams: bool
    sends: bool
    reads: bool


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
    needs: NeedsView
    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]
