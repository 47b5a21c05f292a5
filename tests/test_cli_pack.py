"""`specloom pack`: new packs, templates in front of a pack's, the reference of views, languages of others."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from specloom.cli import run
from specloom.render.upstream import blocks

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "tests" / "golden" / "enums" / "spec.yaml"


def specloom(*arguments: object) -> int:
    return run([str(argument) for argument in arguments])


def test_a_copied_pack_writes_what_its_source_writes(tmp_path: Path) -> None:
    assert specloom("pack", "new", "mine", "--from", "python_dataclass", "-o", tmp_path) == 0
    assert specloom("generate", SPEC, "--pack", tmp_path / "mine", "-o", tmp_path / "a", "--quiet") == 0
    assert specloom("generate", SPEC, "-o", tmp_path / "b", "--quiet") == 0
    ours = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in (tmp_path / "a").rglob("*.py")}
    theirs = {path.relative_to(tmp_path / "b"): path.read_bytes() for path in (tmp_path / "b").rglob("*.py")}
    assert ours == theirs


def test_a_pack_that_extends_another_changes_only_what_it_has(tmp_path: Path) -> None:
    assert specloom("pack", "new", "mine", "--extends", "python_dataclass", "-o", tmp_path) == 0
    pack = tmp_path / "mine"
    (pack / "marker.jinja").write_text("{#- view: PackageView as package -#}\n# mine: {{ package.package }}\n")
    (pack / "runtime").mkdir()
    (pack / "runtime" / "extra.py").write_text('"""Of this pack."""\n')
    assert specloom("generate", SPEC, "--pack", pack, "-o", tmp_path / "out", "--quiet") == 0
    package = next(path.parent for path in (tmp_path / "out").glob("*/py.typed"))
    assert (package / "py.typed").read_text().strip() == f"# mine: {package.name}"
    assert (package / "_runtime" / "extra.py").read_text().endswith('"""Of this pack."""\n')
    assert (package / "_runtime" / "client.py").is_file()


def test_a_language_that_is_not_installed_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "a.jinja").write_text("{#- view: PackageView as package -#}\n")
    rule = '[[files]]\nfor = "package"\ntemplate = "a.jinja"\npath = "a"\n'
    (pack / "target.toml").write_text(f'language = "jav"\nsummary = "x"\n{rule}')
    assert specloom("generate", SPEC, "--pack", pack, "-o", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "there is no language 'jav'" in told
    assert "pip install -e FOLDER" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pack", "new", "Mine!", "--from", "python_dataclass"], "is no name for a pack"),
        (["pack", "new", "mine"], "say what to begin with"),
        (["pack", "new", "mine", "--from", "nothing"], "there is no pack called"),
        (["pack", "override", "python_dataclass", "nothing.jinja", "-o", "t"], "has no template"),
        (["pack", "override", "python_dataclass", "models.py.jinja", "--block", "x", "-o", "t"], "has no block"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert specloom(*arguments) == 2
    assert message in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_a_pack_does_not_extend_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "target.toml").write_text('extends = "mine"\nsummary = "x"\n')
    assert specloom("generate", SPEC, "--pack", tmp_path / "mine", "-o", tmp_path / "out") == 2
    assert "is no other pack" in capsys.readouterr().err


def _overridden(tmp_path: Path, *more: object) -> Path:
    folder = tmp_path / "templates"
    assert specloom("pack", "override", "python_dataclass", "models.py.jinja", *more, "-o", folder) == 0
    return folder / "models.py.jinja"


def _run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    config = tmp_path / "specloom.toml"
    config.write_text(
        f'document = "{SPEC}"\n[targets.python_dataclass]\noutput = "out"\ntemplates = "templates"\n', "utf-8"
    )
    assert specloom("generate", "--config", config) == 0
    return capsys.readouterr().err


@pytest.mark.parametrize("more", [[], ["--block", "declarations"]], ids=["whole", "block"])
def test_a_replaced_template_tells_when_the_packs_changes(
    more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = _overridden(tmp_path, *more)
    assert "override-" not in _run(tmp_path, capsys)
    text = mine.read_text()
    line = next(line for line in text.splitlines() if line.startswith("{#- upstream "))
    mine.write_text(text.replace(line[-16:-4], "000000000000"))
    said = _run(tmp_path, capsys)
    assert "override-outdated" in said
    assert line in said
    mine.write_text(text.replace(line + "\n", ""))
    said = _run(tmp_path, capsys)
    assert "override-untracked" in said
    assert line in said


def test_blocks_are_found_inside_each_other() -> None:
    source = "a{% block one %}b{% block two %}c{% endblock %}d{% endblock %}e"
    assert blocks(source) == {"one": "b{% block two %}c{% endblock %}d", "two": "c"}


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_the_schema_of_the_views_is_one(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert specloom("pack", "views", "--language", language, "--format", "schema") == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(found)
    assert {"ModuleView", "ServiceView", "PackageView"} <= set(found["$defs"])


def test_the_reference_of_the_views_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert specloom("pack", "views") == 0
    assert (ROOT / "docs" / "views.md").read_text() == capsys.readouterr().out


def test_packs_and_languages_of_others_are_found_by_entry_points(tmp_path: Path) -> None:
    """A distribution of somebody else, with a language and a pack for it, seen by the command line in its folder."""
    site = tmp_path / "site"
    pack = site / "sketch_packs" / "sketch_client"
    pack.mkdir(parents=True)
    (site / "sketch_packs" / "__init__.py").write_text("")
    (site / "sketch_language.py").write_bytes((ROOT / "tests" / "sketch.py").read_bytes())
    (pack / "target.toml").write_text(
        'language = "sketch"\nsummary = "A sketch."\n[[files]]\nfor = "module"\ntemplate = "module.sk.jinja"\n'
        'path = "{package}/{module}.sk"\n[owned]\ntypes = ["Client"]\n'
    )
    (pack / "module.sk.jinja").write_text(
        "{#- view: ModuleView as module -#}\n{{ module.header }}\n{% for enum in module.enums %}\n"
        "enum {{ enum.name }} {{ enum.values | join(', ') }}\n{% endfor %}\n{% for model in module.models %}\n"
        "model {{ model.name }}\n{% for field in model.fields %}\n  {{ field.name }}: {{ field.slot }}\n{% endfor %}\n"
        "{% endfor %}\n"
    )
    info = site / "sketch-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sketch\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[specloom.packs]\nsketch = sketch_packs\n[specloom.languages]\nsketch = sketch_language:sketch\n"
    )
    command = [
        sys.executable,
        "-m",
        "specloom",
        "generate",
        str(SPEC),
        "--pack",
        "sketch_client",
        "-o",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, env={"PYTHONPATH": str(site)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = {path.name: path.read_text() for path in (tmp_path / "out").rglob("*.sk")}
    assert any(text.startswith("// Generated.\n") and "\nmodel " in text for text in written.values())
    assert any("\nenum " in text for text in written.values())
    assert tomllib.loads((pack / "target.toml").read_text())["language"] == "sketch"
