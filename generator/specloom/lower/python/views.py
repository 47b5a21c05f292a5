"""What templates print: frozen records in which every text is already valid in the target language.

One view a kind of file (`ModuleView`, `ServiceView`, …), made of smaller ones. A text that spans lines carries the
indentation of its further lines; its first line stands without, because the template prints it. `EMPTY` code is false
in a template.
"""

from __future__ import annotations

from specloom.languages.code import EMPTY, Code
from specloom.lower.python.text_views import EntryView as EntryView
from specloom.lower.python.text_views import EventView as EventView
from specloom.lower.python.text_views import PackageView as PackageView
from specloom.lower.python.text_views import ParameterView as ParameterView
from specloom.lower.python.text_views import SampleView as SampleView
from specloom.lower.python.text_views import SectionView as SectionView
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A property of a model.

    `declaration` is the field's statement in the class body, `doc` the text below it. Where the name on the wire is
    another one, or absent and null differ, `wire` is the name on the wire as a literal, and `annotation` and `default`
    are the parts of the statement, each on one line; else they are empty.
    """

    name: Code
    declaration: Code
    doc: Code
    wire: Code = EMPTY
    annotation: Code = EMPTY
    default: Code = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """A class with properties. `fields` are its own; `constructor` is the signature with the inherited ones as well.

    `specs` returns what the codec has to know of the fields; `loads` are the imports that this takes. `extra` returns
    the codec of further properties, where the document limits them.
    """

    name: Code
    header: Code
    doc: Code
    fields: tuple[FieldView, ...]
    constructor: Code
    assignments: tuple[Code, ...]
    loads: Code
    fields_signature: Code
    specs: Code
    extra_loads: Code
    extra_signature: Code
    extra: Code
    xml_signature: Code
    xml: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A value of an enum: its statement, and the text below it."""

    statement: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """A class of listed values. `unlisted` stands for the values that are not; `literals` is the alias of the plain
    values."""

    name: Code
    header: Code
    doc: Code
    members: tuple[MemberView, ...]
    unlisted: Code
    literals: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A name for a type: a union, a list, a scalar. `signature` begins the function that describes it on the wire."""

    name: Code
    statement: Code
    doc: Code
    signature: Code
    loads: Code
    result: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class DictView:
    """The type of a plain dict that stands for a model: a class with `entries`, or one `statement` where keys are no
    names."""

    header: Code
    doc: Code
    entries: tuple[Code, ...]
    statement: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A file of declarations. `dicts` and `inputs` exist for type checkers only."""

    header: Code
    doc: Code
    imports: Code
    exports: Code
    enums: tuple[EnumView, ...]
    models: tuple[ModelView, ...]
    aliases: tuple[AliasView, ...]
    dicts: tuple[DictView, ...]
    inputs: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """One of several ways to call a method: its parameters without `self`, each on one line."""

    parameters: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method. `signature` begins with the decorators and ends with its colon, `overloads` are whole statements,
    `body` is what follows the docstring.

    The rest is the same in parts, each on one line, for a pack that puts them together otherwise: `parameters` without
    `self`, those of each of the `ways` to call it where there are several, what it `returns`, the decorators
    (`deprecated` with its `@`, `overload` as a name), and the `call` that a client is asked for, which is awaited where
    the method is `asynchronous`.
    """

    name: Code
    overloads: tuple[Code, ...]
    signature: Code
    doc: Code
    body: Code
    parameters: tuple[Code, ...]
    ways: tuple[WayView, ...]
    returns: Code
    overload: Code
    deprecated: Code
    call: Code
    asynchronous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """A resource that a client or another resource offers as a property: its signature, the import it makes, what it
    returns."""

    attribute: Code
    signature: Code
    load: Code
    result: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """A resource's class: the synchronous one or its twin. `client` is the class of the client it belongs to."""

    name: Code
    client: Code
    header: Code
    doc: Code
    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapperView:
    """The typing of one view of a resource or client: statements that derive the signature of each method."""

    name: Code
    signature: Code
    assignments: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A file with a resource. `operations` are its constants; `pragmas` are comments for checkers at the top."""

    header: Code
    pragmas: Code
    doc: Code
    imports: Code
    exports: Code
    operations: tuple[Code, ...]
    resources: tuple[ResourceView, ...]
    wrappers: tuple[WrapperView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewView:
    """A view that a client offers as a property: its signature, and the statement that makes it, which binds `view`."""

    signature: Code
    doc: Code
    statement: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientClassView:
    """A client's class. `initialise` is the statement of the constructor."""

    name: Code
    header: Code
    doc: Code
    constructor: Code
    constructor_doc: Code
    initialise: Code
    resources: tuple[ChildView, ...]
    views: tuple[ViewView, ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """The file with the clients."""

    header: Code
    doc: Code
    imports: Code
    pragmas: Code
    exports: Code
    operations: tuple[Code, ...]
    clients: tuple[ClientClassView, ...]
    wrappers: tuple[WrapperView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsView:
    """A package that offers names of the files below it and loads them on first use.

    `imports` are for type checkers, `lazy_import` and `attach` for run time; `version` is empty below the root.
    """

    header: Code
    doc: Code
    imports: Code
    exports: Code
    version: Code
    lazy_import: Code
    attach: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiView:
    """The file with what is known of the API as a whole; `error` names the base of the package's errors."""

    header: Code
    doc: Code
    imports: Code
    statement: Code
    error: Code
    error_doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksView:
    """The file with what the service sends by itself.

    `events` is the table of payloads, `overloads` are whole statements, `parse` is the signature behind them.
    """

    header: Code
    doc: Code
    imports: Code
    exports: Code
    events: Code
    class_header: Code
    class_doc: Code
    constructor: Code
    initialise: Code
    overloads: tuple[Code, ...]
    parse: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    """A file of data: its whole text."""

    text: Code


View = ModuleView | ServiceView | ClientView | ExportsView | ApiView | PackageView | DataView | WebhooksView
