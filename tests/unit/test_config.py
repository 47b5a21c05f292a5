"""specloom.toml: what is read, and how mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from specloom.config import Config, find_config, load_config
from specloom.diagnostics import SpecloomError
from specloom.listing import plain

COMPLETE = """
document = "api/spec.yaml"
naming = 1
overlays = ["one.yaml", "two.yaml"]
include = ["GET /**"]
exclude = "deleteRoom"
allow = ["some-code @ /paths/**", "other-code@/components"]
allow_origins = ["https://example.com"]
strict = true

[api]
package = "video"
client = "Video"
date_time = "seconds"
idempotency_header = "Idempotency-Key"
json_text = ["/components/*"]
errors = { code = "error.code", message = "error.message" }

[api.credentials]
"basic.username" = "account_sid"

[api.environment]
account_sid = "ACCOUNT_SID"

[names]
"#/components/schemas/Room" = "VideoRoom"

[methods]
createRoom = "rooms.create"

[paging]
origins = ["https://*.example.com"]

[pagination]
listRooms = "none"
listOther = { style = "next-url", items = "rooms" }

[types]
"string:date" = "str"

[targets.python_dataclass]
output = "out"
templates = "mine"

[targets.python_dataclass.options]
readme = false

[targets.local.types]
"string:date" = "string"

[targets.local]
output = "other"
pack = "packs/local"
"""


def load(tmp_path: Path, text: str, name: str = "specloom.toml") -> Config:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def problems(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    """(line, message, hint) of every problem."""
    with pytest.raises(SpecloomError) as error:
        load(tmp_path, text)
    assert error.value.exit_code == 2
    assert {found.code for found in error.value.diagnostics} == {"invalid-config"}
    return [(found.line, found.message, found.hint) for found in plain(error.value.diagnostics)]


def test_every_setting_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    config = load(tmp_path, COMPLETE)
    assert config.document == str(tmp_path / "api/spec.yaml")
    assert config.overlays == (tmp_path / "one.yaml", tmp_path / "two.yaml")
    assert (config.include, config.exclude) == (("GET /**",), ("deleteRoom",))
    assert [(found.code, found.glob) for found in config.allow] == [
        ("some-code", "/paths/**"),
        ("other-code", "/components"),
    ]
    assert config.allow_origins == ("https://example.com",)
    assert config.strict
    assert (config.api.package, config.api.client, config.api.date_time) == ("video", "Video", "seconds")
    assert config.api.idempotency_header == "Idempotency-Key"
    assert config.api.json_text == ("/components/*",)
    assert (config.api.errors.code, config.api.errors.message) == ("error.code", "error.message")
    assert config.api.credentials == {"basic.username": "account_sid"}
    assert config.api.environment == {"account_sid": "ACCOUNT_SID"}
    assert config.names == {"#/components/schemas/Room": "VideoRoom"}
    assert config.methods == {"createRoom": "rooms.create"}
    assert config.paging_origins == ("https://*.example.com",)
    assert config.pagination == {"listRooms": "none", "listOther": {"style": "next-url", "items": "rooms"}}
    assert config.types == {"string:date": "str"}
    first, second = config.targets
    assert (first.pack, first.output, first.templates) == ("python_dataclass", tmp_path / "out", tmp_path / "mine")
    assert first.options == {"readme": False}
    assert (first.types, second.types) == ({}, {"string:date": "string"})
    assert (second.pack, second.pack_folder) == ("local", tmp_path / "packs/local")
    assert config.lock_path == tmp_path / "specloom.lock"


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    config = load(tmp_path, "")
    assert config == Config(path=tmp_path / "specloom.toml")


def test_urls_stay_urls(tmp_path: Path) -> None:
    assert load(tmp_path, 'document = "https://example.com/a.yaml"').document == "https://example.com/a.yaml"


def test_a_table_of_pyproject_is_the_same(tmp_path: Path) -> None:
    config = load(tmp_path, '[project]\nname = "x"\n[tool.specloom]\ndocument = "a.yaml"\n', "pyproject.toml")
    assert config.document == str(tmp_path / "a.yaml")
    assert config.lock_path == tmp_path / "specloom.lock"
    with pytest.raises(SpecloomError, match=r"no table \[tool.specloom\]"):
        load(tmp_path, "[tool.other]", "pyproject.toml")


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('\n\n[api]\npackge = "x"', 4, "unknown setting api.packge", "did you mean 'package'?"),
        ('documnet = "x"', 1, "unknown setting documnet", "did you mean 'document'?"),
        ("# c\n[tarlgets.x]", 2, "unknown setting tarlgets", "did you mean 'targets'?"),
        ("[targets.x]\noutptu = 1", 2, "unknown setting targets.x.outptu", "did you mean 'output'?"),
        ("naming = true", 1, "naming is a boolean; expected an integer", ""),
        ('naming = "1"', 1, "naming is a string; expected an integer", ""),
        ("naming = 7", 1, "naming = 7 is not known", ""),
        ("strict = 1", 1, "strict is an integer; expected a boolean", ""),
        ("api = 3", 1, "api is an integer; expected a table", ""),
        ("include = [1]", 1, "include[0] is an integer; expected a string", ""),
        ("x = 2020-01-01\n[names]\na = 2020-01-01", 3, "names.a is a date or time; expected a string", ""),
        ('\nallow = ["no-place"]', 2, "allow[0] is 'no-place'; expected 'code @ pointer-glob'", ""),
        ("[pagination]\nlistRooms = true", 2, 'pagination.listRooms is neither "none" nor a table', ""),
        ('[api]\ndate_time = "second"', 2, "api.date_time is 'second'; expected one of", "did you mean 'seconds'?"),
        ('[api]\npackage = "../x"', 2, "api.package is '../x'; expected an ASCII identifier", ""),
        ('[api]\nclient = "1x"', 2, "api.client is '1x'; expected an ASCII identifier", ""),
        ("[api.errors]\ncodes = 1", 2, "unknown setting api.errors.codes", "did you mean 'code'?"),
    ],
)
def test_mistakes_have_line_message_and_hint(tmp_path: Path, text: str, line: int, message: str, hint: str) -> None:
    found = problems(tmp_path, text)
    assert any(
        where == line and what.startswith(message) and (not hint or how == hint) for where, what, how in found
    ), found


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "a = 1\nb = 2\nnaming = true\n")) == 3


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    ((_, message, _),) = problems(tmp_path, 'document = "x"\nbroken\nx = 1')
    assert "line 2" in message


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "specloom.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SpecloomError, match="not valid TOML"):
        load_config(path)


def test_finding_a_configuration(tmp_path: Path) -> None:
    assert find_config(tmp_path) is None
    project = tmp_path / "pyproject.toml"
    project.write_text("[tool.other]\n")
    assert find_config(tmp_path) is None
    project.write_text("[tool.specloom]\n")
    assert find_config(tmp_path) == project
    (tmp_path / "specloom.toml").write_text("")
    assert find_config(tmp_path) == tmp_path / "specloom.toml"
