"""The last stage: from files in memory to a folder on disk, owned through a manifest."""

from specloom.output.diff import diff
from specloom.output.manifest import MANIFEST, Manifest, digest, read_manifest
from specloom.output.write import Changes, compare, write

__all__ = ["MANIFEST", "Changes", "Manifest", "compare", "diff", "digest", "read_manifest", "write"]
