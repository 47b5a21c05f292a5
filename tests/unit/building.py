"""Builds schemas of a small document given as text, without operations of a real document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from specloom.build.context import Context, Role
from specloom.build.options import BuildOptions, CoverageEntry, Words
from specloom.build.schemas import Declarations, Schemas
from specloom.diagnostics import Report
from specloom.ir import graph
from specloom.ir.types import Alias, Declaration, Enum, Field, Model, Ref, TypeExpr, Union
from specloom.source import open_document
from specloom.source.cursor import Cursor

HEAD = """\
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
"""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What came of a document."""

    result: Declarations
    report: Report
    expressions: Mapping[str, TypeExpr]

    @property
    def names(self) -> dict[str, str]:
        """Names in PascalCase, by id."""
        return {identity: pascal(one.name.words) for identity, one in self.result.declarations.items()}

    @property
    def codes(self) -> list[str]:
        """The codes of all diagnostics, in order."""
        return [diagnostic.code for diagnostic in self.report]

    @property
    def coverage(self) -> tuple[CoverageEntry, ...]:
        """What is not complete."""
        return self.result.coverage

    def __getitem__(self, name: str) -> Declaration:
        """The declaration with a name."""
        return next(d for d in self.result.declarations.values() if pascal(d.name.words) == name)

    def model(self, name: str) -> Model:
        """The model with a name."""
        found = self[name]
        assert isinstance(found, Model), found
        return found

    def enum(self, name: str) -> Enum:
        """The enum with a name."""
        found = self[name]
        assert isinstance(found, Enum), found
        return found

    def union(self, name: str) -> Union:
        """The union with a name."""
        found = self[name]
        assert isinstance(found, Union), found
        return found

    def alias(self, name: str) -> TypeExpr:
        """The type of the alias with a name."""
        found = self[name]
        assert isinstance(found, Alias), found
        return found.type

    def fields(self, name: str) -> dict[str, Field]:
        """The fields of a model by wire name, inherited ones included."""
        return {field.name.wire: field for field in graph.all_fields(self.model(name), self.result.declarations)}

    def name_of(self, expression: TypeExpr) -> str:
        """The name of what a reference points at."""
        assert isinstance(expression, Ref), expression
        return self.names[expression.id]


def pascal(words: Words) -> str:
    """`room links` → `RoomLinks`."""
    return "".join(word.capitalize() for word in words)


def component(name: str) -> Ref:
    """A reference to a component."""
    return Ref(id=f"#/components/schemas/{name}")


def build(schemas: str, *, options: BuildOptions | None = None) -> Built:
    """Builds `components.schemas`, given as YAML."""
    body = "\n".join("    " + line for line in dedent(schemas).strip("\n").split("\n"))
    return build_document(HEAD + body + "\n", options=options)


def build_document(text: str, *, options: BuildOptions | None = None) -> Built:
    """Builds a whole document: its components, and the schemas of `x-used` as if operations used them.

    `x-used` maps the id of an operation to `{parameters: {name: schema}, request: schema, response: schema}`.
    """
    report = Report()
    root = open_document(text.encode()).root
    schemas = Schemas(root, options or BuildOptions(), report)
    schemas.declare_components()
    found: dict[str, TypeExpr] = {}
    used = root.get("x-used")
    for owner, operation in used.items() if used is not None else ():
        words: Words = (owner,)
        parameters = operation.get("parameters")
        for name, schema in parameters.items() if parameters is not None else ():
            context = Context(owner=owner, words=(*words, name), leaf=(name,), role=Role.PARAMETER, sent=True)
            found[f"{owner}.{name}"] = schemas.expression(schema, context)
        for role, sent in ((Role.REQUEST, True), (Role.RESPONSE, False)):
            body: Cursor | None = operation.get(role.value)
            if body is not None:
                context = Context(owner=owner, words=(*words, role.value), role=role, sent=sent, received=not sent)
                found[f"{owner}.{role.value}"] = schemas.expression(body, context)
    result = schemas.finish()
    return Built(
        result=result,
        report=report,
        expressions={key: result.settle(expression) for key, expression in found.items()},
    )
