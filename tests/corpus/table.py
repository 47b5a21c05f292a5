"""The dashboard: one row a document, and what it adds up to, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from specloom.explanations import explanation

from tests.corpus import driven
from tests.corpus.checks import CHECKS_OF
from tests.corpus.results import OK, Result
from tests.corpus.typing_checks import TYPING_CHECKS

CHECKS = (*(name for own in CHECKS_OF.values() for name in own), driven.NAME, *TYPING_CHECKS)
_HEAD = ("document", "operations", "schemas", "degraded", "dropped", "seconds", "MB", "lines", *CHECKS)


def write(folder: Path, results: Sequence[Result]) -> None:
    """Writes `corpus.md` and `corpus.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(results, key=lambda result: result.path)
    (folder / "corpus.md").write_text(markdown(ordered), encoding="utf-8")
    record = {"format": 1, "summary": summary(ordered), "documents": [asdict(result) for result in ordered]}
    (folder / "corpus.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def summary(results: Sequence[Result]) -> list[str]:
    """What the run comes to, one line a fact."""
    status = Counter(result.status for result in results)
    operations, schemas = (sum(getattr(result, name) for result in results) for name in ("operations", "schemas"))
    degraded, dropped = (sum(getattr(result, name) for result in results) for name in ("degraded", "dropped"))
    incomplete = f"{degraded:,} degraded, {dropped:,} left out"
    total = operations + schemas
    share = 100 * (total - degraded - dropped) / total if total else 100.0
    counted = ", ".join(f"{number} {name}" for name, number in sorted(status.items(), key=lambda one: one[0] != OK))
    seconds, emitted = sum(result.seconds for result in results), sum(result.lines for result in results)
    most = max((result.megabytes for result in results), default=0)
    lines = [
        f"{len(results)} documents: {counted}",
        f"{operations:,} operations, {schemas:,} schemas: {share:.2f} % complete, {incomplete}",
        f"{emitted:,} lines in {seconds:,.0f} s, in at most {most:,} MB",
    ]
    for name in CHECKS:
        done = [result.checks[name] for result in results if name in result.checks]
        judged = [check for check in done if not check.skipped]
        if judged:
            passed = sum(check.passed for check in judged)
            totals = Counter[str]()
            for check in judged:
                totals.update(check.figures)
            done_too = "".join(f", {number:,} {what}" for what, number in totals.items())
            lines.append(f"{name}: {passed} of {len(judged)} clean ({100 * passed / len(judged):.1f} %){done_too}")
    return lines


def markdown(results: Sequence[Result]) -> str:
    """The table, and below it what is not complete by reason, and what failed."""
    rows = [row(_HEAD), row(("---", *["---:"] * 7, *["---"] * len(CHECKS)))]
    rows += [row(_cells(result)) for result in results]
    parts = ["# Corpus run\n", "\n".join(f"* {line}" for line in summary(results)), "", "\n".join(rows), ""]
    if reasons := by_reason(results):
        parts += ["## Not complete, by reason\n", *reasons, ""]
    failed = [result for result in results if not result.clean]
    if failed:
        parts += ["## To look at\n", *(_failure(result) for result in failed)]
    return "\n".join(parts).rstrip() + "\n"


def by_reason(results: Sequence[Result]) -> list[str]:
    """A table of what is not complete: for each code how many elements in how many documents, and why."""
    places = [
        ((entry["code"], entry["kind"], entry["status"]), result.path) for result in results for entry in result.entries
    ]
    counts = Counter(key for key, _ in places)
    if not counts:
        return []
    rows = [row(("code", "what", "places", "documents", "why")), row(("---", "---", "---:", "---:", "---"))]
    for key, number in counts.most_common():
        code, kind, status = key
        documents = len({path for other, path in places if other == key})
        rows.append(row((f"`{code}`", f"{kind} {status}", f"{number:,}", f"{documents:,}", why(code))))
    return rows


def why(code: str) -> str:
    """The first sentence of the code's explanation."""
    paragraph = (explanation(code) or "").split("\n\n")[1:2]
    return " ".join(paragraph[0].split()).partition(". ")[0].rstrip(".") + "." if paragraph else ""


def _cells(result: Result) -> tuple[str, ...]:
    numbers = (result.operations, result.schemas, result.degraded, result.dropped)
    words = [result.checks[name].word if name in result.checks else "-" for name in CHECKS]
    name = result.path if result.status == OK else f"{result.path} **{result.status}**"
    return (
        name,
        *(f"{number:,}" for number in numbers),
        f"{result.seconds:.1f}",
        f"{result.megabytes}",
        f"{result.lines:,}",
        *words,
    )


def _failure(result: Result) -> str:
    lines = [f"* {result.path}: {result.status} {result.detail}".rstrip().replace("\n", "\n  ")]
    for name, check in result.checks.items():
        if check.errors:
            lines += [f"  * {name}: {check.errors}", *(f"    `{line}`" for line in check.lines[:3])]
    return "\n".join(lines)


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"
