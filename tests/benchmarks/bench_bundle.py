"""What one call adds to a bundle of a web page: `make bench-bundle`.

The emitted Twilio Video package, compiled by its own settings and imported as it would be from npm, stands beside
hey-api's client and openapi-fetch, made from the same document. Each program makes a client with credentials and one
call; esbuild bundles it, minified, as ESM. The sizes are those of the whole bundle.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.node import ROOT, tools, tsc

HERE = Path(__file__).parent / "bundle"
DOCUMENT = ROOT / "spec" / "twilio_video_v1.yaml"
PACKAGE = ROOT / "generated" / "typescript_fetch" / "twilio_video"

_WHOLE = """
import { TwilioVideo } from "twilio-video";
const client = new TwilioVideo({ accountSid: "AC", authToken: "secret" });
console.log((await client.rooms.CALL).status);
"""
_CORE = """
import { TwilioVideoCore } from "twilio-video/core";
import { Rooms } from "twilio-video/resources/rooms";
const rooms = new Rooms(new TwilioVideoCore({ accountSid: "AC", authToken: "secret" }));
console.log((await rooms.CALL).status);
"""
_HEY_API = """
import { client } from "./hey-api/client.gen.js";
import { FUNCTION } from "./hey-api/sdk.gen.js";
client.setConfig({ auth: "AC:secret" });
console.log((await FUNCTION(GIVEN)).data?.status);
"""
_OPENAPI_FETCH = """
import createClient from "openapi-fetch";
import type { paths } from "./openapi-typescript/schema.js";
const headers = { Authorization: `Basic ${btoa("AC:secret")}` };
const client = createClient<paths>({ baseUrl: "https://video.twilio.com/v1", headers });
console.log((await client.REQUEST).data?.status);
"""
_FORM = "bodySerializer: (body) => new URLSearchParams(body as Record<string, string>)"


def programs() -> Mapping[str, Mapping[str, str]]:
    """The programs of each call, by what they import."""
    fetch = 'fetch("RM1")'
    create = 'create({ uniqueName: "a" })'
    return {
        "fetch a room": {
            "specloom: the client": _WHOLE.replace("CALL", fetch),
            "specloom: core and one resource": _CORE.replace("CALL", fetch),
            "hey-api": _HEY_API.replace("FUNCTION", "fetchRoom").replace("GIVEN", '{ path: { RoomSid: "RM1" } }'),
            "openapi-fetch": _OPENAPI_FETCH.replace(
                "REQUEST", 'GET("/Rooms/{RoomSid}", { params: { path: { RoomSid: "RM1" } } })'
            ),
        },
        "create a room": {
            "specloom: the client": _WHOLE.replace("CALL", create),
            "specloom: core and one resource": _CORE.replace("CALL", create),
            "hey-api": _HEY_API.replace("FUNCTION", "createRoom").replace("GIVEN", '{ body: { UniqueName: "a" } }'),
            "openapi-fetch": _OPENAPI_FETCH.replace(
                "REQUEST", f'POST("/Rooms", {{ body: {{ UniqueName: "a" }}, {_FORM} }})'
            ),
        },
    }


def main() -> int:
    """Measures, and prints."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder)
        for title, each in programs().items():
            print(f"\n{title:<34} {'minified':>9} {'gzip':>9}")
            for name, program in each.items():
                data = bundled(folder, program)
                print(f"  {name:<32} {len(data):9,} {len(gzip.compress(data, 9)):9,}")
    return 0


def prepare(folder: Path) -> None:
    """Puts what the programs import into a folder."""
    own = folder / "node_modules" / "twilio-video"
    shutil.copytree(PACKAGE, own, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (own / "node_modules").symlink_to(tools(), target_is_directory=True)
    said = tsc(own)
    assert said == [], said
    _run(folder, "openapi-ts", "-i", str(DOCUMENT), "-o", str(folder / "hey-api"))
    _run(folder, "openapi-typescript", str(DOCUMENT), "-o", str(folder / "openapi-typescript" / "schema.ts"))


def bundled(folder: Path, program: str) -> bytes:
    """The bundle of a program."""
    source, target = folder / "program.ts", folder / "bundle.js"
    source.write_text(program, encoding="utf-8")
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning")
    _run(folder, "esbuild", str(source), *options, f"--outfile={target}")
    return target.read_bytes()


def _run(folder: Path, tool: str, *arguments: str) -> None:
    modules = tools(HERE)
    env = {**os.environ, "NODE_PATH": str(modules)}
    command = [str(modules / ".bin" / tool), *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
