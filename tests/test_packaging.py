"""The wheel works in an empty environment, outside of the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout, built with what is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_all_that_is_needed_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    packages = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert packages == {"specloom", "specloom_templates"}
    for folder, package in (("generator", "specloom"), ("templates", "specloom_templates")):
        source = {
            path.relative_to(ROOT / folder).as_posix()
            for path in (ROOT / folder / package).rglob("*")
            if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in path.parts)
        }
        assert source <= set(names)
    assert {"specloom/py.typed", "specloom_templates/py.typed"} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("LICENSE-MIT-0") for name in names)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a fresh environment that has the wheel and its dependencies and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    install = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, env=clean())
    return scripts


def clean() -> dict[str, str]:
    """The environment without what leads back to the checkout."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def test_generate_works_with_no_configuration(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_bytes((ROOT / "spec" / "twilio_video_v1.yaml").read_bytes())
    command = [str(installed / "specloom"), "generate", "spec.yaml", "-o", "out/"]
    done = subprocess.run(command, cwd=tmp_path, env=clean(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "28/28 operations, 20/20 schemas, 0 degraded" in done.stdout
    assert len(list((tmp_path / "out").rglob("*.py"))) > 20
    check = [str(installed / "specloom"), "check", "spec.yaml", "-o", "out/", "--no-cache"]
    assert subprocess.run(check, cwd=tmp_path, env=clean(), capture_output=True, check=False).returncode == 0


def test_data_files_are_found(installed: Path, tmp_path: Path) -> None:
    for arguments, text in ((["packs"], "python_dataclass"), (["explain", "protected-file"], "# protected-file")):
        done = subprocess.run(
            [str(installed / "specloom"), *arguments],
            cwd=tmp_path,
            env=clean(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert text in done.stdout
