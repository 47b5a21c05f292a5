"""generated/ is what a fresh run writes; the first document is the user's, word for word."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import specloom
from specloom.config import load_config

ROOT = Path(__file__).parents[1]
CONFIGS = sorted((ROOT / "spec").glob("*.toml"))
# SHA-256 of the Twilio Video document as the user gave it, with every run of white space as one space.
GIVEN = "27e4eb66a27ecacb3c4960d158b59c2d4ede0c525028e20aafafbf7a3ffcc01b"


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.name)
def test_generated_is_up_to_date(path: Path) -> None:
    generated = specloom.generate(config=load_config(path))
    assert generated.report.errors == ()
    assert generated.outputs
    changes = generated.compare()
    assert [change for change in changes if change.any] == [], generated.diff(changes)
    assert not generated.lock_is_stale


def test_nothing_of_the_first_document_is_lost() -> None:
    generated = specloom.generate(config=load_config(ROOT / "spec" / "specloom.toml"))
    assert generated.coverage.summary == "28/28 operations, 20/20 schemas, 0 degraded"
    assert list(generated.report) == []


def collapsed(text: str) -> str:
    return " ".join(text.split())


def test_the_first_document_is_the_users_by_its_hash() -> None:
    text = (ROOT / "spec" / "twilio_video_v1.yaml").read_text(encoding="utf-8")
    assert hashlib.sha256(collapsed(text).encode()).hexdigest() == GIVEN


def test_the_first_document_is_the_users_by_its_text(shared: Path) -> None:
    given = (shared / "twilio" / "document_as_given.txt").read_text(encoding="utf-8")
    text = (ROOT / "spec" / "twilio_video_v1.yaml").read_text(encoding="utf-8")
    assert collapsed(text) == collapsed(given)
