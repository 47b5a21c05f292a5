"""What the templates of a pack print: frozen records in which every text is already valid in the target language.

These are the views of `lower.common`, which every language but Python uses (Python's are in `lower.python.views`). They
are the interface for authors of packs: documented in docs/packs.md, versioned by `FORMAT`. `EMPTY` code is false in a
template; a `bool` is for `{% if %}` only. Literals are strings of the target language unless said otherwise; an
identifier was claimed in its scope.
"""

from __future__ import annotations

from specloom.lower.views.declarations import (
    AliasView,
    AssertionView,
    ConstraintsView,
    ConstView,
    EnumView,
    FieldView,
    ImportView,
    MemberView,
    ModelView,
    ModuleView,
    TypeView,
    UnionView,
    UseView,
    VariantView,
    XmlView,
)
from specloom.lower.views.operations import (
    ArgumentView,
    BodyView,
    ChildView,
    ContentView,
    HeaderView,
    MethodView,
    NeedsView,
    PagesView,
    ParamsView,
    PartView,
    RequirementView,
    ResponseView,
    SegmentView,
    ServerView,
    ServiceView,
    VariableView,
)
from specloom.lower.views.package import (
    CredentialView,
    DataView,
    EventView,
    OptionView,
    PackageView,
    SchemeView,
    SectionView,
)

__all__ = [
    "FORMAT",
    "AliasView",
    "ArgumentView",
    "AssertionView",
    "BodyView",
    "ChildView",
    "ConstView",
    "ConstraintsView",
    "ContentView",
    "CredentialView",
    "DataView",
    "EnumView",
    "EventView",
    "FieldView",
    "HeaderView",
    "ImportView",
    "MemberView",
    "MethodView",
    "ModelView",
    "ModuleView",
    "NeedsView",
    "OptionView",
    "PackageView",
    "PagesView",
    "ParamsView",
    "PartView",
    "RequirementView",
    "ResponseView",
    "SchemeView",
    "SectionView",
    "SegmentView",
    "ServerView",
    "ServiceView",
    "TypeView",
    "UnionView",
    "UseView",
    "VariableView",
    "VariantView",
    "View",
    "XmlView",
]

FORMAT = 1
"""Raised when a view loses or changes an attribute; new attributes leave it."""

View = ModuleView | ServiceView | PackageView | DataView
