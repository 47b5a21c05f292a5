"""What templates print of the files around a Python package: its README, `api.md`, and the file that builds it."""

from __future__ import annotations

from specloom.languages.code import Code
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterView:
    """A row of `api.md`: an argument, its type, where it travels. Each text is Markdown."""

    name: Code
    type: Code
    place: Code
    required: Code
    text: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A call in an example: the method's `name`, its `arguments` on one line, and what its items are called where they
    are iterated over."""

    name: Code
    arguments: Code
    item: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A method in `api.md`. `name` and `arguments` are Python, each other text is Markdown."""

    name: Code
    arguments: Code
    call: Code
    request: Code
    returns: Code
    summary: Code
    parameters: tuple[ParameterView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A resource in the README and in `api.md`: `title` and `text` are Markdown, `example` is Python.

    `samples` are the calls of the example, `loads` what they import, `module` the file of the resource, empty for the
    operations of the client itself. `first` is true for the one that comes first.
    """

    title: Code
    first: bool
    text: Code
    module: Code
    loads: Code
    example: Code
    samples: tuple[SampleView, ...]
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A webhook in the README and in `api.md`. `name`, `payload` and `text` are Markdown, `literal` is Python."""

    name: Code
    payload: Code
    text: Code
    literal: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """What the files around the package say.

    `title`, `introduction` and `environment` are Markdown; `project`, `version` and `description` are strings of TOML;
    `opening` makes a client; `quick_start` and `asynchronous` are Python, indented as inside a `with`.
    """

    header: Code
    package: Code
    client: Code
    title: Code
    introduction: Code
    project: Code
    version: Code
    description: Code
    opening: Code
    quick_start: Code
    asynchronous: Code
    environment: tuple[Code, ...]
    sections: tuple[SectionView, ...]
    events: tuple[EventView, ...]
    models: tuple[Code, ...]
