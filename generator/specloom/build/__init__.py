"""From a normalised document to the model of an API (`specloom.ir`), without any language in it."""

from specloom.build.api import BuildResult, build
from specloom.build.options import BuildOptions, CoverageEntry, CoverageKind, CoverageStatus

__all__ = ["BuildOptions", "BuildResult", "CoverageEntry", "CoverageKind", "CoverageStatus", "build"]
