"""`python -m tests.corpus.dashboard RESULTS ... > docs/corpus.md`: what kept results come to, for people to read.

Results of several runs are joined: a document has the checks of all, and all else from the last. `--note` says when and
where they were made.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from tests.corpus import driven
from tests.corpus.documents import Document, corpus_folder, documents
from tests.corpus.results import OK, Check, Result, read
from tests.corpus.table import row, why

_INTRODUCTION = """\
# The corpus

Public OpenAPI documents, {documents} of {publishers} publishers, go through the generator and through checks of what it
emits with the pack `python_dataclass`. They are not part of this project: `SPECLOOM_CORPUS` names the folder,
`make corpus` runs it (CONTRIBUTING.md), and this page is written from what it found:

    python -m tests.corpus.dashboard .cache/corpus/python_dataclass/results > docs/corpus.md

Documents that are broken on purpose, for the tests of other tools, are among them, and count.
"""
_CHECKS = (
    ("import", "every module imports without a warning, every export is there, every codec can be built"),
    ("black", "`black --check`, as a user would run it"),
    ("mypy", "`mypy --strict`"),
    ("pyright", "pyright, strict"),
    (driven.NAME, "sampled operations called over loopback, judged by the document alone ([proof.md](proof.md))"),
)
_EXAMPLES = 3
_PLACES = "An operation or a schema may lack something in several places; the rest of it is there.\n"


def joined(folders: Iterable[Path], chosen: Iterable[Document]) -> Iterator[Result]:
    """What is known of each document."""
    listed = tuple(folders)
    for document in chosen:
        found = [result for folder in listed if (result := read(folder, document.key)) is not None]
        if found:
            checks = {name: check for result in found for name, check in result.checks.items()}
            yield replace(found[-1], checks=checks)


def markdown(results: Sequence[Result], chosen: Sequence[Document], note: str = "") -> str:
    """The page; `note` stands below its introduction."""
    publishers = {document.path.partition("/")[0] for document in chosen}
    parts = [_INTRODUCTION.format(documents=len(chosen), publishers=len(publishers))]
    parts += [f"{note}\n"] if note else []
    parts += ["## Figures\n", *_table(("", ""), _figures(results)), ""]
    parts += ["## By version\n", *_table(("version", *_COUNTED), _versions(results, chosen)), ""]
    parts += ["## Not complete, and why\n", _PLACES, *_table(_REASONS, _reasons(results)), ""]
    if found := list(_findings(results)):
        parts += ["## What checks found\n", *_table(("document", "check", "findings", "the first"), found), ""]
    parts += ["## Not called, and why\n", *_table(("places", "why"), _not_called(results)), ""]
    return "\n".join(parts).rstrip() + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield row(head)
    yield row("---" for _ in head)
    yield from map(row, rows)


def _figures(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    status = Counter(result.status for result in results)
    yield "documents", f"{status[OK]:,} of {len(results):,} give an SDK" + "".join(
        f", {number} {name}" for name, number in sorted(status.items()) if name != OK
    )
    elements, lost = _elements(results), _lost(results)
    yield "operations and schemas", f"{sum(r.operations for r in results):,} and {sum(r.schemas for r in results):,}"
    yield "complete", f"{elements - sum(lost):,} of {elements:,} ({100 * (elements - sum(lost)) / elements:.2f} %)"
    yield "degraded, left out", f"{lost[0]:,}, {lost[1]:,}: all named in `coverage.json`, below by reason"
    for name, text in _CHECKS:
        yield from _check(name, text, [result.checks[name] for result in results if name in result.checks])
    seconds = sorted((result.seconds, result.path) for result in results)
    times = [second for second, _ in seconds]
    yield "processor time of a document", (
        f"median {median(times):.1f} s, 95th percentile {quantiles(times, n=20)[-1]:.1f} s, "
        f"most {times[-1]:.1f} s (`{seconds[-1][1]}`), all {sum(times):,.0f} s"
    )
    lines = sorted((result.lines, result.path) for result in results)
    largest = f"most {lines[-1][0]:,} (`{lines[-1][1]}`)"
    yield "lines emitted, runtime aside", f"{sum(r.lines for r in results):,}, {largest}"
    yield "memory of the generator", f"at most {max(result.megabytes for result in results):,} MB"


def _check(name: str, text: str, checks: Sequence[Check]) -> Iterator[tuple[str, str]]:
    if not checks:
        return
    passed = sum(check.passed for check in checks)
    figures: Counter[str] = Counter()
    for check in checks:
        figures.update(check.figures)
    counted = "".join(f", {number:,} {what}" for what, number in figures.items())
    found = sum(check.errors for check in checks)
    counted += f", {found:,} findings" if found else ""
    yield f"{name}: {text}", f"{passed:,} of {len(checks):,} clean{counted}"


_COUNTED = ("documents", "operations", "schemas", "complete", "degraded", "left out")


def _versions(results: Iterable[Result], chosen: Iterable[Document]) -> Iterator[tuple[str, ...]]:
    versions = {document.path: ".".join(document.version.split(".")[:2]) for document in chosen}
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(versions[result.path] or "-", []).append(result)
    for version, group in sorted(groups.items()):
        elements, lost = _elements(group), _lost(group)
        share = f"{100 * (elements - sum(lost)) / elements:.2f} %" if elements else "-"
        counts = (len(group), sum(r.operations for r in group), sum(r.schemas for r in group))
        yield version, *(f"{count:,}" for count in counts), share, *(f"{count:,}" for count in lost)


def _elements(results: Iterable[Result]) -> int:
    return sum(result.operations + result.schemas for result in results)


def _lost(results: Sequence[Result]) -> tuple[int, int]:
    return sum(result.degraded for result in results), sum(result.dropped for result in results)


_REASONS = ("code", "meaning", "what", "places", "documents", "where, for example")


def _reasons(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    """For each code how many places there are, and some of them, of different documents first."""
    groups: dict[tuple[str, str, str], list[tuple[str, Mapping[str, str]]]] = {}
    for result in results:
        for entry in result.entries:
            groups.setdefault((entry["code"], entry["kind"], entry["status"]), []).append((result.path, entry))
    for (code, kind, status), places in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        firsts = dict(reversed(places))
        shown = sorted(firsts.items())[:_EXAMPLES]
        examples = "<br>".join(f"`{path}` {_place(entry)}" for path, entry in shown)
        yield f"`{code}`", why(code), f"{kind} {status}", f"{len(places):,}", f"{len(firsts):,}", examples


def _place(entry: Mapping[str, str]) -> str:
    document, pointer = entry.get("document", ""), entry.get("pointer", "")
    return f"`{document}#{pointer}`".replace("|", "\\|")


def _findings(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    for result in sorted(results, key=lambda one: one.path):
        if result.status != OK:
            yield f"`{result.path}`", "generate", result.status, result.detail.partition("\n")[0]
        for name, check in result.checks.items():
            if check.errors:
                first = check.lines[0][:160] if check.lines else ""
                yield f"`{result.path}`", name, f"{check.errors:,}", f"`{first}`".replace("|", "\\|")


def _not_called(results: Iterable[Result]) -> Iterator[tuple[str, str]]:
    """Why calls or answers were not made, without where: reasons are told apart by what follows the place."""
    reasons: Counter[str] = Counter()
    for result in results:
        if (check := result.checks.get(driven.NAME)) is not None:
            for reason, number in check.left_out.items():
                reasons[driven.kind_of_reason(reason)] += number
    for reason, number in reasons.most_common():
        yield f"{number:,}", reason


def main() -> None:
    """Prints the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.dashboard", description=__doc__)
    parser.add_argument("results", nargs="+", type=Path, help="folders of results")
    parser.add_argument("--note", default="", help="when and where they were made")
    options = parser.parse_args()
    chosen = documents(corpus_folder())
    sys.stdout.write(markdown(list(joined(options.results, chosen)), chosen, options.note))


if __name__ == "__main__":
    main()
