"""The command line as its users have it: run inside this process, or as a process of its own."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
PAIRS = {
    "c/2019-04-12/557797.shtml": "c/2019-04-12/557816.shtml",
    "c/2021-04-09/584757.shtml": "c/2021-04-02/584488.shtml",
    "files/2018-01-26-541489.md": "files/2018-01-18-541209.md",
    "files/2019-11-29-566346.txt": "files/2019-11-15-565831.txt",
}
ALONE = {"en": "c/2019-07-08/561033.shtml", "zh": "c/2017-09-06/536252.shtml"}
ENTRY = "from tm.cli import main; main()"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a command ended and what it wrote, byte for byte."""

    code: int
    output: bytes
    talk: bytes

    @property
    def out(self) -> str:
        return self.output.decode("utf-8")

    @property
    def err(self) -> str:
        return self.talk.decode("utf-8")

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output, which holds nothing else."""
        assert self.output.endswith(b"}\n"), (self.out[-200:], self.err)
        assert self.output.count(b"\n") == 1
        found = json.loads(self.out)
        assert isinstance(found, dict)
        assert found["schema"] == 1
        assert isinstance(found["warnings"], list)
        assert all(isinstance(each, str) for each in found["warnings"])
        return found

    @property
    def complaint(self) -> str:
        """The one line on standard error that an error is; nothing stands on standard output."""
        assert self.code == 1, (self.code, self.out, self.err)
        assert self.output == b""
        assert self.err.startswith("tm: ")
        assert self.err.endswith("\n")
        assert len(self.err.splitlines()) == 1, self.err
        return self.err.strip()


Tm = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no memory, setting or terminal of whoever runs the tests have a say."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("TM_MEMORY", "TM_MODEL", "TM_USER", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HUB_VERBOSITY", "error")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    folder = home / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def tm(monkeypatch: pytest.MonkeyPatch) -> Tm:
    """Run a command inside this process: the model is loaded once for all of them."""

    def run(*arguments: str | Path) -> Ran:
        from tm.cli import console, main

        console.out.cache_clear()
        console.err.cache_clear()
        output, talk = io.BytesIO(), io.BytesIO()
        monkeypatch.setattr(sys, "argv", ["tm", *map(str, arguments)])
        # as on a machine whose code page knows no Chinese
        ascii_out, ascii_err = (io.TextIOWrapper(each, encoding="ascii") for each in (output, talk))
        code = 0
        with redirect_stdout(ascii_out), redirect_stderr(ascii_err):
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
            ascii_out.flush()
            ascii_err.flush()
        return Ran(code=code, output=output.getvalue(), talk=talk.getvalue())

    return run


@pytest.fixture
def tm_process() -> Tm:
    """Run a command as a process of its own; keywords go to `subprocess.run`."""

    def run(*arguments: str | Path | bytes, **how: Any) -> Ran:
        command = [
            sys.executable,
            "-c",
            ENTRY,
            *(each if isinstance(each, bytes) else str(each) for each in arguments),
        ]
        done = subprocess.run(command, check=False, **{"capture_output": True, "timeout": 120, **how})
        return Ran(code=done.returncode, output=done.stdout or b"", talk=done.stderr or b"")

    return run


def copy_news(to: Path) -> Path:
    """Make a small folder of releases: four pairs in four formats, one without counterpart on each side."""
    for side, files in (("en", (*PAIRS, ALONE["en"])), ("zh", (*PAIRS.values(), ALONE["zh"]))):
        for name in files:
            place = to / side / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CORPORA / side / name, place)
    return to


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `en`, `zh` and the `memory.sqlite` built of them, the glossary in it."""
    from tm.jobs.build import build_memory
    from tm.jobs.session import Session
    from tm.jobs.terms import import_terms

    folder = copy_news(tmp_path_factory.mktemp("built") / "news")
    with Session(memory=str(folder / "memory.sqlite"), model="use") as session:
        done = build_memory(session, folder / "en", folder / "zh")
        import_terms(session, CORPORA / "glossary.tsv")
    assert done.pairs == len(PAIRS)
    return folder


@pytest.fixture(scope="session")
def pairs() -> dict[str, str]:
    """Which English file answers which Chinese one in `built` and `news`."""
    return PAIRS


@pytest.fixture(scope="session")
def alone() -> dict[str, list[str]]:
    """The files without counterpart."""
    return {side: [name] for side, name in ALONE.items()}


@pytest.fixture
def memory(built: Path, tmp_path: Path) -> Path:
    """A copy of the memory that a test may change."""
    return Path(shutil.copyfile(built / "memory.sqlite", tmp_path / "记忆.sqlite"))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A copy of the releases that a test may change."""
    return copy_news(tmp_path / "新闻")


@pytest.fixture
def cut_tmx(built: Path, tmp_path: Path) -> Path:
    """A TMX file that breaks off in the middle of its tenth unit or so."""
    from tm.jobs.session import Session
    from tm.jobs.upkeep import export_units

    whole = tmp_path / "whole.tmx"
    with Session(memory=str(built / "memory.sqlite")) as session:
        export_units(session, whole)
    cut = tmp_path / "cut.tmx"
    cut.write_bytes(whole.read_bytes()[:12_000])
    return cut


@pytest.fixture
def held(built: Path) -> Iterator[Any]:
    """The shared memory, opened for reading."""
    from tm.memory import open_memory

    with open_memory(built / "memory.sqlite", read_only=True) as opened:
        yield opened
