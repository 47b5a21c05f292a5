"""Templates print code and nothing else, and can do nothing that would make code of raw text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from markupsafe import Markup
from specloom.languages.code import Code
from specloom.render.environment import FILTERS, environment

CODE = Code("x = 'a' & <b>")
EMPTY = Code("")
CODES = (Code("a"), Code("b"))
MACROS = "{#- macros -#}\n"


@dataclass(frozen=True)
class Thing:
    raw: str = "<raw> & 'text'"
    code: Code = CODE
    number: int = 3
    flag: bool = True
    none: None = None
    codes: tuple[Code, ...] = CODES
    raws: tuple[str, ...] = ("a", "b")
    empty: Code = EMPTY


def _render(folder: Path, text: str, **more: str) -> str:
    (folder / "main").write_text(MACROS + text)
    for name, other in more.items():
        (folder / name).write_text(other)
    return environment((folder,)).get_template("main").render(v=Thing())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ v.code }}", "x = 'a' & <b>"),
        ("{{ v.number }}", "3"),
        ("{% for c in v.codes %}{{ c }}{% if not loop.last %}, {% endif %}{% endfor %}", "a, b"),
        ("{{ v.codes | join(', ') }}", "a, b"),
        ("{{ v.codes | length }}{{ v.codes | first }}{{ v.codes | last }}", "2ab"),
        ("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(v.code) }}", "[x = 'a' & <b>]"),
        ("{% macro m() %}({{ caller() }}){% endmacro %}{% call m() %}{{ v.code }}{% endcall %}", "(x = 'a' & <b>)"),
        ("{% block b %}{{ v.code }}{% endblock %}{{ self.b() }}", "x = 'a' & <b>x = 'a' & <b>"),
        ("{% set x %}a\n{{ v.number }}{% endset %}{{ x | indent(2) }}", "a\n  3"),
        ("{% if v.flag and not v.empty %}yes{% endif %}", "yes"),
        ("{{ v.code if v.flag else v.empty }}", "x = 'a' & <b>"),
    ],
)
def test_what_templates_do(tmp_path: Path, text: str, expected: str) -> None:
    assert _render(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{{ v.raw }}",
        "{{ v.flag }}",
        "{{ v.none }}",
        "{{ v.raws }}",
        "{{ v }}",
        "{{ ',' if v.flag }}",
        "{{ v.raws | join }}",
        "{{ v.raw | indent }}",
        "{{ v.raws | first }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v.raw) }}",
        "{% set x = v.raw %}{{ x }}",
        "{{ v.code.upper }}",
    ],
)
def test_raw_values_are_not_printed(tmp_path: Path, text: str) -> None:
    with pytest.raises(TypeError, match="raw"):
        _render(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'text' }}",
        "{{ 1.5 }}",
        "{{ 'a' if true else 'b' }}",
        "{{ v.code ~ v.raw }}",
        "{{ v.code + v.raw }}",
        "{{ v.code % v.raw }}",
        "{{ v.code * 2 }}",
        "{{ v.raw | safe }}",
        "{{ v.raw | e }}",
        "{{ v.raw | tojson }}",
        "{{ v.code | replace('a', v.raw) }}",
        "{{ v.codes | join(v.raw) }}",
        "{{ v.codes | map('upper') }}",
        "{{ v.codes[0] }}",
        "{{ v['raw'] }}",
        "{{ v.code[1:] }}",
        "{{ v.code.format(v.raw) }}",
        "{{ v.raw.upper() }}",
        "{{ v.code.__class__ }}",
        "{{ v.code._x }}",
        "{{ range(3) }}",
        "{{ cycler('a') }}",
        "{{ v() }}",
        "{% autoescape false %}{{ v.raw }}{% endautoescape %}",
        "{% filter indent %}{{ v.code }}{% endfilter %}",
        "{% include v.raw %}",
        "{% extends v.raw %}",
        "{% from v.raw import x %}",
        "{% do v %}",
        "{{ v.code",
    ],
)
def test_what_templates_may_not(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        _render(tmp_path, text)


def test_an_undefined_value_says_its_name(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="'wrong'"):
        _render(tmp_path, "{{ v.wrong }}")


def test_imported_macros_may_be_called(tmp_path: Path) -> None:
    library = MACROS + "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}"
    assert _render(tmp_path, "{% from 'library' import twice %}{{ twice(v.number) }}", library=library) == "33"
    assert _render(tmp_path, "{% import 'library' as l %}{{ l.twice(v.number) }}", library=library) == "33"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ x }}", "first line"),
        ("{#- view: NoSuchView as x -#}\n", "no view called 'NoSuchView'"),
        ("{#- view: FieldView as field -#}\n\n{{ field.nme }}", "FieldView has no attribute 'nme'"),
        (
            "{#- view: ModelView as m -#}\n{% for f in m.fields %}{{ f.nme }}{% endfor %}",
            "FieldView has no attribute 'nme'",
        ),
    ],
)
def test_the_first_line_names_the_view(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "main").write_text(text)
    with pytest.raises(TemplateSyntaxError, match=problem):
        environment((tmp_path,)).get_template("main")


def test_a_users_template_replaces_one_block(tmp_path: Path) -> None:
    pack, own = tmp_path / "pack", tmp_path / "own"
    pack.mkdir()
    own.mkdir()
    (pack / "main").write_text(MACROS + "{% block a %}a{% endblock %}-{% block b %}b{% endblock %}")
    (own / "main").write_text(
        MACROS + "{% extends 'pack/main' %}{% block b %}[{{ super() }}{{ v.number }}]{% endblock %}"
    )
    assert environment((pack,), own).get_template("main").render(v=Thing()) == "a-[b3]"


def test_compiled_templates_are_kept_by_content(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (tmp_path / "main").write_text(MACROS + "{{ v.number }}")
    assert environment((tmp_path,), cache=cache).get_template("main").render(v=Thing()) == "3"
    assert len(list(cache.iterdir())) == 1
    (tmp_path / "main").write_text(MACROS + "{{ v.code }}")
    assert environment((tmp_path,), cache=cache).get_template("main").render(v=Thing()) == Thing.code
    (tmp_path / "main").write_text(MACROS + "{{ v.raw | safe }}")
    with pytest.raises(TemplateSyntaxError):
        environment((tmp_path,), cache=cache).get_template("main")


def test_there_are_at_most_six_filters() -> None:
    assert len(FILTERS) <= 6
    assert isinstance(Code("a"), Markup)
