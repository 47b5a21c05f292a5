"""Reading documents: from bytes to cursors over one shape, whatever version, format or number of files they come in."""

from specloom.source.cursor import Cursor, Document, Resolver
from specloom.source.lint import lint
from specloom.source.locate import Locator, listing
from specloom.source.open import Source, open_document
from specloom.source.options import Limits, SourceOptions

__all__ = [
    "Cursor",
    "Document",
    "Limits",
    "Locator",
    "Resolver",
    "Source",
    "SourceOptions",
    "lint",
    "listing",
    "open_document",
]
