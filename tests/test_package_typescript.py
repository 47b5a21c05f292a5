"""The committed TypeScript package as its users get it: packed and installed by npm, every entry point resolved and
loaded, and the examples of docs/typescript.md and of its README compiled against it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.node import ROOT, project, tools, tsc

PACKAGE = ROOT / "generated" / "typescript_fetch" / "twilio_video"
DOCS = ROOT / "docs" / "typescript.md"
EXAMPLE = re.compile(r"^```ts\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CLIENT = 'declare const client: import("twilio-video").TwilioVideo;\n'
CALL = 'declare const call: import("twilio-video").ApiPromise<unknown>;\n'
ENTRIES = ("", "/core", "/models", "/models/room", "/resources", "/resources/rooms", "/testing", "/validation")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a user that has installed the tarball."""
    folder = tmp_path_factory.mktemp("npm")
    package, app = folder / "package", folder / "app"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (package / "node_modules").symlink_to(tools(), target_is_directory=True)
    packed = json.loads(_npm(package, "pack", "--json", "--pack-destination", str(folder)))
    names = {one["path"] for one in packed[0]["files"]}
    assert {"README.md", "package.json", "surface.json", "src/index.ts", "dist/index.d.ts.map"} <= names
    assert not [
        name for name in names if name.split("/")[0] not in {"README.md", "package.json", "surface.json", "src", "dist"}
    ]
    app.mkdir()
    (app / "package.json").write_text(json.dumps({"name": "app", "private": True, "type": "module"}))
    _npm(app, "install", "--offline", "--no-audit", "--no-fund", str(folder / packed[0]["filename"]))
    return app


def _npm(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_entry_point_loads(installed: Path) -> None:
    script = f"for (const entry of {json.dumps(ENTRIES)}) await import(`twilio-video${{entry}}`);"
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, cwd=installed, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    ("module", "resolution"), [("NodeNext", "NodeNext"), ("ESNext", "Bundler")], ids=["node", "bundler"]
)
def test_examples_compile(installed: Path, module: str, resolution: str) -> None:
    source = installed / "src"
    source.mkdir(exist_ok=True)
    texts = (path.read_text(encoding="utf-8") for path in (DOCS, PACKAGE / "README.md"))
    examples = [example for text in texts for example in EXAMPLE.findall(text)]
    assert len(examples) > 16
    for number, example in enumerate(examples, 1):
        text = example if "const client" in example else CLIENT + example
        text = text if "const call" in text else CALL + text
        (source / f"example{number}.ts").write_text(f"{text}export {{}};\n", encoding="utf-8")
    project(
        installed,
        module=module,
        moduleResolution=resolution,
        lib=["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
        noUnusedLocals=False,
    )
    assert tsc(installed) == []


def test_declarations_need_no_dom(installed: Path) -> None:
    folder = installed / "server"
    folder.mkdir()
    places = [f"twilio-video{entry}" for entry in ENTRIES]
    for path in sorted((PACKAGE / "src" / "runtime").glob("*.ts")):
        places.append(f"../node_modules/twilio-video/dist/runtime/{path.stem}.js")
    lines = [f'import type * as m{number} from "{place}";' for number, place in enumerate(places)]
    lines.append(f"export type {{ {', '.join(f'm{number}' for number in range(len(places)))} }};")
    (folder / "all.ts").write_text("\n".join(lines), encoding="utf-8")
    (installed / "node_modules" / "@types").symlink_to(tools() / "@types", target_is_directory=True)
    (installed / "node_modules" / "undici-types").symlink_to(tools() / "undici-types", target_is_directory=True)
    project(installed, ("server/*.ts",), rootDir=".", lib=["ES2022"], types=["node"], skipLibCheck=False)
    assert tsc(installed) == []
