"""The commands beside `generate` and `check`."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from specloom import __version__
from specloom.cli import run
from specloom.cli.paging_table import paging_table
from specloom.config import Config, load_config
from specloom.explanations import codes
from specloom.ir.paging import NextUrl
from specloom.ir.types import AnyType

from tests.documents import BROKEN_REFERENCE, PETS

TITLED = """\
openapi: 3.1.0
info: {title: The Nice Video API, version: v1}
security: [{bearer: []}]
paths: {/rooms: {get: {operationId: listRooms, responses: {"204": {description: none}}}}}
components: {securitySchemes: {bearer: {type: http, scheme: bearer}}}
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a document in it."""
    (tmp_path / "spec.yaml").write_text(PETS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", ["generate", "check", "validate", "ir", "packs", "explain", "init"])
def test_help_has_a_summary_and_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"Usage: specloom {command}" in text
    assert "Options:" in text


def test_the_first_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert "specloom generate spec.yaml -o out/" in text
    assert "Exit codes" in text
    assert all(command in text for command in ("generate", "check", "validate", "ir", "packs", "explain", "init"))
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"specloom {__version__}\n"


def test_validate(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "spec.yaml"]) == 0
    assert "2/2 operations, 1/1 schemas, 0 degraded; 0 errors, 0 warnings" in capsys.readouterr().out
    (place / "spec.yaml").write_text(BROKEN_REFERENCE)
    assert run(["validate", "spec.yaml"]) == 0
    captured = capsys.readouterr()
    assert "[unresolved-reference]" in captured.err
    assert "1 degraded" in captured.out
    assert run(["validate", "spec.yaml", "--strict"]) == 3
    capsys.readouterr()
    assert run(["validate", "spec.yaml", "--strict", "--format", "json", "-q"]) == 3
    record = json.loads(capsys.readouterr().out)
    assert (record["status"], record["exit_code"]) == ("failed", 3)


def test_the_validator_itself_is_asked_on_request(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A default that does not match a pattern is against no schema of the specification, and no rule of ours."""
    odd = {"type": "string", "pattern": "^a$", "default": "b"}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": {"Odd": odd}}}
    (place / "spec.yaml").write_text(json.dumps(document))
    run(["validate", "spec.yaml"])
    assert "[invalid-document]" not in capsys.readouterr().err
    run(["validate", "spec.yaml", "--full"])
    assert "[invalid-document]" in capsys.readouterr().err


def test_validate_reports_unreadable_documents_in_every_format(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "spec.yaml").write_text("a: b: c")
    assert run(["validate", "spec.yaml", "--format", "json", "-q"]) == 3
    record = json.loads(capsys.readouterr().out)
    assert [found["code"] for found in record["diagnostics"]] == ["invalid-yaml"]


def test_ir_is_json_with_a_format_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ir", "spec.yaml"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["format"] == 1


def test_packs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["packs"]) == 0
    assert "python_dataclass  (python)" in capsys.readouterr().out
    assert run(["packs", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert "python_dataclass" in [pack["name"] for pack in record["packs"]]


@pytest.mark.parametrize("subject", ["pets.list", "listPets", "GET /pets"])
def test_explain_an_operation(subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", subject, "spec.yaml"]) == 0
    text = capsys.readouterr().out
    line = PETS.count("\n", 0, PETS.index("    get:")) + 1
    assert text.startswith("pets.list   GET /pets\n")
    assert f"spec.yaml:{line}:" in text
    assert '"listPets" = "pets.list"' in text
    assert "named by" in text


def test_explain_says_why_an_operation_is_paged_or_not(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    integer = {"type": "integer"}
    answer = {
        "200": {"description": "d", "content": {"application/json": {"schema": {"type": "array", "items": integer}}}}
    }
    numbers = [{"name": name, "in": "query", "schema": integer} for name in ("page", "per_page")]
    paths = {f"/{len(given)}": {"get": {"parameters": given, "responses": answer}} for given in ([], numbers)}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    (place / "spec.yaml").write_text(json.dumps(document))
    assert run(["explain", "GET /2", "spec.yaml"]) == 0
    assert "  pages           paged: the request takes page, and the answer is a list" in capsys.readouterr().out
    assert run(["explain", "GET /0", "spec.yaml"]) == 0
    assert "  pages           not paged: the request takes no page, offset or cursor" in capsys.readouterr().out


def test_explain_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "Pet", "spec.yaml"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Pet   model\n")
    assert "#/components/schemas/Pet" in text
    assert "sent and received" in text


@pytest.mark.parametrize("code", codes())
def test_explain_a_code(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", code]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"# {code}\n")
    assert "Result: " in text
    assert "What to do: " in text


def test_explain_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "unresolved-referense"]) == 2
    assert "did you mean 'unresolved-reference'?" in capsys.readouterr().err
    assert run(["explain", "pets.lits", "spec.yaml"]) == 2
    assert "did you mean 'pets.list'?" in capsys.readouterr().err


def test_init_writes_a_configuration_that_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "spec.yaml"]) == 0
    assert "wrote specloom.toml" in capsys.readouterr().out
    config = load_config(place / "specloom.toml")
    assert Path(config.document) == Path("spec.yaml") or Path(config.document) == place / "spec.yaml"
    assert (config.api, config.names, config.methods) == (Config().api, {}, {})
    assert run(["generate"]) == 0
    assert run(["generate", "spec.yaml", "-o", "plain", "--config", "specloom.toml"]) == 0
    assert run(["init", "spec.yaml"]) == 2
    assert "exists already" in capsys.readouterr().err


def test_every_commented_setting_of_init_is_valid(place: Path) -> None:
    run(["init", "spec.yaml", "-o", "apis/pets.toml"])
    text = (place / "apis/pets.toml").read_text()
    assert 'document = "../spec.yaml"' in text
    assert tomllib.loads(text)["document"] == "../spec.yaml"
    uncommented = [
        line.removeprefix("# ") if line.startswith("# ") and " = " in line else line for line in text.splitlines()
    ]
    (place / "all.toml").write_text("\n".join(uncommented))
    config = load_config(place / "all.toml")
    assert config.api.package == "pet_shop"
    assert config.methods == {"listPets": "pets.list"}
    assert set(config.pagination) == {"listPets"}
    assert config.targets[0].output == place / "generated/pet_shop"


def test_init_shows_what_the_names_are_without_it(place: Path) -> None:
    (place / "spec.yaml").write_text(TITLED)
    assert run(["init", "spec.yaml"]) == 0
    text = Path("specloom.toml").read_text()
    Path("specloom.toml").write_text(re.sub(r"^# (package|client|token) =", r"\1 =", text, flags=re.MULTILINE))
    assert load_config(Path("specloom.toml")).api.environment == {"token": "NICE_VIDEO_TOKEN"}
    assert run(["generate"]) == 0
    assert run(["generate", "spec.yaml", "-o", "plain"]) == 0
    for path in ("README.md", "nice_video/_api.py"):
        assert Path("generated/nice_video", path).read_bytes() == Path("plain", path).read_bytes()


def test_settings_that_match_nothing_are_named_with_their_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = {
        "exclude": 'exclude = ["DELTE /**"]\n',
        "methods": '[methods]\nlistPet = "pets.all"\n',
        "pagination": '[pagination]\n"pets.list" = "none"\n',
        "names": '[names]\nPett = "Animal"\n',
        "api.credentials": '[api.credentials]\n"ghost.token" = "secret"\n',
    }
    (place / "specloom.toml").write_text('document = "spec.yaml"\n' + "".join(settings.values()))
    assert run(["validate"]) == 0
    told = capsys.readouterr().err
    for line, text in ((2, "`exclude` has 'DELTE /**'"), (4, "[methods] names 'listPet'"), (6, "[pagination] names")):
        assert f"specloom.toml:{line}:" in told
        assert text in told
    assert "specloom.toml:8:1: warning: [names] names 'Pett'" in told
    assert "specloom.toml:10:1: warning: [api.credentials] names 'ghost.token'" in told
    assert "did you mean 'listPets'?" in told
    assert "`specloom explain rooms.list` tells both" in told


def test_explain_tells_what_a_resource_has_and_how_a_list_is_paged(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", "pets", "spec.yaml"]) == 2
    assert "hint: pets has pets.list" in capsys.readouterr().err
    assert run(["explain", "pets.list", "spec.yaml"]) == 0
    assert '[pagination]  "listPets" = {' in capsys.readouterr().out


def test_pages_are_written_as_a_list_where_a_name_has_a_dot() -> None:
    pages = NextUrl(items=("value",), next=("@odata.nextLink",), item=AnyType())
    assert paging_table(pages) == '{ style = "next-url", items = "value", next = ["@odata.nextLink"] }'


def test_python_gives_the_same_as_the_command_line(place: Path) -> None:
    import specloom

    generated = specloom.generate(place / "spec.yaml", output=place / "one")
    assert not (place / "one").exists()
    assert generated.report.errors == ()
    assert generated.coverage.summary == "2/2 operations, 1/1 schemas, 0 degraded"
    (changes,) = generated.write()
    assert sorted(changes.created) == sorted(file.path for file in generated.files)
    run(["generate", "spec.yaml", "-o", "two"])
    one = {path.relative_to(place / "one"): path.read_bytes() for path in (place / "one").rglob("*") if path.is_file()}
    two = {path.relative_to(place / "two"): path.read_bytes() for path in (place / "two").rglob("*") if path.is_file()}
    assert one == two
    assert specloom.generate(PETS.encode()).files
    with pytest.raises(specloom.SpecloomError):
        specloom.generate(place / "absent.yaml")
