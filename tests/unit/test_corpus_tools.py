"""The tools of the corpus run: they find documents, bound processes, keep results, and say what failed."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus import dashboard, driven, table
from tests.corpus.__main__ import main
from tests.corpus.checks import CHECKS
from tests.corpus.documents import Document, documents
from tests.corpus.processes import run
from tests.corpus.results import KEPT, Check, Result, read, save
from tests.corpus.typing_checks import RUNTIME, stage

DONE = Result(path="a.yaml", key="k", status="ok", package="shop", operations=3, schemas=1, degraded=1, lines=10)


def test_documents_of_a_manifest_may_read_their_own_folder_only(tmp_path: Path) -> None:
    head = "slug\tpath\tbytes\tmulti_file\n"
    (tmp_path / "MANIFEST.tsv").write_text(f"{head}one\tone/b.yaml\t20\tyes\ntwo\ttwo/a.yaml\t10\tno\n")
    two, one = documents(tmp_path)
    assert (two.path, two.folders, one.path, one.folders) == ("two/a.yaml", (), "one/b.yaml", (tmp_path / "one",))
    assert [document.path for document in documents(tmp_path, ["one/*"])] == ["one/b.yaml"]
    assert one.key != two.key


def test_without_a_manifest_what_looks_like_a_document_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# a comment\nopenapi: 3.1.0\n")
    (tmp_path / "b.json").write_text('{"swagger": "2.0"}')
    (tmp_path / "c.yaml").write_text("type: object\n")
    assert sorted(document.path for document in documents(tmp_path)) == ["a.yaml", "b.json"]


def test_a_process_is_ended_when_its_time_is_up() -> None:
    done = run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.5)
    assert done.late
    assert done.code != 0


def test_a_process_gets_no_more_memory_than_it_may_have() -> None:
    done = run([sys.executable, "-c", "bytes(600_000_000)"], seconds=60, memory=400_000_000)
    assert "MemoryError" in done.err


def test_results_survive_and_broken_ones_are_none(tmp_path: Path) -> None:
    kept = DONE.with_check("black", Check(errors=1, lines=("would reformat x.py",)))
    save(tmp_path, "a", kept)
    assert read(tmp_path, "a") == kept
    assert not kept.clean
    (tmp_path / "a.json").write_text('{"path": "a.yaml"}')
    assert read(tmp_path, "a") is None


def test_the_table_counts_and_names_what_failed(tmp_path: Path) -> None:
    crash = Result(path="b.yaml", key="k", status="crash", detail="KeyError: 'x'")
    table.write(tmp_path, [crash, DONE.with_check("mypy", Check(errors=2, lines=("m.py:1: error: no",)))])
    text = (tmp_path / "corpus.md").read_text()
    assert "* 2 documents: 1 ok, 1 crash\n* 3 operations, 1 schemas: 75.00 % complete, 1 degraded, 0 left out" in text
    assert "* mypy: 0 of 1 clean (0.0 %)" in text
    assert "| b.yaml **crash** |" in text
    assert "  * mypy: 2\n    `m.py:1: error: no`" in text
    record = json.loads((tmp_path / "corpus.json").read_text())
    assert [one["path"] for one in record["documents"]] == ["a.yaml", "b.yaml"]


def test_the_table_says_why_something_is_not_complete() -> None:
    entry = {"kind": "schema", "id": "A", "status": "degraded", "code": "unknown-type", "reason": "x"}
    twice, once = replace(DONE, entries=(entry, entry)), replace(DONE, path="b.yaml", entries=(entry,))
    row = table.by_reason([DONE, twice, once])[-1]
    assert row.startswith("| `unknown-type` | schema degraded | 3 | 2 | `type` names something that JSON Schema does")
    assert table.by_reason([DONE]) == []


def test_reasons_are_told_without_their_places() -> None:
    kinds = {driven.kind_of_reason(f"{where}: no value fits") for where in ("body", "query a")}
    assert kinds == {"no value is allowed by the schema and written by the style (a list of objects in a query)"}


def test_the_dashboard_joins_the_checks_of_several_runs(tmp_path: Path) -> None:
    document = Document(corpus=tmp_path, path="one/a.yaml", size=1, version="3.1.1")
    entry = {"kind": "schema", "id": "A", "status": "degraded", "code": "unknown-type", "document": "", "pointer": "/x"}
    calls = Check(errors=0, figures={"calls": 4}, left_out={"answer: XML of an empty list": 2, "answer: other": 1})
    save(tmp_path / "first", document.key, DONE.with_check("mypy", Check(errors=0)))
    again = replace(DONE, path=document.path, entries=(entry,)).with_check("calls", calls)
    save(tmp_path / "second", document.key, again.with_check("black", Check(errors=1, lines=("would reformat x",))))
    found = list(dashboard.joined([tmp_path / "first", tmp_path / "second", tmp_path / "none"], [document]))
    assert [(one.path, sorted(one.checks)) for one in found] == [("one/a.yaml", ["black", "calls", "mypy"])]
    page = dashboard.markdown([found[0], replace(DONE, path="one/a.yaml")], [document])
    for line in (
        "| documents | 2 of 2 give an SDK |",
        "| complete | 6 of 8 (75.00 %) |",
        "| mypy: `mypy --strict` | 1 of 1 clean |",
        "| 3.1 | 2 | 6 | 2 | 75.00 % | 2 | 0 |",
        "| `one/a.yaml` | black | 1 | `would reformat x` |",
        "| 2 | XML has no form for the value, or none that is certain: an empty list, a value of any type |",
        "| 1 | answer: other |",
    ):
        assert f"\n{line}\n" in page + "\n", line
    assert "1 of 1 clean, 4 calls |" in page
    assert "| schema degraded | 1 | 1 | `one/a.yaml` `#/x` |" in page


def test_a_check_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SystemExit, match="no check is called imports; there are compile, import"):
        main(["--checks", "imports"])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An output with something wrong for each check."""
    (tmp_path / "shop" / "_runtime").mkdir(parents=True)
    (tmp_path / "shop" / "__init__.py").write_text("import os\nfrom ._runtime import lazy\n__all__ = [ 'gone' ]\n")
    (tmp_path / "shop" / "bad.py").write_text("def x(:\n")
    for name in ("__init__", "lazy", "models", "codecs", "encoding"):
        (tmp_path / "shop" / "_runtime" / f"{name}.py").write_text(
            "class Model: pass\nclass Writer:\n  def __init__(self, **_: object) -> None: pass\ndef warm(*_): pass\n"
        )
    return tmp_path


@pytest.mark.parametrize(
    ("check", "finding"),
    [
        ("compile", "shop/bad.py: invalid syntax"),
        ("import", "shop.gone: AttributeError"),
        ("ruff", "F401"),
        ("black", "would reformat"),
    ],
)
def test_each_check_finds_what_it_is_for(check: str, finding: str, broken: Path) -> None:
    found = CHECKS[check](broken, "shop")
    assert not found.passed
    assert any(finding in line for line in found.lines), found.lines
    assert len(found.lines) <= KEPT


def test_staged_packages_share_one_runtime(broken: Path, tmp_path: Path) -> None:
    folder = tmp_path / "staged"
    stage({"p1": (broken, "shop"), "p2": (broken, "shop")}, folder)
    assert f"from {RUNTIME} import lazy\n" in (folder / "p2" / "__init__.py").read_text()
    assert (folder / RUNTIME / "lazy.py").is_file()
    assert not (folder / "p1" / "_runtime").exists()
