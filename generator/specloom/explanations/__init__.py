"""What each diagnostic means: one Markdown file a code, beside this module."""

from __future__ import annotations

from importlib.resources import files


def codes() -> tuple[str, ...]:
    """All documented codes, sorted."""
    return tuple(
        sorted(item.name.removesuffix(".md") for item in files(__name__).iterdir() if item.name.endswith(".md"))
    )


def explanation(code: str) -> str | None:
    """The text for a code: what it means, what is generated all the same, and what to do. None for an unknown code."""
    if code not in codes():
        return None
    return (files(__name__) / f"{code}.md").read_text(encoding="utf-8")
