"""Gathers every schema of a document into declarations, and answers with expressions that point at them.

Expressions are handed out before names, merges and the kinds of unions are decided; what holds them at the end must
be passed
through `Declarations.settle`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from specloom.build import bytype, docs, expressions, places, settle, words
from specloom.build.budget import MAX_DECLARATIONS, MAX_PARTS, MOST, Budget, TooComplexError, too_large
from specloom.build.context import MAX_DEPTH, Context, Draft, Role, nullable, stripped
from specloom.build.hierarchy import Hierarchy
from specloom.build.options import BuildOptions, CoverageEntry, CoverageKind, CoverageStatus, Words
from specloom.build.settle import Gathered, Root
from specloom.diagnostics import Diagnostic, Report, Severity, Unsupported
from specloom.ir import rewrite
from specloom.ir.names import NO_DOCS, Name
from specloom.ir.types import (
    Alias,
    AnyType,
    Constraints,
    Declaration,
    Default,
    Enum,
    Model,
    NullableType,
    Ref,
    TypeExpr,
    Union,
    XmlHints,
)
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

T = TypeVar("T")

__all__ = ["Context", "Declarations", "Role", "Schemas"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """The result: declarations by id in the order of the document, what was not complete, and the names to keep."""

    declarations: Mapping[str, Declaration]
    coverage: tuple[CoverageEntry, ...]
    lock: Mapping[str, Words]
    moved: Mapping[str, TypeExpr]
    """What references became that are no longer declarations of their own: merged enums, anonymous choices, plain
    types.
    """

    def settle(self, element: T) -> T:
        """An expression, operation, parameter, … with every expression in it as it is finally; ids that moved are
        followed.
        """
        return rewrite.element(element, self._final)

    def _final(self, ref: Ref) -> TypeExpr:
        return self.moved.get(ref.id, ref)


class Schemas:
    """The gatherer of one document. Call `declare_components` first, then `expression` in any order, and `finish`
    once.
    """

    def __init__(self, root: Cursor, options: BuildOptions, report: Report) -> None:
        self.options = options
        self.hierarchy = Hierarchy(root)
        self._root = root
        self._report = report
        self._drafts: dict[str, Draft] = {}
        self._components: dict[str, None] = {}
        self._known: set[str] = set()
        self._plain: dict[str, TypeExpr] = {}
        self._nullable: set[str] = set()
        self._waiting: deque[Cursor] = deque()
        self._shared: dict[str, TypeExpr] = {}
        self._coverage: dict[tuple[object, ...], CoverageEntry] = {}
        self._roots: list[Root] = []
        self._budget = Budget()
        self._parts = 0

    # What the builders of operations use

    def expression(self, schema: Cursor, context: Context) -> TypeExpr:
        """The expression of a schema in an operation. Never raises: what cannot be built is `AnyType`, reported and
        covered.
        """
        shared = places.shared_words(schema)
        if shared is None:
            expression = self._begin(schema, context)
        else:
            identity = places.identify(schema)
            known = self._shared.get(identity)
            if known is None:
                inner = replace(context, words=shared, leaf=context.leaf or shared)
                known = self._shared[identity] = self._begin(schema, inner)
            expression = known
        if len(self._roots) >= MAX_PARTS:
            raise too_large(f"more than {MAX_PARTS:,} parameters and bodies", schema.origin)
        self._roots.append(Root(owner=context.owner, type=expression, sent=context.sent, received=context.received))
        return expression

    def constraints(self, schema: Cursor) -> Constraints:
        """The assertions of a schema on one value."""
        return docs.constraints(schema)

    def default(self, schema: Cursor) -> Default | None:
        """The default of a schema."""
        return docs.default(schema)

    def xml(self, schema: Cursor) -> XmlHints | None:
        """The XML hints of a schema."""
        return docs.xml(schema)

    def declare_components(self) -> None:
        """Declares every entry of `components.schemas`, used or not."""
        components = self._root.get("components")
        schemas = components.get("schemas") if components is not None else None
        for _, schema in schemas.items() if schemas is not None else ():
            identity = places.identify(schema)
            self._components[identity] = None
            self._known.add(identity)
            described = self._described(schema, identity)
            self._build(described)
            draft, texts = self._drafts.get(identity), docs.docs(schema)
            if described is not schema and draft is not None and texts != NO_DOCS:  # they stand beside the reference
                draft.declaration = replace(draft.declaration, docs=docs.merged(texts, draft.declaration.docs))
        self._drain()

    def finish(self) -> Declarations:
        """Resolves unions, merges and names over the whole document."""
        self._drain()
        gathered = Gathered(
            drafts=self._drafts,
            plain=self._plain,
            nullable=frozenset(self._nullable),
            roots=tuple(self._roots),
            options=self.options,
            report=self._report,
            lose=self._lose,
        )
        declarations, moved, lock = settle.settle(gathered)
        return Declarations(declarations=declarations, coverage=tuple(self._coverage.values()), lock=lock, moved=moved)

    @property
    def components(self) -> tuple[str, ...]:
        """The ids of all components, for counting."""
        return tuple(self._components)

    # What the builders of schemas use (`Gatherer`)

    def nested(self, schema: Cursor, context: Context) -> TypeExpr:
        """The expression of a schema inside another one; see `Gatherer`."""
        try:
            self.spend(schema)
            if context.depth > MAX_DEPTH:
                message = f"schemas are nested more than {MAX_DEPTH} levels deep; any value is accepted below"
                raise Unsupported("nested-too-deep", schema.origin, message)
            expression = expressions.express(self, schema, context)
        except Unsupported as problem:
            self.degrade(problem, context)
            return AnyType()
        pinned = schema.text("x-specloom-name")
        if pinned and (identity := self.identify(schema, context)) in self._drafts:
            self._drafts[identity].pinned = pinned
        return expression

    def spend(self, schema: Cursor, amount: int = 1) -> None:
        """Counts work; see `Gatherer`. Raises `TooComplexError`."""
        self._budget.spend(schema, amount)

    def own(self, schema: Cursor, context: Context) -> TypeExpr:
        """The expression of a schema's own keywords; see `Gatherer`."""
        return bytype.express(self, schema, context)

    def refer(self, target: Cursor, context: Context) -> TypeExpr:
        """A reference; its target is built later. A bound generic schema is built on the spot."""
        if context.instance and target.text("$dynamicAnchor") and target in context.dynamic.values():
            return self.nested(target, context)
        identity = places.identify(target)
        if identity not in self._known:
            self._known.add(identity)
            self._waiting.append(target)
        return Ref(id=identity)

    def place(self, target: Cursor, context: Context) -> Context:
        """The context of a place that is reached by reference."""
        name = places.component_name(target)
        if name is not None:
            own = words.split(name)
            identity = places.identify(target)
            return replace(
                context,
                owner=identity,
                words=own,
                leaf=(),
                role=Role.COMPONENT,
                kind=CoverageKind.SCHEMA,
                depth=context.depth,
            )
        shared = places.shared_words(target)
        proposal, leaf = (shared, shared) if shared is not None else places.place_words(target)
        return replace(context, words=proposal, leaf=leaf, role=Role.PROPERTY, depth=context.depth)

    def declare(self, declaration: Declaration, context: Context, *proposals: Words) -> TypeExpr:
        """Registers a draft; the first one under an id stays."""
        identity = declaration.id
        if identity not in self._drafts:
            self._parts += _size(declaration)
            if len(self._drafts) >= MAX_DECLARATIONS:
                raise too_large(f"more than {MAX_DECLARATIONS:,} types", declaration.origin)
            if self._parts + len(self._roots) > MAX_PARTS:
                raise too_large(f"types of more than {MAX_PARTS:,} parts", declaration.origin)
            component = context.role is Role.COMPONENT and identity == context.owner
            self._drafts[identity] = Draft(
                declaration=replace(declaration, owner="") if component else declaration,
                proposals=(words.bound(context.words), *proposals),
                leaf=context.leaf,
                component=component,
                role=context.role,
                order=len(self._drafts),
            )
        return Ref(id=identity)

    def identify(self, schema: Cursor, context: Context) -> str:
        """The id of a declaration made from `schema`: its place, below the instance of a generic schema where there is
        one.
        """
        identity = places.identify(schema)
        if not context.instance:
            return identity
        return context.instance if identity == context.generic else f"{context.instance}/{identity.rpartition('#/')[2]}"

    def degrade(self, problem: Unsupported, context: Context) -> None:
        """Reports a type that is wider than the document's."""
        self._report.add(problem.diagnostic())
        entry = CoverageEntry(
            kind=context.kind,
            id=context.owner,
            origin=problem.origin,
            status=CoverageStatus.DEGRADED,
            code=problem.code,
            reason=problem.message,
        )
        self._coverage.setdefault((entry.kind, entry.id, entry.origin, entry.code), entry)

    def explain(self, code: str, schema: Cursor, message: str) -> None:
        """Reports a decision by which nothing is lost."""
        self._report.add(Diagnostic(code=code, severity=Severity.NOTE, message=message, origin=schema.origin))

    # Inside

    def _begin(self, schema: Cursor, context: Context) -> TypeExpr:
        """The expression of a schema in which nothing else is being built; any value where it takes too much work."""
        self._budget.renew()
        try:
            return self.nested(schema, context)
        except (TooComplexError, RecursionError):  # the caller may have used up most of the stack
            message = f"more than {MOST:,} steps to put this type together; any value is accepted"
            self.degrade(Unsupported("too-complex", schema.origin, message), context)
            return AnyType()

    def _lose(self, problem: Unsupported, identity: str) -> None:
        """Reports a loss that shows only when everything is known."""
        self.degrade(problem, Context(owner=identity, words=(), role=Role.COMPONENT, kind=CoverageKind.SCHEMA))

    def _drain(self) -> None:
        while self._waiting:
            self._build(self._waiting.popleft())

    def _described(self, component: Cursor, identity: str) -> Cursor:
        """Where a component is described: what it refers to, if that is known as it."""
        try:
            target = component.follow()
        except Unsupported:
            return component
        return target if places.identify(target) == identity else component

    def _build(self, schema: Cursor) -> None:
        """Builds a place that is referred to by id, and declares it when it has a name of its own."""
        identity = places.identify(schema)
        start = Context(owner=identity, words=(), role=Role.COMPONENT, kind=CoverageKind.SCHEMA, depth=0)
        context = self.place(schema, start)
        expression = self._begin(schema, context)
        if isinstance(expression, NullableType):
            self._nullable.add(identity)
        inner = stripped(expression)
        if inner == Ref(id=identity) and identity in self._drafts:
            draft = self._drafts[identity]
            if not draft.component and context.role is Role.COMPONENT:
                draft.component, draft.role = True, Role.COMPONENT
            return
        if identity in self._components or (context.role is Role.COMPONENT and not isinstance(inner, AnyType)):
            alias = Alias(
                id=identity,
                name=Name(wire="", words=context.words),
                type=inner,
                constraints=docs.constraints(schema),
                docs=docs.docs(schema),
                deprecation=docs.deprecation(schema),
                origin=schema.origin,
            )
            self.declare(alias, context)
        else:
            self._plain[identity] = nullable(inner) if isinstance(expression, NullableType) else inner


def _size(declaration: Declaration) -> int:
    """How many fields, members or variants it has."""
    match declaration:
        case Model(fields=parts) | Enum(members=parts) | Union(variants=parts):
            return len(parts)
        case Alias():
            return 1
