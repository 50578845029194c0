"""What a command loads: looking something up never waits for a deep-learning framework."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"torch", "sentence_transformers", "transformers", "scipy", "sklearn"}
SCRIPT = """
import json, sys
sys.argv = ["tm", *{arguments!r}]
from tm.cli import main
try:
    main()
except SystemExit as end:
    status = end.code
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


def modules_after(*arguments: str) -> tuple[int | None, set[str]]:
    script = SCRIPT.format(arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True
    )
    status, modules = json.loads(done.stderr.strip().splitlines()[-1])
    return status, set(modules)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tm.bitext import TranslationUnit
    from tm.memory import open_memory

    path = tmp_path_factory.mktemp("start") / "memory.sqlite"
    with open_memory(path) as opened:
        opened.units.add([TranslationUnit(en="China Quality Certification Centre", zh="中国质量认证中心")])
    return path


def test_help_loads_no_room_but_the_command_line() -> None:
    status, modules = modules_after("--help")
    assert status in {0, None}
    assert not modules & {*HEAVY, "numpy", "rapidfuzz", "sqlite3", "lxml"}
    rooms = {name.split(".")[1] for name in modules if name.startswith("tm.")}
    assert rooms <= {"cli", "errors", "jobs", "spool"}


@pytest.mark.parametrize("command", ["lookup", "concordance"])
def test_looking_up_loads_no_framework(memory: Path, command: str) -> None:
    status, modules = modules_after(command, "中国质量认证中心", "--memory", str(memory), "--json")
    assert status in {0, None}
    assert not modules & HEAVY
