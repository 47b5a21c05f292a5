"""Views of the package as a whole."""

from __future__ import annotations

from specloom.languages.code import Code
from specloom.lower.views.declarations import ImportView, TypeView, UseView
from specloom.lower.views.operations import (
    ChildView,
    ContentView,
    MethodView,
    NeedsView,
    RequirementView,
    ServerView,
    ServiceView,
    VariableView,
)
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """A secret that the client takes as `name`. `scheme`, `part` and `environment` (a variable's name) are literals;
    `variable` is the environment's as Markdown, `setter` a name of the package for a function that gives the secret to
    a client."""

    name: Code
    scheme: Code
    part: Code
    environment: Code
    variable: Code
    setter: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """A Security Scheme Object that operations use. Texts are literals, empty where nothing is said.

    `kind` is `apiKey`, `basic`, `bearer`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`, as a literal; `name` and
    `place` are those of an API key, `scheme` the word of another HTTP scheme. `setter` is a name for a function that
    gives a client both secrets of a basic scheme, empty for others.
    """

    id: Code
    kind: Code
    name: Code
    place: Code
    scheme: Code
    setter: Code
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
    """A webhook or callback: its name as a literal and as Markdown, the forms of its body, and the type of what is in
    them."""

    name: Code
    title: Code
    text: Code
    method: Code
    contents: tuple[ContentView, ...]
    type: TypeView
    payload: Code


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
    `semantic_version_text` (three numbers, as semver.org wants), `description_text`, `license_text` (an SPDX
    expression) are JSON strings.
    `error_code` and `error_message` are paths into the body of an error, as literals.
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
    semantic_version_text: Code
    description_text: Code
    license_text: Code
    has_license: bool
    package_text: Code
    user_agent: Code
    imports: tuple[ImportView, ...]
    uses: tuple[UseView, ...]
    servers: tuple[ServerView, ...]
    environments: tuple[Code, ...]
    """Names of servers to choose from, as literals; none where there is no choice."""
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
    event_needs: NeedsView
    sections: tuple[SectionView, ...]
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    """A file of data: its whole text."""

    text: Code
