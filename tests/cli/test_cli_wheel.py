"""The wheel: it carries all the program reads, and runs far from the checkout."""

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def ran(*command: str | Path, **how: object) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=600,
        **how,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    here = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    ran(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", *here, "-w", folder, ROOT)
    [made] = folder.glob("duizhao-*.whl")
    return made


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, and the packages of this one but not its checkout of the project."""
    folder = tmp_path_factory.mktemp("installed") / "环境"
    venv.create(folder, symlinks=os.name != "nt")
    names = {"base": str(folder), "platbase": str(folder)}
    python = Path(sysconfig.get_path("scripts", "venv", names)) / (
        "python.exe" if os.name == "nt" else "python"
    )
    ran(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel)
    # a folder named in a .pth file is searched, but its own .pth files, the checkout's too, are not run
    packages = Path(sysconfig.get_path("purelib", "venv", names)) / "packages.pth"
    theirs = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    packages.write_text("".join(f"{place}\n" for place in sorted(theirs)), encoding="utf-8")
    return python.parent


def clean(home: Path) -> dict[str, str]:
    kept = {"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG"}
    return {
        **{name: value for name, value in os.environ.items() if name in kept},
        "HOME": str(home),
        "USERPROFILE": str(home),
    }


def files_of(folder: Path, below: str) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        str(PurePosixPath(below, *path.parts))
        for path in found
        if "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_the_wheel_holds_the_package_its_data_and_the_corpus(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = files_of(ROOT / "tm", "tm") | files_of(ROOT / "corpora", "tm/corpora")
    assert {Path(name).suffix for name in wanted} >= {".py", ".sql", ".json", ".html", ".css", ".js", ".tsv"}
    assert wanted <= held, sorted(wanted - held)[:10]
    rest = {name for name in held - wanted if ".dist-info/" not in name}
    assert rest == set()
    assert any(name.endswith("LICENSE") for name in held)


def test_the_demo_runs_from_the_wheel(scripts: Path, tmp_path: Path) -> None:
    how = {"cwd": tmp_path, "env": clean(tmp_path)}
    package = ran(scripts / "python", "-c", "import tm; print(tm.__file__)", **how).strip()
    assert Path(package).resolve().is_relative_to(scripts.parent.resolve())
    found = json.loads(ran(scripts / "tm", "demo", "--to", "made", "--json", **how))
    assert (found["schema"], found["pairs"]) == (1, 36)
    assert found["units_added"] > 400
    for name in ("page", "tmx"):
        assert (tmp_path / found[name]).stat().st_size > 10_000
    memory = tmp_path / "made" / "memory.sqlite"
    shown = json.loads(ran(scripts / "tm", "concordance", "认证", "--memory", memory, "--json", **how))
    assert shown["total"] > 50
