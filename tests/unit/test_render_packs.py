"""Packs: what a `target.toml` may say, how packs are found, how a plan becomes files, and when the formatter runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from specloom.diagnostics import SpecloomError
from specloom.languages.code import Code
from specloom.languages.python.language import Python
from specloom.lower import PackageOptions, lower
from specloom.lower.plan import FileRule, Plan, PlannedFile, Target, check_rule
from specloom.lower.python.views import DataView
from specloom.render import format as formatter
from specloom.render.emit import File, render
from specloom.render.format import format_files
from specloom.render.packs import Pack, find_pack, read_pack

from tests.unit.documents import built, operation

GOOD = """
language = "python"
summary = "A small pack."
runtime = "runtime"
runtime_path = "{package}/_runtime"

[[files]]
for = "module"
template = "main.jinja"
path = "{package}/models/{module}.py"

[options]
style = "short"
extras = false

[types]
"string:uuid" = "str"
"""


def _pack(folder: Path, text: str = GOOD, template: str = "{#- view: DataView as data -#}\n{{ data.text }}\n") -> Pack:
    (folder / "runtime").mkdir(parents=True)
    (folder / "runtime" / "core.py").write_text('"""Core."""\n')
    (folder / "runtime" / "__init__.py").write_text("")
    (folder / "runtime" / "__pycache__").mkdir()
    (folder / "runtime" / "__pycache__" / "core.pyc").write_text("")
    (folder / "main.jinja").write_text(template)
    (folder / "target.toml").write_text(text)
    return read_pack(folder)


def _plan(*texts: str) -> Plan:
    files = tuple(
        PlannedFile(path=f"a/{index}.py", template="main.jinja", make=partial(DataView, text=Code(text)))
        for index, text in enumerate(texts)
    )
    return Plan(
        files=files,
        runtime="runtime",
        runtime_path="a/_runtime",
        header=Code("# Generated."),
        source_suffix=".py",
        notes={},
    )


def test_a_pack_is_read(tmp_path: Path) -> None:
    pack = _pack(tmp_path / "small")
    assert pack.target.name == "small"
    assert pack.target.files == (
        FileRule(subject="module", template="main.jinja", path="{package}/models/{module}.py"),
    )
    assert pack.types == {"string:uuid": "str"}
    assert pack.options({"style": "long"}) == {"style": "long", "extras": False}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('language = "python"', "", "language has to be a string"),
        ("summary", "sumary", "no key 'sumary'"),
        ('"main.jinja"', '"absent.jinja"', "'absent.jinja' is not in the pack"),
        ("{package}/models", "../models", "not a relative path"),
        ("{package}/models", "/models", "not a relative path"),
        ("{package}/models", "{package.x}/models", "not a relative path"),
        ("{package}/models", "{klient}/models", r"has \{klient\}; known are \{client\}, \{module\}, \{package\}"),
        ('runtime = "runtime"', 'runtime = "none"', "no folder of the pack"),
        ("[[files]]", "[[other]]", "no key 'other'"),
        ("extras = false", "extras = 1.5", "the option 'extras'"),
        ('= "str"', "= 1", "no string"),
        ("[options]", "[options", "not valid TOML"),
        ("runtime =", 'drops = ["x.py"]\nruntime =', "'x.py', which is no file"),
        ('for = "module"', 'for = "module"\nform = 1', "form has to be a string"),
    ],
)
def test_what_is_wrong_with_a_target(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(SpecloomError, match=message) as caught:
        _pack(tmp_path / "small", GOOD.replace(old, new))
    assert caught.value.exit_code == 2


def test_a_pack_drops_files_of_its_base(tmp_path: Path) -> None:
    own = 'extends = "python_dataclass"\nsummary = "x"\ndrops = ["{package}/webhooks.py"]\n'
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "target.toml").write_text(own.replace("webhooks", "_webhooks"))
    assert "{package}/_webhooks.py" not in {rule.path for rule in read_pack(tmp_path / "own").target.files}
    (tmp_path / "own" / "target.toml").write_text(own)
    with pytest.raises(SpecloomError, match=r"'\{package\}/webhooks.py', which is no file of what the pack extends"):
        read_pack(tmp_path / "own")


@pytest.mark.parametrize(
    ("rule", "language", "message"),
    [
        (FileRule(subject="modul", template="t", path="p"), "python", "`for` is one of a, b"),
        (FileRule(subject="a", template="t", path="p", form="syn"), "python", "`form` is one of async, sync"),
        (FileRule(subject="a", template="t", path="p", form="sync"), "go", "go has no `form`"),
    ],
)
def test_a_rule_about_what_a_language_has_not(rule: FileRule, language: str, message: str) -> None:
    target = Target(name="small", language=language, summary="", files=())
    with pytest.raises(SpecloomError) as caught:
        check_rule(target, rule, ["b", "a"], ["", "sync", "async"] if language == "python" else [""])
    assert caught.value.diagnostics[0].hint == message


def test_a_path_names_the_client(tmp_path: Path) -> None:
    pack = _pack(tmp_path / "small", GOOD.replace("{package}/models/{module}", "{client}/{module}"))
    api = built({"paths": operation("/a"), "components": {"schemas": {"Room": {"type": "object"}}}}).api
    plan = lower(api, Python(), pack.target, PackageOptions(client="Video"))
    assert [file.path for file in plan.files] == ["Video/room.py"]


def test_files_of_one_path_are_refused(tmp_path: Path) -> None:
    pack = _pack(tmp_path / "small", GOOD.replace("{package}/models/{module}", "{package}/models"))
    schemas = {"Room": {"type": "object"}, "Track": {"type": "object"}}
    api = built({"paths": operation("/a"), "components": {"schemas": schemas}}).api
    with pytest.raises(SpecloomError, match=r"writes '\w+/models.py' twice \(main.jinja\)"):
        lower(api, Python(), pack.target, PackageOptions())


def test_options_are_checked(tmp_path: Path) -> None:
    pack = _pack(tmp_path / "small")
    with pytest.raises(SpecloomError, match="no option 'stile'; it has: extras, style"):
        pack.options({"stile": "x"})
    with pytest.raises(SpecloomError, match="'extras' is a bool, not 1"):
        pack.options({"extras": 1})


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(SpecloomError, match=r"no pack called '\.\./x', and no \.\./x/target.toml"):
        find_pack("../x")


def test_a_folder_of_overrides_has_to_exist(tmp_path: Path) -> None:
    with pytest.raises(SpecloomError, match="no folder of templates"):
        _pack(tmp_path / "small").with_overrides(tmp_path / "absent")


def test_a_plan_becomes_files_and_the_runtime_is_copied(tmp_path: Path) -> None:
    files = render(_plan("x = 1"), _pack(tmp_path / "small"))
    assert [(file.path, file.data, file.stable) for file in files] == [
        ("a/0.py", b"x = 1\n", False),
        ("a/_runtime/__init__.py", b"# Generated.\n", True),
        ("a/_runtime/core.py", b'# Generated.\n\n"""Core."""\n', True),
    ]


def test_overrides_go_in_front_and_are_formatted(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "main.jinja").write_text("{#- view: DataView as data -#}\ny=[{{ data.text }}]\n")
    pack = _pack(tmp_path / "small", "formatted = true\n" + GOOD).with_overrides(own)
    file = format_files(render(_plan("1"), pack))[0]
    assert file.data == b"y = [1]\n"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{#- view: DataView as data -#}\n\n{{ data.path }}", "main.jinja:3: DataView has no attribute 'path'"),
        ("{#- view: DataView as data -#}\n\n\n{{ data.text.upper }}", "main.jinja:4: a template printed a raw"),
        ("{#- macros -#}\n{{ x ~ y }}", "main.jinja:2: `~`"),
        ("no header", "main.jinja:1: the first line"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(tmp_path: Path, template: str, message: str) -> None:
    with pytest.raises(SpecloomError) as caught:
        render(_plan("x"), _pack(tmp_path / "small", template=template))
    assert message in caught.value.diagnostics[0].message
    assert "\n" not in caught.value.diagnostics[0].message
    assert "(while printing a/0.py)" in caught.value.diagnostics[0].message


def test_the_formatter_skips_what_it_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [File(path="a.py", data=b"x=1\n", stable=False), File(path="b.txt", data=b"x=1", stable=True)]
    done = format_files(files, cache=tmp_path)
    assert [file.data for file in done] == [b"x = 1\n", b"x=1"]

    def refuse(text: str) -> str:
        raise AssertionError(f"formatted again: {text}")

    monkeypatch.setattr(formatter, "black_text", refuse)
    again = [File(path="a.py", data=b"x = 1\n", stable=False)]
    assert format_files(again, cache=tmp_path)[0].data == b"x = 1\n"


def test_output_that_is_no_python_is_named() -> None:
    with pytest.raises(SpecloomError, match=r"bad\.py would be no valid Python"):
        format_files([File(path="bad.py", data=b"x = = 1\n", stable=False)])


def test_many_files_are_formatted_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatter, "_WORTH_A_POOL", 0)
    files = [File(path=f"{index}.py", data=f"x={index}\n".encode(), stable=False) for index in range(6)]
    assert [file.data for file in format_files(files, jobs=2)] == [f"x = {index}\n".encode() for index in range(6)]
