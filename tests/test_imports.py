"""The rooms import in one direction only, and every `__all__` holds."""

import ast
import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tm"
ROOMS = (
    "errors", "bitext", "spool", "text", "release", "embed", "align", "pairing", "exchange", "memory",
    "termbase", "lookup", "qa", "score", "report", "jobs", "cli",
)  # fmt: skip
"""From the ground up: a room imports only from rooms before it."""


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "tm" and len(parts) > 1 else None


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            if node.module == "tm":
                found.update(f"tm.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    here = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if here in {"__init__", "__main__"}:
        return
    for module in imports_of(path):
        room = room_of(module)
        if room not in {None, "__version__"}:
            assert ROOMS.index(room) <= ROOMS.index(here), f"{path} imports {module}"


def test_every_room_is_listed() -> None:
    found = {
        p.stem if p.is_file() else p.name
        for p in PACKAGE.iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert found - {"__init__", "__main__"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_offers_exists(room: str) -> None:
    module = importlib.import_module(f"tm.{room}")
    for name in getattr(module, "__all__", ()):
        assert hasattr(module, name)
