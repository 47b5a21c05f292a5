"""The diff that `check` prints."""

from __future__ import annotations

from pathlib import Path

from specloom.output import compare, diff, write

OLD = {"same.txt": b"same\n", "changed.txt": b"one\ntwo\nthree\n", "gone.txt": b"gone\n"}
NEW = {"same.txt": b"same\n", "changed.txt": b"one\n2\nthree\n", "made.txt": b"made\n"}


def shown(old: dict[str, bytes], new: dict[str, bytes], root: Path, max_lines: int = 100) -> str:
    write(old, root)
    return diff(new, root, compare(new, root), max_lines=max_lines)


def test_every_kind_of_change_is_shown_and_nothing_else(tmp_path: Path) -> None:
    assert shown(OLD, NEW, tmp_path).splitlines() == [
        "--- a/changed.txt",
        "+++ b/changed.txt",
        "@@ -1,3 +1,3 @@",
        " one",
        "-two",
        "+2",
        " three",
        "--- a/gone.txt",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-gone",
        "--- /dev/null",
        "+++ b/made.txt",
        "@@ -0,0 +1 @@",
        "+made",
    ]


def test_no_change_no_diff(tmp_path: Path) -> None:
    assert shown(OLD, OLD, tmp_path) == ""


def test_a_long_diff_is_cut_and_says_so(tmp_path: Path) -> None:
    new = {"long.txt": b"".join(b"line %d\n" % n for n in range(500))}
    text = shown({}, new, tmp_path, max_lines=10)
    assert len(text.splitlines()) == 11
    assert text.endswith("... 493 more lines of long.txt\n")


def test_an_edited_file_is_part_of_the_diff(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    (tmp_path / "same.txt").write_text("edited\n")
    assert "-edited\n+same\n" in diff(OLD, tmp_path, compare(OLD, tmp_path))


def test_binary_files_and_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    text = shown(
        {}, {"b.bin": b"\xff\x00", "esc.txt": b"\x1b[31mred\x9b\xe2\x80\xae\n".replace(b"\x9b", b"")}, tmp_path
    )
    assert "binary file b.bin differs\n" in text
    assert "\\x1b[31mred\\u202e" in text
    assert text.replace("\n", "").isprintable()
