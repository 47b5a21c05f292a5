"""Runs that were killed on the way: the next one finds the old output or the new, and edits made since are kept."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path
from random import Random

import pytest
from specloom.diagnostics import SpecloomError
from specloom.output import write
from specloom.output import write as write_function

from tests.unit.test_output_write import FILES, tree

KILLED = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from specloom.output import write
    real, count, limit = os.replace, 0, int(sys.argv[2])
    def replace(source, target):
        global count
        count += 1
        if count == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        real(source, target)
    os.replace = replace
    write({"README.md": b"two\\n", "pkg/__init__.py": b"# two\\n", "extra/file.txt": b"new"}, Path(sys.argv[1]))
    """)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_what_a_killed_run_did_is_undone_by_the_next(tmp_path: Path, limit: int) -> None:
    """Killed at the journal's rename (1), between the files (2-4), before the manifest (5)."""
    write(FILES, tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(limit)], check=False)
    assert done.returncode == -9
    if limit == 1:
        staging = tmp_path / ".specloom-staging"
        left = {path: data for path, data in tree(tmp_path).items() if not path.startswith(staging.name)}
        assert left == FILES, "before the first rename the old output is whole"
    changes = write(FILES, tmp_path)
    assert not changes.any
    assert tree(tmp_path) == FILES


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_an_edit_made_after_a_killed_run_is_kept(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "5"], check=False)
    (tmp_path / "README.md").write_text("edited since")
    with pytest.raises(SpecloomError, match="edited by hand"):
        write(FILES, tmp_path)
    assert (tmp_path / "README.md").read_text() == "edited since"


@pytest.mark.parametrize(
    "journal", ["", "[]", "null", '{"written": []}', '{"written": {}}', '{"written": {}, "deleted": 1}']
)
def test_a_journal_that_no_run_has_written_is_refused(tmp_path: Path, journal: str) -> None:
    write(FILES, tmp_path)
    (tmp_path / ".specloom-staging").mkdir()
    (tmp_path / ".specloom-staging" / "journal.json").write_text(journal)
    before = tree(tmp_path)
    with pytest.raises(SpecloomError, match="the journal of a run that did not finish") as caught:
        write(FILES, tmp_path)
    assert caught.value.diagnostics[0].code == "unreadable-journal"
    assert tree(tmp_path) == before


WRITING = textwrap.dedent("""
    import sys
    from pathlib import Path
    from specloom.output import write
    print("ready", flush=True)
    turn = 0
    while True:
        turn += 1
        files = {f"pkg/m{n}.py": b"%d %d" % (turn % 2, n) * 500 for n in range(40)}
        write({**files, f"only-{turn % 2}.txt": b""}, Path(sys.argv[1]))
    """)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_run_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """Whatever the moment, the next run takes nothing for an edit of the user's, and leaves nothing behind."""
    versions = [
        {f"pkg/m{n}.py": b"%d %d" % (turn, n) * 500 for n in range(40)} | {f"only-{turn}.txt": b""} for turn in (0, 1)
    ]
    random = Random(1)
    for _ in range(30):
        with subprocess.Popen([sys.executable, "-c", WRITING, str(tmp_path)], stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            running.stdout.readline()
            time.sleep(random.uniform(0, 0.12))
            running.kill()
        write_function(versions[0], tmp_path)
        assert tree(tmp_path) == versions[0]
        assert not list(tmp_path.glob(".specloom-st*"))
