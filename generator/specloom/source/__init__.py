"""Reading documents: from bytes to cursors over one shape, whatever version, format or number of files they come in."""

from specloom.source.cursor import Cursor, Document, Resolver
from specloom.source.open import Source, open_document
from specloom.source.options import Limits, SourceOptions

__all__ = ["Cursor", "Document", "Limits", "Resolver", "Source", "SourceOptions", "open_document"]
