"""`specloom generate` and `specloom check`, from the first run to the last."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom.cli import run

from tests.documents import BROKEN_REFERENCE, PETS

Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a document in it."""
    (tmp_path / "spec.yaml").write_text(PETS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(root: Path) -> Files:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def without_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, running any stage fails the test."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a stage ran")

    monkeypatch.setattr("specloom.cli.work.work", fail)


def test_without_any_configuration(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", "spec.yaml", "-o", "out"]) == 0
    files = tree(place / "out")
    assert {"coverage.json", "specloom.lock", "surface.json", "pyproject.toml", "README.md"} <= files.keys()
    assert "pet_shop/__init__.py" in files
    out = capsys.readouterr().out
    assert "2/2 operations, 1/1 schemas, 0 degraded" in out
    assert f"out: {len(files) - 1} files, {len(files) - 1} created" in out
    coverage = json.loads(files["coverage.json"])
    assert coverage["operations"] == {"total": 2, "complete": 2, "degraded": 0, "dropped": 0}
    assert coverage["schemas"] == {"total": 1, "complete": 1, "degraded": 0, "dropped": 0}
    assert coverage["entries"] == []


def test_stages_are_shown_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    run(["generate", "spec.yaml", "-o", "out"])
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["load", "validate", "build", "lower", "render", "format", "write"]
    assert all(line.endswith(" s") for line in lines)


def test_quiet_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", "spec.yaml", "-o", "out", "--quiet"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_run_without_changes_ends_before_any_stage(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["generate", "spec.yaml", "-o", "out"])
    capsys.readouterr()
    before = {path: path.stat().st_mtime_ns for path in (place / "out").rglob("*")}
    without_stages(monkeypatch)
    assert run(["generate", "spec.yaml", "-o", "out"]) == 0
    assert "up to date" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in (place / "out").rglob("*")} == before


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path("spec.yaml").write_text(PETS.replace("listPets", "listAll")),
        lambda: Path("out/README.md").unlink(),
        lambda: Path("out/README.md").write_text("edited"),
        lambda: Path("out/.specloom-manifest.json").unlink(),
    ],
    ids=["document", "lost file", "edited file", "lost manifest"],
)
def test_any_change_runs_the_stages(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    assert run(["generate", "spec.yaml", "-o", "out"]) == 0
    change()
    without_stages(monkeypatch)
    assert run(["generate", "spec.yaml", "-o", "out"]) == 70, "the replaced stage raises"


def test_no_cache_runs_the_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["generate", "spec.yaml", "-o", "out", "--no-cache"]) == 0
    without_stages(monkeypatch)
    assert run(["generate", "spec.yaml", "-o", "out"]) == 70, "and leaves no stamp"


def test_regenerating_after_an_edit_of_the_document(place: Path) -> None:
    run(["generate", "spec.yaml", "-o", "out"])
    first = tree(place / "out")
    (place / "out" / "mine.txt").write_text("mine")
    (place / "spec.yaml").write_text(PETS.replace("Pet'", "Animal'").replace("    Pet:", "    Animal:"))
    assert run(["generate", "spec.yaml", "-o", "out"]) == 0
    second = tree(place / "out")
    assert second["mine.txt"] == b"mine"
    assert "pet_shop/models/pet.py" in first
    assert "pet_shop/models/pet.py" not in second
    assert "pet_shop/models/animal.py" in second


def test_an_edited_file_ends_the_run(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["generate", "spec.yaml", "-o", "out"])
    (place / "out/README.md").write_text("edited")
    before = tree(place / "out")
    (place / "spec.yaml").write_text(PETS.replace("Pet Shop", "Other Shop"))
    assert run(["generate", "spec.yaml", "-o", "out"]) == 1
    err = capsys.readouterr().err
    assert "out/README.md is edited by hand" in err
    assert "--force" in err
    assert tree(place / "out") == before
    assert run(["generate", "spec.yaml", "-o", "out", "--force"]) == 0
    assert tree(place / "out")["README.md"] != b"edited"


def test_check(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "spec.yaml", "-o", "out"]) == 1
    assert not (place / "out").exists()
    run(["generate", "spec.yaml", "-o", "out"])
    assert run(["check", "spec.yaml", "-o", "out"]) == 0
    assert run(["check", "spec.yaml", "-o", "out", "--no-cache"]) == 0
    (place / "spec.yaml").write_text(PETS.replace("All pets.", "Every pet."))
    before = tree(place / "out")
    capsys.readouterr()
    assert run(["check", "spec.yaml", "-o", "out"]) == 1
    out = capsys.readouterr().out
    assert "All pets." in "".join(line for line in out.splitlines() if line.startswith("-"))
    assert "Every pet." in "".join(line for line in out.splitlines() if line.startswith("+"))
    assert "out of date" in out
    assert tree(place / "out") == before
    assert run(["generate", "spec.yaml", "-o", "out", "--check"]) == 1


def test_json_is_one_value_on_standard_output(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    (place / "spec.yaml").write_text(BROKEN_REFERENCE)
    run(["generate", "spec.yaml", "-o", "out", "--format", "json", "--quiet"])
    record = json.loads(capsys.readouterr().out)
    assert (record["status"], record["exit_code"], record["unchanged"]) == ("ok", 0, False)
    (finding,) = [found for found in record["diagnostics"] if found["code"] == "unresolved-reference"]
    assert (finding["file"], finding["line"]) == (
        "spec.yaml",
        BROKEN_REFERENCE.count("\n", 0, BROKEN_REFERENCE.index("Day")) + 1,
    )
    assert record["coverage"]["entries"][0]["code"] == "unresolved-reference"
    run(["generate", "spec.yaml", "-o", "out", "--format", "json", "--quiet"])
    again = json.loads(capsys.readouterr().out)
    assert again["unchanged"]
    assert again["diagnostics"] == record["diagnostics"], "an unchanged run reports what the run before found"


def test_findings_have_place_listing_and_caret(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "spec.yaml").write_text(BROKEN_REFERENCE)
    assert run(["generate", "spec.yaml", "-o", "out"]) == 0
    lines = capsys.readouterr().err.splitlines()
    (index,) = [n for n, line in enumerate(lines) if "[unresolved-reference]" in line]
    source = BROKEN_REFERENCE.splitlines()
    number, _, _ = lines[index].removeprefix("spec.yaml:").partition(":")
    assert lines[index].startswith(f"spec.yaml:{number}:")
    assert ": warning: " in lines[index]
    assert source[int(number) - 1] in lines[index + 1]
    assert lines[index + 2].strip("| ") == "^"


def test_notes_are_for_who_asks(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    either = "born: {oneOf: [{type: object, properties: {a: {}}}, {type: object, properties: {b: {}}}]}"
    text = PETS.replace("born: {type: string, format: date-time}", either)
    (place / "spec.yaml").write_text(text)
    run(["generate", "spec.yaml", "-o", "out"])
    assert "[ambiguous-union]" not in capsys.readouterr().err
    run(["generate", "spec.yaml", "-o", "out", "--verbose"])
    lines = capsys.readouterr().err.splitlines()
    (index,) = [n for n, line in enumerate(lines) if "[ambiguous-union]" in line]
    assert lines[index].startswith(f"spec.yaml:{text.count(chr(10), 0, text.index(either)) + 1}:9: note: ")


def test_strict_makes_warnings_errors(place: Path) -> None:
    (place / "spec.yaml").write_text(BROKEN_REFERENCE)
    assert run(["generate", "spec.yaml", "-o", "out", "--strict"]) == 3
    assert not (place / "out").exists()
    (place / "spec.yaml").write_text(PETS)
    assert run(["generate", "spec.yaml", "-o", "out", "--strict"]) == 0


def test_github_annotations(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "spec.yaml").write_text(BROKEN_REFERENCE)
    run(["generate", "spec.yaml", "-o", "out", "--format", "github"])
    annotations = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::")]
    assert any(
        line.startswith("::warning file=spec.yaml,line=") and "title=unresolved-reference" in line
        for line in annotations
    )


def test_an_allowance_silences_and_an_unused_one_is_an_error(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "spec.yaml").write_text(BROKEN_REFERENCE)
    config = place / "specloom.toml"
    config.write_text('document = "spec.yaml"\nallow = ["unresolved-reference @ /components/schemas/Pet/**"]\n')
    assert run(["generate", "-o", "out"]) == 0
    assert "unresolved-reference" not in capsys.readouterr().err
    config.write_text('document = "spec.yaml"\nallow = ["unresolved-reference @ /paths/**"]\n')
    assert run(["generate", "-o", "out"]) == 2
    err = capsys.readouterr().err
    assert "specloom.toml:2:1: error: nothing to allow" in err


def test_a_configuration_in_the_working_folder(place: Path) -> None:
    (place / "specloom.toml").write_text(
        'document = "spec.yaml"\n[api]\npackage = "shop"\nclient = "Shop"\n[targets.python_dataclass]\noutput = "sdk"\n'
    )
    assert run(["generate"]) == 0
    files = tree(place / "sdk")
    assert "shop/__init__.py" in files
    assert "specloom.lock" not in files
    assert (place / "specloom.lock").is_file()
    assert run(["check", "--no-cache"]) == 0
    (place / "specloom.lock").unlink()
    assert run(["check", "--no-cache"]) == 1


def test_names_given_once_are_kept(place: Path) -> None:
    run(["generate", "spec.yaml", "-o", "out"])
    lock = json.loads((place / "out/specloom.lock").read_text())
    assert ["pet"] in lock["names"].values()
    run(["generate", "spec.yaml", "-o", "out", "--no-cache"])
    assert json.loads((place / "out/specloom.lock").read_text()) == lock


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["generate"], "which document?"),
        (["generate", "spec.yaml"], "where should python_dataclass be written?"),
        (["generate", "absent.yaml", "-o", "out"], "absent.yaml"),
        (["generate", "spec.yaml", "-o", "out", "--pack", "nonsense"], "nonsense"),
        (["generate", "spec.yaml", "-o", "out", "--config", "absent.toml"], "absent.toml"),
        (["generate", "spec.yaml", "-o", "out", "--unknown"], "unknown"),
        (["nonsense"], "nonsense"),
    ],
)
def test_usage_errors(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(arguments)
    err = capsys.readouterr().err
    assert code == (3 if "absent.yaml" in arguments else 2)
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b"a: b: c", b"\xff\xfe\x00", b"openapi: 9.9.9", b"null", b"{" * 100_000]
)
def test_bad_documents_never_give_a_traceback(place: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "spec.yaml").write_bytes(text)
    assert run(["generate", "spec.yaml", "-o", "out"]) == 3
    assert "error" in capsys.readouterr().err
    assert not (place / "out").exists()


def test_a_bug_is_admitted_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_stages(monkeypatch)
    assert run(["generate", "spec.yaml", "-o", "out"]) == 70
    err = capsys.readouterr().err
    assert "internal error: AssertionError: a stage ran" in err
    assert "Traceback" not in err
    with pytest.raises(AssertionError):
        run(["--debug", "generate", "spec.yaml", "-o", "out"])


def test_standard_input(place: Path) -> None:
    command = [sys.executable, "-m", "specloom", "generate", "-", "-o", "out"]
    done = subprocess.run(command, input=PETS.encode(), cwd=place, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (place / "out/pet_shop/__init__.py").is_file()
    run(["generate", "spec.yaml", "-o", "other"])
    assert tree(place / "out") == tree(place / "other")


def test_an_unchanged_run_loads_next_to_nothing(place: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "specloom", "generate", "spec.yaml", "-o", "out"]
    first = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True, env=dict(os.environ))
    again = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True, env=dict(os.environ))
    heavy = {
        "click",
        "dataclasses",
        "jinja2",
        "black",
        "yaml",
        "openapi_spec_validator",
        "tomllib",
        "specloom.pipeline",
    }
    loaded = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines()}
    assert {"jinja2", "specloom.pipeline"} <= {line.rpartition("|")[2].strip() for line in first.stderr.splitlines()}
    assert heavy & loaded == set()
    assert "up to date" in again.stdout


def test_a_document_given_by_name_needs_no_configuration_and_looks_for_none(place: Path) -> None:
    (place / "specloom.toml").write_text('document = "spec.yaml"\n[api]\npackage = "configured"\n')
    assert run(["generate", "spec.yaml", "-o", "plain"]) == 0
    assert (place / "plain/pet_shop").is_dir()
    assert run(["generate", "spec.yaml", "-o", "named", "--config", "specloom.toml"]) == 0
    assert (place / "named/configured").is_dir()


def test_a_change_of_the_configuration_runs_the_stages(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "specloom.toml").write_text('document = "spec.yaml"\n')
    assert run(["generate", "-o", "out"]) == 0
    assert run(["generate", "-o", "out"]) == 0
    (place / "specloom.toml").write_text('document = "spec.yaml"\n[api]\npackage = "other"\n')
    without_stages(monkeypatch)
    assert run(["generate", "-o", "out"]) == 70
