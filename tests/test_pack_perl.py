"""The example of docs/packs.md: a language and a pack of somebody else, from a distribution to a call on the wire.

Perl has no types to check; what is checked is that the pack is found by its entry points, that every file compiles,
that calls are right, and that no text of a document becomes code.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.behaviour.server import Received, Server, json_answer
from tests.hostile.document import source
from tests.needs import missing

ROOT = Path(__file__).parents[1]
DISTRIBUTION = ROOT / "tests" / "packs" / "perl"
PERL = shutil.which("perl")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the distribution as pip would install it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(DISTRIBUTION / "specloom_perl", folder / "specloom_perl")
    info = folder / "specloom_perl-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: specloom-perl\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(
        "[specloom.languages]\nperl = specloom_perl.language:perl\n[specloom.packs]\nperl = specloom_perl\n"
    )
    return folder


def _generate(site: Path, document: Path, out: Path) -> None:
    command = [sys.executable, "-m", "specloom", "generate", str(document), "--pack", "perl_tiny", "-o", str(out)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def sdk(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if PERL is None:
        missing("perl")
    out = tmp_path_factory.mktemp("perl")
    _generate(site, ROOT / "spec" / "twilio_video_v1.yaml", out)
    return out / "lib"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def _compiles(lib: Path) -> None:
    for path in sorted(lib.rglob("*.pm")):
        done = subprocess.run([str(PERL), f"-I{lib}", "-c", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stderr.strip().endswith("syntax OK"), done.stderr


def _run(lib: Path, server: Server, program: str) -> str:
    text = f"use strict; use warnings; use TwilioVideo; use JSON::PP;\n{_CLIENT}\n{program}"
    done = subprocess.run(
        [str(PERL), f"-I{lib}", "-e", text, server.origin], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


_CLIENT = "my $client = TwilioVideo->new(account_sid => 'AC1', auth_token => 'secret', base_url => $ARGV[0]);"


def test_every_file_compiles(sdk: Path) -> None:
    assert len(list(sdk.rglob("*.pm"))) >= 10
    _compiles(sdk)


def test_a_call_is_right_on_the_wire(sdk: Path, server: Server) -> None:
    server.script.extend([json_answer({"sid": "RM1", "unique_name": "Daily"}, 201)])
    program = "print $client->rooms->create(unique_name => 'Daily Ä', video_codecs => ['VP8', 'H264'])->{sid}, qq{\\n};"
    assert _run(sdk, server, f"use utf8; {program}") == "RM1\n"
    request: Received = server.requests[0]
    assert (request.method, request.raw_path) == ("POST", "/Rooms")
    assert sorted(request.form) == [("UniqueName", "Daily Ä"), ("VideoCodecs", "H264"), ("VideoCodecs", "VP8")]
    assert request.header("Authorization") == "Basic " + base64.b64encode(b"AC1:secret").decode()


def test_pages_are_followed_below_the_base_url(sdk: Path, server: Server) -> None:
    server.script.extend(
        [
            json_answer(
                {"rooms": [{"sid": "RM1"}], "meta": {"next_page_url": "https://video.twilio.com/Rooms?Page=1"}}
            ),
            json_answer({"rooms": [{"sid": "RM2"}], "meta": {"next_page_url": None}}),
        ]
    )
    program = (
        "my $rooms = $client->rooms->list(status => 'completed'); while (my $r = $rooms->next) { print $r->{sid} }"
    )
    assert _run(sdk, server, program) == "RM1RM2"
    assert [request.target for request in server.requests] == ["/Rooms?Status=completed", "/Rooms?Page=1"]


def test_an_error_has_its_status_and_code(sdk: Path, server: Server) -> None:
    server.script.extend([json_answer({"code": 20404, "message": "not found"}, 404)])
    program = (
        "eval { $client->rooms->fetch('no such/#1') }; print encode_json([$@->{status}, $@->{code}, $@->{message}])"
    )
    assert json.loads(_run(sdk, server, program)) == [404, 20404, "not found"]
    assert server.requests[0].raw_path == "/Rooms/no%20such%2F%231"


def test_what_would_change_the_path_is_refused(sdk: Path, server: Server) -> None:
    program = "eval { $client->rooms->fetch('..') }; print $@->{kind}"
    assert _run(sdk, server, program) == "argument"
    assert server.requests == []


def test_hostile_text_stays_text(site: Path, tmp_path: Path) -> None:
    if PERL is None:
        missing("perl")
    for index, payload in enumerate(
        ("'; system('touch hacked'); '", "\n=cut\nBEGIN { die }\n", '"@{[die]}$x\\', "\u2028};die;")
    ):
        document = tmp_path / f"{index}.json"
        document.write_bytes(source(payload))
        _generate(site, document, tmp_path / str(index))
        _compiles(tmp_path / str(index) / "lib")
